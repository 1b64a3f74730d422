import type { Step } from "./template.js";

/**
 * The numbers of a run on their way to the pool: for each step the count of its points, or {@link FAILED}, then its vectors one after the
 * other, complex ones as real and imaginary parts in turn. `op`: nets, sources, details. `ac`, `dc`, `tran`: the scale, nets,
 * sources. `noise`: the scale, output and input density, then the two totals.
 */
export const FAILED = -1;

/** How many numbers follow the count of points. */
export function widthOf({ kind, nets, sources, details }: Step, points: number): number {
  if (points === FAILED) return 0;
  const vectors = nets.length + sources.length;
  if (kind === "op") return vectors + details.length;
  if (kind === "noise") return 3 * points + 2;
  return points * (1 + vectors * (kind === "ac" ? 2 : 1));
}

/** How many numbers of `data`, from `start` on, belong to one run. */
export function runLength(steps: readonly Step[], data: Float64Array, start: number): number {
  let at = start;
  for (const step of steps) at += 1 + widthOf(step, data[at]!);
  return at - start;
}

const aborted = /simulation\(s\) aborted|analysis aborted|interrupted/i;

/**
 * Whether a step's numbers are those of a complete analysis. ngspice keeps what it has when an analysis stops half-way; such a
 * part counts as nothing.
 */
export function isComplete(step: Step, { points, data }: StepNumbers, log: string): boolean {
  if (points < 1 || aborted.test(log)) return false;
  const checked = data.length - step.details.length;
  for (let i = 0; i < checked; i++) if (!Number.isFinite(data[i]!)) return false;
  if (!step.end) return true;
  const last = data[points - 1]!;
  return last >= step.end.from && last <= step.end.to;
}

/** The result of a whole run: for each step its numbers or nothing. */
export function joinSteps(results: readonly (StepNumbers | undefined)[]): Float64Array {
  let length = results.length;
  for (const result of results) length += result?.data.length ?? 0;
  const joined = new Float64Array(length);
  let at = 0;
  for (const result of results) {
    joined[at++] = result?.points ?? FAILED;
    if (result) joined.set(result.data, at);
    at += result?.data.length ?? 0;
  }
  return joined;
}

export interface StepNumbers {
  readonly points: number;
  readonly data: Float64Array;
}
