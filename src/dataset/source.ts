import type { Circuit } from "../circuit/index.js";

/** An operating point, or why there is none; `voltages` are by net id, in volts. */
export type OperatingPointResult =
  | { readonly status: "ok"; readonly value: { readonly voltages: Float64Array } }
  | { readonly status: "failed"; readonly reason: string; readonly message: string };

/** What labels come from: a simulator that takes circuits in order and answers in any order. */
export interface OperatingPointSource {
  readonly name: string;
  readonly version: string;
  /** One answer for every circuit, `index` being its place in `circuits`; takes circuits only as it needs them. */
  operatingPoints(
    circuits: Iterable<Circuit>,
  ): AsyncIterable<{ readonly index: number; readonly result: OperatingPointResult }>;
  close(): Promise<void>;
}
