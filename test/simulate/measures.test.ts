import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bandwidthHz,
  dcGainDb,
  delaySeconds,
  type FrequencyResponse,
  gainDb,
  gainMarginDb,
  integratedNoise,
  type Measurement,
  offsetVolts,
  outputHighVolts,
  outputLowVolts,
  outputResistanceOhms,
  outputSwingVolts,
  overshootPercent,
  phaseMarginDegrees,
  powerWatts,
  rejectionRatioDb,
  settlingSeconds,
  slewRateVoltsPerSecond,
  supplyCurrentAmperes,
  transitionSeconds,
  unityGainFrequencyHz,
  type Waveform,
} from "../../src/simulate/index.js";

function value(measurement: Measurement): number {
  if (measurement.status === "ok") return measurement.value;
  throw new Error(`${measurement.reason}: ${measurement.message}`);
}

const reason = (measurement: Measurement) => (measurement.status === "ok" ? "ok" : measurement.reason);

const decades = (from: number, to: number, points: number) =>
  Array.from({ length: (to - from) * points + 1 }, (_, i) => 10 ** (from + i / points));

/** The response of `gain / ((1 + jf/p1)(1 + jf/p2)…)`, at ten points a decade from 1 Hz to 10 GHz. */
function poles(gain: number, at: readonly number[], hertz = decades(0, 10, 10)): FrequencyResponse {
  const points = hertz.map((f) => {
    let [re, im] = [gain, 0];
    for (const pole of at) {
      const [a, b] = [1, f / pole];
      const size = a * a + b * b;
      [re, im] = [(re * a + im * b) / size, (im * a - re * b) / size];
    }
    return [re, im] as const;
  });
  return { hertz, real: points.map(([re]) => re), imaginary: points.map(([, im]) => im) };
}

/** Root of a falling function of frequency. */
function solve(f: (hertz: number) => number): number {
  let [low, high] = [1, 1e12];
  for (let i = 0; i < 200; i++) {
    const middle = Math.sqrt(low * high);
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

const size = (f: number, pole: number) => Math.hypot(1, f / pole);
const degrees = (f: number, pole: number) => (Math.atan(f / pole) * 180) / Math.PI;

describe("a response of one pole", () => {
  test("has the gain and the bandwidth of its formula", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.5, max: 7, noNaN: true }),
        fc.double({ min: -3, max: 4, noNaN: true }),
        (p, g) => {
          const [pole, gain] = [10 ** p, 10 ** g];
          const response = poles(gain, [pole]);
          expect(value(dcGainDb(response))).toBeCloseTo(20 * g, 2);
          const dropDb = 10 * Math.log10(1 + 1 / pole ** 2); // between DC and the lowest frequency
          expect(value(bandwidthHz(response)) / pole).toBeCloseTo(1, dropDb > 1e-4 ? 2 : 3);
        },
      ),
    );
  });

  test("has a unity-gain frequency of pole times √(gain² - 1), and a phase margin of atan's", () => {
    for (const [gain, pole] of [
      [10, 1e4],
      [1000, 123],
      [1.5, 1e6],
      [3e4, 77],
    ] as const) {
      const response = poles(gain, [pole]);
      const unity = pole * Math.sqrt(gain ** 2 - 1);
      expect(value(unityGainFrequencyHz(response)) / unity).toBeCloseTo(1, 3);
      expect(value(phaseMarginDegrees(response))).toBeCloseTo(180 - degrees(unity, pole), 1);
    }
  });

  test("has a gain at any frequency of the sweep", () => {
    const response = poles(100, [1234]);
    expect(value(gainDb(response, 1234))).toBeCloseTo(40 - 3.0103, 2);
    expect(value(gainDb(response, 1))).toBeCloseTo(40, 4);
    expect(reason(gainDb(response, 0.5))).toBe("MEASURE_OUT_OF_RANGE");
    expect(value(gainDb(poles(100, [1e6], [1]), 1))).toBeCloseTo(40, 9);
  });

  test("has no gain margin: its phase turns by 90 degrees at most", () => {
    expect(reason(gainMarginDb(poles(100, [1e4])))).toBe("MEASURE_NO_CROSSING");
  });
});

