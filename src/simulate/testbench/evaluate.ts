import {
  bandwidthHz,
  dcGainDb,
  dcTransfer,
  delaySeconds,
  gainDb,
  gainMarginDb,
  integratedNoise,
  type Measurement,
  offsetVolts,
  oscillationHz,
  outputHighVolts,
  outputLowVolts,
  outputResistanceOhms,
  outputSwingVolts,
  overshootPercent,
  peakToPeak,
  phaseMarginDegrees,
  powerWatts,
  rejectionRatioDb,
  type StepOptions,
  sampleAt,
  settlingSeconds,
  slewRateVoltsPerSecond,
  supplyCurrentAmperes,
  transitionSeconds,
  unityGainFrequencyHz,
} from "../measures/index.js";
import { measured } from "../measures/measurement.js";
import type { NoiseOutput } from "../output.js";
import type { MeasureKind, MeasureSpec } from "./measure-schema.js";
import {
  pointValue,
  type Results,
  response,
  sampled,
  sourcePoints,
  transfer,
  valueAtTime,
  waveform,
} from "./results.js";

const responses = {
  "dc-gain": dcGainDb,
  "dc-transfer": dcTransfer,
  bandwidth: bandwidthHz,
  "unity-gain-frequency": unityGainFrequencyHz,
};
const margins = { "phase-margin": phaseMarginDegrees, "gain-margin": gainMarginDb };
const steps = {
  "slew-rate": slewRateVoltsPerSecond,
  overshoot: overshootPercent,
  "transition-time": transitionSeconds,
};
const swings = {
  "output-swing": outputSwingVolts,
  "output-low": outputLowVolts,
  "output-high": outputHighVolts,
};

/** The value of a measure, from the results of its analyses. */
export function evaluateMeasure(spec: MeasureSpec, results: Results): Measurement {
  switch (spec.measure) {
    case "value":
      return measured(pointValue(spec.of, results, spec.analysis));
    case "dc-gain":
    case "dc-transfer":
    case "bandwidth":
    case "unity-gain-frequency":
      return responses[spec.measure](response(spec.of, results, spec.analysis));
    case "phase-margin":
    case "gain-margin":
      return margins[spec.measure](
        response(spec.of, results, spec.analysis),
        spec.polarity && { polarity: spec.polarity },
      );
    case "gain":
      return gainDb(response(spec.of, results, spec.analysis), spec.frequency);
    case "rejection-ratio":
      return rejectionRatioDb(
        response(spec.of, results, spec.wanted),
        response(spec.of, results, spec.unwanted),
        spec.frequency,
        spec.leastGain,
      );
    case "output-resistance":
      return outputResistanceOhms(response(spec.of, results, spec.analysis), spec.stimulus);
    case "offset":
      return offset(spec, results);
    case "settling-time":
      return settling(spec, results);
    case "slew-rate":
    case "overshoot":
    case "transition-time":
      return steps[spec.measure](waveform(spec.of, results, spec.analysis), stepOptions(spec, results));
    case "delay":
      return delay(spec, results);
    case "output-swing":
    case "output-low":
    case "output-high":
      return swings[spec.measure](transfer(spec.of, results, spec.analysis), swingOptions(spec));
    case "sample":
      return sampleAt(sampled(spec.of, results, spec.analysis), spec.at);
    case "peak-to-peak":
      return peakToPeak(sampled(spec.of, results, spec.analysis), window(spec));
    case "frequency":
      return oscillation(spec, results);
    case "supply-current":
      return supplyCurrentAmperes(sourcePoints(spec.sources, results, spec.analysis));
    case "power":
      return powerWatts(sourcePoints(spec.sources, results, spec.analysis));
    case "integrated-noise":
      return noise(spec, results);
  }
}

type Spec<Kind extends MeasureKind> = Extract<MeasureSpec, { measure: Kind }>;

function offset(spec: Spec<"offset">, results: Results): Measurement {
  const points = {
    inputVolts: pointValue(spec.input, results, spec.analysis),
    outputVolts: pointValue(spec.of, results, spec.analysis),
  };
  if (spec.closedLoop === undefined) return offsetVolts(points);
  const { real } = response(spec.of, results, spec.closedLoop);
  return offsetVolts(points, real[0]!);
}

function settling(spec: Spec<"settling-time">, results: Results): Measurement {
  const wave = waveform(spec.of, results, spec.analysis);
  const options = {
    ...stepOptions(spec, results),
    ...(spec.tolerance !== undefined && { tolerance: spec.tolerance }),
  };
  if (spec.target === "final" || options.expectedVolts === undefined) return settlingSeconds(wave, options);
  const start = options.startSeconds ?? wave.seconds[0]!;
  const targetVolts = valueAtTime(wave, start) + options.expectedVolts;
  return settlingSeconds(wave, { ...options, targetVolts });
}

function delay(spec: Spec<"delay">, results: Results): Measurement {
  const { level, ofLevel, fromEdge, ofEdge, after } = spec;
  return delaySeconds(
    waveform(spec.from, results, spec.analysis),
    waveform(spec.of, results, spec.analysis),
    {
      ...(level !== undefined && { levelVolts: level }),
      ...(ofLevel !== undefined && { toLevelVolts: ofLevel }),
      ...(fromEdge && { fromEdge }),
      ...(ofEdge && { toEdge: ofEdge }),
      ...(after !== undefined && { afterSeconds: after }),
    },
  );
}

function oscillation(spec: Spec<"frequency">, results: Results): Measurement {
  const { after, level } = spec;
  return oscillationHz(waveform(spec.of, results, spec.analysis), {
    ...(after !== undefined && { afterSeconds: after }),
    ...(level !== undefined && { levelVolts: level }),
  });
}

function window({ from, to }: Spec<"peak-to-peak">): { from?: number; to?: number } {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function noise(spec: Spec<"integrated-noise">, results: Results): Measurement {
  const output = results.get(spec.analysis)!.output as NoiseOutput;
  const density = spec.referred === "output" ? output.outputDensity : output.inputDensity;
  return integratedNoise(
    { hertz: output.frequenciesHz, density },
    {
      ...(spec.from !== undefined && { fromHz: spec.from }),
      ...(spec.to !== undefined && { toHz: spec.to }),
    },
  );
}

/** A step's window, and how far the output should go: as far as the input, where one is named. */
function stepOptions(
  spec: Spec<"settling-time" | "slew-rate" | "overshoot" | "transition-time">,
  results: Results,
): StepOptions {
  const { start, end, input } = spec;
  const window = {
    ...(start !== undefined && { startSeconds: start }),
    ...(end !== undefined && { endSeconds: end }),
  };
  if (!input) return window;
  const wave = waveform(input, results, spec.analysis);
  const last = wave.seconds[wave.seconds.length - 1]!;
  const expectedVolts = valueAtTime(wave, end ?? last) - valueAtTime(wave, start ?? wave.seconds[0]!);
  return { ...window, expectedVolts };
}

function swingOptions({
  centre,
  slopePart,
  leastSlope,
}: Spec<"output-swing" | "output-low" | "output-high">) {
  return {
    ...(centre !== undefined && { centreVolts: centre }),
    ...(slopePart !== undefined && { slopePart }),
    ...(leastSlope !== undefined && { leastSlope }),
  };
}
