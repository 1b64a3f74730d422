import { type MeasureSpec, measureUnits } from "../simulate/index.js";
import type { SpecFile } from "./problem/schema.js";

/** What a design has to reach. */
export interface Spec {
  readonly name: string;
  /** The measure of a testbench. */
  readonly measure: string;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly read: "value" | "magnitude" | "ratio";
  readonly weight: number;
  readonly unit: string;
  /** What counts where the measure does not exist; without it, a penalty of 1. */
  readonly missing?: number | undefined;
  readonly soft: boolean;
}

/** The spec of a file's entry, for this measure of a testbench. */
export function specOf(name: string, file: SpecFile, measure: MeasureSpec): Spec {
  const [low, high] = file.between ?? [file.atLeast, file.atMost];
  const unit = file.unit ?? (file.read === "ratio" ? "" : measureUnits[measure.measure]);
  const { read, weight, missing, soft } = file;
  return { name, measure: file.measure ?? name, low, high, read, weight, unit, missing, soft };
}

/** A measure's value as a spec reads it. */
export function readAs({ read }: Spec, value: number): number {
  if (read === "magnitude") return Math.abs(value);
  return read === "ratio" ? 10 ** (value / 20) : value;
}

/**
 * How far a value misses a spec; 0 where it meets it. Below a lower bound relative to the bound, above an upper one relative to the
 * value found (paper A, section V; BagNet's code), so that what is far too high counts at most 1.
 */
export function penaltyOf({ low, high }: Spec, value: number): number {
  if (low !== undefined && value < low) return (low - value) / (Math.abs(low) || Math.abs(value));
  if (high !== undefined && value > high) return (value - high) / Math.max(Math.abs(value), Math.abs(high));
  return 0;
}

/** The penalty of a spec whose measure does not exist: above zero always. */
export function missingPenalty(spec: Spec): number {
  return spec.missing === undefined ? 1 : penaltyOf(spec, spec.missing);
}

/**
 * How far inside its bound a value is, in the spec's unit: negative where it misses; of two bounds the nearer counts.
 */
export function marginOf({ low, high }: Spec, value: number): number {
  return Math.min(
    low === undefined ? Number.POSITIVE_INFINITY : value - low,
    high === undefined ? Number.POSITIVE_INFINITY : high - value,
  );
}