describe("a response of several poles", () => {
  test("has the phase margin of its formula, whatever its sign", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 5, noNaN: true }),
        fc.double({ min: 1, max: 4, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (p, g, apart) => {
          const [first, gain] = [10 ** p, 10 ** g];
          const second = first * gain * 10 ** apart;
          const unity = solve((f) => gain / size(f, first) / size(f, second) - 1);
          const margin = 180 - degrees(unity, first) - degrees(unity, second);
          for (const sign of [1, -1]) {
            const response = poles(sign * gain, [first, second]);
            expect(value(unityGainFrequencyHz(response)) / unity).toBeCloseTo(1, 3);
            expect(Math.abs(value(phaseMarginDegrees(response)) - margin)).toBeLessThan(0.1);
          }
        },
      ),
    );
  });

  test("has the phase margin of Nyquist where one pole is unstable and the polarity is known", () => {
    for (const [first, second] of [
      [1e3, 1e6],
      [1e3, 2e4],
      [1e4, 1e3],
    ] as const) {
      const unity = solve((f) => 300 / size(f, first) / size(f, second) - 1);
      const margin = degrees(unity, first) - degrees(unity, second);
      const unstable = poles(-300, [-first, second]);
      const found = phaseMarginDegrees(unstable, { polarity: "non-inverting" });
      expect(Math.abs(value(found) - margin)).toBeLessThan(0.1);
    }
    const stable = poles(300, [1e3, 1e6]);
    expect(phaseMarginDegrees(stable, { polarity: "non-inverting" })).toEqual(phaseMarginDegrees(stable));
    // Fed back with the wrong sign.
    expect(value(phaseMarginDegrees(stable, { polarity: "inverting" }))).toBeLessThan(0);
  });

  test("has a gain margin of 8 over its gain, with three equal poles", () => {
    for (const gain of [2, 7, 20, -2, -20]) {
      const response = poles(gain, [1e4, 1e4, 1e4]);
      expect(value(gainMarginDb(response))).toBeCloseTo(20 * Math.log10(8 / Math.abs(gain)), 2);
    }
  });

  test("has the gain margin of Nyquist where one pole is unstable, and that at DC where it latches", () => {
    const polarity = "non-inverting";
    const turned = solve((f) => degrees(f, 1e3) - 2 * degrees(f, 1e6));
    const gain = (300 / size(turned, 1e3)) * size(turned, 1e6) ** -2;
    const unstable = poles(-300, [-1e3, 1e6, 1e6]);
    expect(value(gainMarginDb(unstable, { polarity }))).toBeCloseTo(-20 * Math.log10(gain), 2);
    expect(value(gainMarginDb(poles(-300, [1e3, 1e6]), { polarity }))).toBeCloseTo(-20 * Math.log10(300), 4);
    expect(value(gainMarginDb(poles(-0.5, [1e3]), { polarity }))).toBeCloseTo(20 * Math.log10(2), 4);
    const stable = poles(300, [1e4, 1e4, 1e4]);
    expect(gainMarginDb(stable, { polarity })).toEqual(gainMarginDb(stable));
  });

  test("has a negative phase margin where it is unstable", () => {
    const unity = solve((f) => 1000 / size(f, 1e4) ** 3 - 1);
    expect(value(phaseMarginDegrees(poles(1000, [1e4, 1e4, 1e4])))).toBeCloseTo(
      180 - 3 * degrees(unity, 1e4),
      1,
    );
  });
});

