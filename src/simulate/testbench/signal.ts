import { z } from "zod";
import type { ComplexCurve, Curves } from "../analysis.js";

/** A voltage between nets, or a current through a voltage source. */
export type Signal =
  | { readonly kind: "voltage"; readonly net: string; readonly reference?: string }
  | { readonly kind: "current"; readonly source: string };

const pattern = /^(?:v\(\s*([^(),\s]+)\s*(?:,\s*([^(),\s]+)\s*)?\)|i\(\s*([^(),\s]+)\s*\))$/;

/** `v(net)`, `v(net, other)` or `i(source)`, in any case. */
export const signalSchema = z.string().transform((text, context): Signal => {
  const signal = parseSignal(text);
  if (signal) return signal;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(text)} is no signal`,
    params: { expected: "v(net), v(net, other net) or i(voltage source)" },
  });
  return z.NEVER;
});

/** The signal that a text names, or undefined. */
export function parseSignal(text: string): Signal | undefined {
  const [, net, reference, source] = pattern.exec(text.trim().toLowerCase()) ?? [];
  if (source !== undefined) return { kind: "current", source };
  if (net === undefined) return undefined;
  return { kind: "voltage", net, ...(reference !== undefined && { reference }) };
}

/** The nets whose voltages a signal needs; ground needs none. */
export function netsOf(signal: Signal): string[] {
  if (signal.kind === "current") return [];
  return [signal.net, signal.reference].filter((net): net is string => net !== undefined && net !== "0");
}

/** A signal of curves of real numbers; what was not kept is missing and gives NaN. */
export function realCurve(signal: Signal, curves: Curves<Float64Array>, points: number): Float64Array {
  const own = (net: string) =>
    curves.voltages[net] ?? new Float64Array(points).fill(net === "0" ? 0 : Number.NaN);
  if (signal.kind === "current")
    return curves.sourceCurrents?.[signal.source] ?? new Float64Array(points).fill(Number.NaN);
  const volts = own(signal.net);
  if (signal.reference === undefined) return volts;
  const reference = own(signal.reference);
  return volts.map((value, i) => value - reference[i]!);
}

/** A signal of complex curves. */
export function complexCurve(signal: Signal, curves: Curves<ComplexCurve>, points: number): ComplexCurve {
  if (signal.kind === "voltage" && signal.reference === undefined) {
    const own = curves.voltages[signal.net];
    if (own) return own;
  }
  const part = (which: keyof ComplexCurve) => {
    const pick = (record: Readonly<Record<string, ComplexCurve>> = {}) =>
      Object.fromEntries(Object.entries(record).map(([name, curve]) => [name, curve[which]]));
    const [voltages, sourceCurrents] = [pick(curves.voltages), pick(curves.sourceCurrents)];
    return realCurve(signal, { voltages, sourceCurrents }, points);
  };
  return { real: part("real"), imaginary: part("imaginary") };
}
