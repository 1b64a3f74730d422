import type { Circuit } from "../../circuit/index.js";
import type { FrequencyResponse, SampledCurve, Waveform } from "../measures/index.js";
import type { AcOutput, AnalysisOutput, DcOutput, OpOutput, TranOutput } from "../output.js";
import { complexCurve, realCurve, type Signal } from "./signal.js";

/** What an analysis of the testbench gave, and the circuit of the deck that it ran on. */
export interface AnalysisResult {
  readonly output: Exclude<AnalysisOutput, { status: "failed" }>;
  readonly circuit: Circuit;
}

/** The results of a testbench's analyses by name; all that a measure needs must be there. */
export type Results = ReadonlyMap<string, AnalysisResult>;

/** The response of a signal in a small-signal analysis. */
export function response(signal: Signal, results: Results, analysis: string): FrequencyResponse {
  const output = results.get(analysis)!.output as AcOutput;
  const hertz = output.frequenciesHz;
  return { hertz, ...complexCurve(signal, output, hertz.length) };
}

/** A signal over the time of a transient. */
export function waveform(signal: Signal, results: Results, analysis: string): Waveform {
  const output = results.get(analysis)!.output as TranOutput;
  const seconds = output.timesSeconds;
  return { seconds, volts: realCurve(signal, output, seconds.length) };
}

/** A signal over the axis of a transient or a sweep. */
export function sampled(signal: Signal, results: Results, analysis: string): SampledCurve {
  const output = results.get(analysis)!.output as TranOutput | DcOutput;
  const axis = output.kind === "dc" ? output.sweep : output.timesSeconds;
  return { axis, values: realCurve(signal, output, axis.length) };
}

/** A signal over the source that a sweep varies. */
export function transfer(signal: Signal, results: Results, analysis: string) {
  const output = results.get(analysis)!.output as DcOutput;
  return { input: output.sweep, output: realCurve(signal, output, output.sweep.length) };
}

/** The last sample at a time or before. */
export function valueAtTime({ seconds, volts }: Waveform, time: number): number {
  let at = 0;
  while (at + 1 < seconds.length && seconds[at + 1]! <= time) at++;
  return volts[at]!;
}

/** A voltage or a current of an operating point; NaN where it has none of that name. */
export function pointValue(signal: Signal, results: Results, analysis: string): number {
  const { output, circuit } = results.get(analysis)!;
  const { voltages, sourceCurrents } = output as OpOutput;
  if (signal.kind === "current") return sourceCurrents?.[signal.source] ?? Number.NaN;
  const volts = (net: string) => voltages[circuit.nets.findIndex(({ name }) => name === net)] ?? Number.NaN;
  return volts(signal.net) - (signal.reference === undefined ? 0 : volts(signal.reference));
}

/** Volts and amperes of voltage sources at an operating point. */
export function sourcePoints(sources: readonly string[], results: Results, analysis: string) {
  const { output, circuit } = results.get(analysis)!;
  const { voltages, sourceCurrents } = output as OpOutput;
  return sources.map((name) => {
    const [plus, minus] = circuit.devices.find((device) => device.name === name)!.terminals;
    return {
      volts: voltages[plus!.net]! - voltages[minus!.net]!,
      amperes: sourceCurrents?.[name] ?? Number.NaN,
    };
  });
}