describe("what a response does not have", () => {
  test("is invalid, with the reason", () => {
    expect(reason(unityGainFrequencyHz(poles(0.9, [1e4])))).toBe("MEASURE_GAIN_BELOW_ONE");
    expect(reason(unityGainFrequencyHz(poles(1 + 1e-9, [1e4])))).toBe("MEASURE_GAIN_BELOW_ONE");
    expect(reason(phaseMarginDegrees(poles(-0.9, [1e4])))).toBe("MEASURE_GAIN_BELOW_ONE");
    expect(reason(unityGainFrequencyHz(poles(1e9, [1e6])))).toBe("MEASURE_NO_CROSSING");
    expect(reason(bandwidthHz(poles(10, [1e12])))).toBe("MEASURE_NO_CROSSING");
    expect(reason(dcGainDb(poles(1e5, [0.3])))).toBe("MEASURE_NOT_FLAT");
    expect(reason(bandwidthHz(poles(1e5, [0.3])))).toBe("MEASURE_NOT_FLAT");
    expect(reason(phaseMarginDegrees(poles(1e5, [0.3, 0.5])))).toBe("MEASURE_NOT_FLAT");
    expect(reason(dcGainDb(poles(0, [1])))).toBe("MEASURE_ZERO");
    expect(reason(dcGainDb({ hertz: [], real: [], imaginary: [] }))).toBe("MEASURE_NO_DATA");
    expect(reason(dcGainDb({ hertz: [1], real: [Number.NaN], imaginary: [0] }))).toBe("MEASURE_NO_DATA");
  });

  test("is invalid where the gain comes back above one", () => {
    const falling = poles(100, [1e3]);
    const peak = (f: number) => 1 + 1e4 * Math.exp(-(Math.log(f / 1e8) ** 2));
    const scaled = (part: ArrayLike<number>) => Array.from(part, (x, i) => x * peak(falling.hertz[i]!));
    const back = { hertz: falling.hertz, real: scaled(falling.real), imaginary: scaled(falling.imaginary) };
    expect(reason(unityGainFrequencyHz(back))).toBe("MEASURE_SEVERAL_CROSSINGS");
  });

  test("is invalid where the phase cannot be followed, and valid where that is beyond the crossing", () => {
    const hertz = decades(0, 9, 10);
    const delayed = (seconds: number) => {
      const { real, imaginary } = poles(10, [1e4], hertz);
      const turn = hertz.map((f) => -2 * Math.PI * f * seconds);
      return {
        hertz,
        real: turn.map((a, i) => real[i]! * Math.cos(a) - imaginary[i]! * Math.sin(a)),
        imaginary: turn.map((a, i) => real[i]! * Math.sin(a) + imaginary[i]! * Math.cos(a)),
      };
    };
    const unity = 1e4 * Math.sqrt(99);
    const slow = 1e-7; // 3.6 degrees at the unity-gain frequency; whole turns a point above 10 MHz
    expect(value(phaseMarginDegrees(delayed(slow)))).toBeCloseTo(
      180 - degrees(unity, 1e4) - 360 * unity * slow,
      1,
    );
    expect(reason(phaseMarginDegrees(delayed(1e-4)))).toBe("MEASURE_PHASE_AMBIGUOUS");
    expect(reason(gainMarginDb(delayed(1e-4)))).toBe("MEASURE_PHASE_AMBIGUOUS");
  });

  test("never is a number that is no number", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e-320, 1e308));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 12 }), (points) => {
        const response = {
          hertz: points.map(([f]) => f),
          real: points.map(([, re]) => re),
          imaginary: points.map(([, , im]) => im),
        };
        const wave = { seconds: response.hertz, volts: response.real };
        for (const measurement of [
          ...[dcGainDb, bandwidthHz, unityGainFrequencyHz, phaseMarginDegrees, gainMarginDb].map((f) =>
            f(response),
          ),
          outputResistanceOhms(response),
          ...[settlingSeconds, overshootPercent, slewRateVoltsPerSecond, transitionSeconds].map((f) =>
            f(wave),
          ),
          delaySeconds(wave, { seconds: response.hertz, volts: response.imaginary }),
          outputSwingVolts({ input: response.hertz, output: response.real }),
          integratedNoise({ hertz: response.hertz, density: response.real }),
        ]) {
          if (measurement.status === "ok") expect(Number.isFinite(measurement.value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("ratios and resistances", () => {
  test("a rejection ratio is the difference of two gains in dB", () => {
    const [wanted, unwanted] = [poles(300, [1e4]), poles(0.5, [1e5])];
    expect(value(rejectionRatioDb(wanted, unwanted, 1))).toBeCloseTo(20 * Math.log10(600), 4);
    expect(reason(rejectionRatioDb(wanted, poles(0, [1]), 1))).toBe("MEASURE_ZERO");
  });

  test("a rejection ratio does not exist where the wanted stimulus does not reach the output, unless that is asked for", () => {
    const [stuck, unwanted] = [poles(0.01, [1e4]), poles(0.001, [1e5])];
    expect(reason(rejectionRatioDb(stuck, unwanted, 1))).toBe("MEASURE_OUTPUT_STUCK");
    expect(value(rejectionRatioDb(stuck, unwanted, 1, 0))).toBeCloseTo(20, 4);
    expect(value(rejectionRatioDb(poles(1, [1e4]), unwanted, 1))).toBeCloseTo(60, 4);
  });

  test("an output resistance is the real part at the lowest frequency", () => {
    expect(value(outputResistanceOhms(poles(4700, [1e6])))).toBeCloseTo(4700, 6);
    expect(value(outputResistanceOhms(poles(-47, [1e6]), 0.01))).toBeCloseTo(-4700, 6);
    expect(reason(outputResistanceOhms(poles(1e9, [2])))).toBe("MEASURE_NOT_FLAT");
  });
});

/** Times that are dense where something happens, as a simulator takes them. */
const grid = (end: number, points = 400) =>
  Array.from({ length: points + 1 }, (_, i) => end * (i / points) ** 2);

const wave = (seconds: readonly number[], volts: (t: number) => number): Waveform => ({
  seconds,
  volts: seconds.map(volts),
});

describe("an answer of one time constant", () => {
  const tau = 1e-6;
  const rc = wave(grid(20 * tau), (t) => 0.2 + 1.5 * (1 - Math.exp(-t / tau)));

  test("settles after ln(1/tolerance) of them", () => {
    expect(value(settlingSeconds(rc)) / tau).toBeCloseTo(Math.log(100), 3);
    expect(value(settlingSeconds(rc, { tolerance: 0.001 })) / tau).toBeCloseTo(Math.log(1000), 3);
  });

  test("rises in ln 9 of them, without overshoot", () => {
    expect(value(transitionSeconds(rc)) / tau).toBeCloseTo(Math.log(9), 4);
    expect(value(slewRateVoltsPerSecond(rc)) / ((0.8 * 1.5) / (tau * Math.log(9)))).toBeCloseTo(1, 4);
    expect(value(overshootPercent(rc))).toBeCloseTo(0, 6);
  });

  test("is measured alike when it falls", () => {
    const falling = wave(grid(20 * tau), (t) => 0.9 * Math.exp(-t / tau));
    expect(value(settlingSeconds(falling)) / tau).toBeCloseTo(Math.log(100), 3);
    expect(value(slewRateVoltsPerSecond(falling)) / ((0.8 * 0.9) / (tau * Math.log(9)))).toBeCloseTo(1, 4);
  });

  test("has not settled while it moves", () => {
    const short = (constants: number) => wave(grid(constants * tau), (t) => 1 - Math.exp(-t / tau));
    for (const constants of [0.1, 1, 3, 5, 7]) {
      expect(reason(settlingSeconds(short(constants)))).toBe("MEASURE_NOT_SETTLED");
    }
    expect(reason(slewRateVoltsPerSecond(short(2)))).toBe("MEASURE_NOT_SETTLED");
  });

  test("has not settled where it goes elsewhere than it should", () => {
    expect(value(settlingSeconds(rc, { targetVolts: 1.7 })) / tau).toBeCloseTo(Math.log(100), 3);
    expect(value(settlingSeconds(rc, { targetVolts: 1.705 })) / tau).toBeCloseTo(
      Math.log(1.5 / (0.01505 - 0.005)),
      2,
    );
    expect(reason(settlingSeconds(rc, { targetVolts: 2 }))).toBe("MEASURE_NOT_SETTLED");
  });

  test("is no answer where the output is stuck", () => {
    const stuck = wave(grid(tau), () => 1.1999);
    expect(reason(settlingSeconds(stuck))).toBe("MEASURE_NO_STEP");
    expect(reason(settlingSeconds(stuck, { expectedVolts: 0.02 }))).toBe("MEASURE_OUTPUT_STUCK");
    expect(reason(slewRateVoltsPerSecond(rc, { expectedVolts: -1.5 }))).toBe("MEASURE_OUTPUT_STUCK");
    expect(reason(settlingSeconds(rc, { startSeconds: 1 }))).toBe("MEASURE_OUT_OF_RANGE");
  });

  test("is no answer where nothing steps but the solver's last digits", () => {
    const drift = wave(grid(20 * tau), (t) => 1.2 + 1e-5 * (1 - Math.exp(-t / tau)));
    for (const measure of [settlingSeconds, slewRateVoltsPerSecond, overshootPercent, transitionSeconds]) {
      expect(reason(measure(drift))).toBe("MEASURE_NO_STEP");
      expect(reason(measure(rc, { expectedVolts: 0 }))).toBe("MEASURE_NO_STEP");
    }
    expect(reason(delaySeconds(drift, rc, { toLevelVolts: 1 }))).toBe("MEASURE_NO_STEP");
    expect(reason(delaySeconds(rc, drift, { toLevelVolts: 1.200005 }))).toBe("MEASURE_NO_STEP");
  });
});

test("an answer of two poles overshoots by exp(-πζ/√(1-ζ²))", () => {
  for (const damping of [0.2, 0.4, 0.6, 0.8]) {
    const ringing = Math.sqrt(1 - damping ** 2);
    const answer = wave(
      Array.from({ length: 1500 }, (_, i) => i * 0.05),
      (t) =>
        1 - Math.exp(-damping * t) * (Math.cos(ringing * t) + (damping / ringing) * Math.sin(ringing * t)),
    );
    const expected = 100 * Math.exp((-Math.PI * damping) / ringing);
    expect(value(overshootPercent(answer))).toBeCloseTo(expected, 1);
    const settling = value(settlingSeconds(answer));
    const after = Array.from(answer.seconds).findLastIndex((_, i) => Math.abs(answer.volts[i]! - 1) > 0.01);
    expect(settling).toBeGreaterThanOrEqual(answer.seconds[after]!);
    expect(settling).toBeLessThanOrEqual(answer.seconds[after + 1]!);
  }
});

test("a slewing output has the slope of its ramp, whatever points there are", () => {
  const seconds = [0, 1, 1.001, 2.999, 3, 4, 9];
  const long = { seconds, volts: seconds.map((t) => Math.min(2, Math.max(0, t - 1))) };
  expect(value(slewRateVoltsPerSecond(long))).toBeCloseTo(1, 6);
  expect(value(settlingSeconds(long))).toBeCloseTo(2.98, 6);
});

describe("delays", () => {
  const clock = wave(grid(10), (t) => (t < 1 ? 0 : t < 2 ? t - 1 : t < 6 ? 1 : t < 7 ? 7 - t : 0));
  const late = {
    seconds: clock.seconds,
    volts: Array.from(clock.seconds, (t) => (t < 3 ? 1 : t < 4 ? 4 - t : 0)),
  };

  test("lie between the passages", () => {
    expect(value(delaySeconds(clock, late))).toBeCloseTo(2, 3);
    expect(value(delaySeconds(clock, clock, { fromEdge: "rising", toEdge: "falling" }))).toBeCloseTo(5, 3);
    expect(value(delaySeconds(clock, late, { toLevelVolts: 0.1 }))).toBeCloseTo(2.4, 3);
  });

  test("do not exist where the output never passes", () => {
    expect(reason(delaySeconds(clock, late, { toEdge: "rising" }))).toBe("MEASURE_NO_CROSSING");
    expect(reason(delaySeconds(late, clock, { afterSeconds: 8 }))).toBe("MEASURE_NO_CROSSING");
    expect(
      reason(
        delaySeconds(
          clock,
          wave(grid(10), () => 0.2),
        ),
      ),
    ).toBe("MEASURE_NO_CROSSING");
  });
});

describe("transfer curves", () => {
  const input = Array.from({ length: 201 }, (_, i) => -1 + i / 100);

  test("swing as far as their slope stays", () => {
    // Half the slope of tanh(x) is where tanh² = 1/2.
    const curve = { input, output: input.map((v) => 0.6 + 0.5 * Math.tanh(8 * v)) };
    expect(value(outputHighVolts(curve))).toBeCloseTo(0.6 + 0.5 * Math.SQRT1_2, 2);
    expect(value(outputLowVolts(curve))).toBeCloseTo(0.6 - 0.5 * Math.SQRT1_2, 2);
    expect(value(outputSwingVolts(curve))).toBeCloseTo(Math.SQRT2 / 2, 2);
    const inverted = { input, output: curve.output.map((v) => 1.2 - v) };
    expect(value(outputSwingVolts(inverted))).toBeCloseTo(Math.SQRT2 / 2, 2);
  });

  test("have no swing where they are flat, or go on", () => {
    expect(reason(outputSwingVolts({ input, output: input.map(() => 1.2) }))).toBe("MEASURE_OUTPUT_STUCK");
    expect(reason(outputSwingVolts({ input, output: input }))).toBe("MEASURE_SWEEP_TOO_SHORT");
  });

  test("an offset counts only where the output follows", () => {
    expect(value(offsetVolts({ inputVolts: 0.6, outputVolts: 0.598 }, 0.997))).toBeCloseTo(-0.002, 12);
    expect(reason(offsetVolts({ inputVolts: 0.6, outputVolts: 0.61 }, 1e-4))).toBe("MEASURE_OUTPUT_STUCK");
  });
});

describe("noise and supplies", () => {
  test("the noise of a resistor and a capacitor integrates to √(kT/C)", () => {
    const [k, kelvin, ohms, farads] = [1.380649e-23, 300, 1e4, 1e-12];
    const pole = 1 / (2 * Math.PI * ohms * farads);
    const hertz = decades(0, 12, 10);
    const density = hertz.map((f) => Math.sqrt(4 * k * kelvin * ohms) / size(f, pole));
    const total = Math.sqrt((k * kelvin) / farads);
    expect(value(integratedNoise({ hertz, density })) / total).toBeCloseTo(1, 4);
    const part = Math.sqrt((2 / Math.PI) * Math.atan(1));
    expect(value(integratedNoise({ hertz, density }, { toHz: pole })) / total).toBeCloseTo(part, 4);
    expect(reason(integratedNoise({ hertz, density }, { fromHz: 0.1 }))).toBe("MEASURE_OUT_OF_RANGE");
  });

  test("white and flicker noise are exact to a millionth", () => {
    const hertz = decades(0, 3, 2);
    expect(value(integratedNoise({ hertz, density: hertz.map(() => 2) }))).toBeCloseTo(2 * Math.sqrt(999), 4);
    const flicker = hertz.map((f) => 3 / Math.sqrt(f));
    expect(value(integratedNoise({ hertz, density: flicker }))).toBeCloseTo(3 * Math.sqrt(Math.log(1000)), 5);
  });

  test("what sources deliver counts positive", () => {
    const sources = [
      { volts: 1.2, amperes: -1e-3 },
      { volts: 0.2, amperes: 0.9e-3 },
    ];
    expect(value(supplyCurrentAmperes(sources.slice(0, 1)))).toBeCloseTo(1e-3, 12);
    expect(value(powerWatts(sources))).toBeCloseTo(1.2e-3 - 0.18e-3, 12);
  });
});
