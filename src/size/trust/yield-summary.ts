import type { Problem } from "../problem/problem.js";
import { penaltyOf, readAs, type Spec } from "../spec.js";
import { costOf, type TrustCost } from "./final-design.js";
import { type Share, wilson } from "./interval.js";
import type { YieldSample } from "./yield.js";

/** One spec over all samples. */
export interface SpecYield {
  readonly spec: Spec;
  /** Share of the samples that meet it. */
  readonly met: Share;
  /** Of the samples that have a value, in their order: the measure, with its sign where the spec reads the magnitude. */
  readonly values: readonly number[];
  readonly mean?: number;
  /** Standard deviation; absent for fewer than two values. */
  readonly sigma?: number;
  /** Reasons for which samples have no value, and how many. */
  readonly missing: Readonly<Record<string, number>>;
}

/** What came of Monte-Carlo samples. */
export interface Yield {
  readonly samples: number;
  /** Share of the samples that meet every spec that is not soft. */
  readonly met: Share;
  /** Samples of which no simulation gave anything. */
  readonly failed: number;
  readonly specs: readonly SpecYield[];
  readonly cost: TrustCost;
}

/** The yield, and the spread of each measure. */
export function yieldOf({ specs }: Problem, samples: readonly YieldSample[]): Yield {
  const meets = (spec: Spec, found: number | string | undefined) =>
    typeof found === "number" && penaltyOf(spec, readAs(spec, found)) === 0;
  const good = samples.filter(({ measured }) =>
    specs.every((spec, i) => spec.soft || meets(spec, measured[i])),
  );
  return {
    samples: samples.length,
    met: wilson(good.length, samples.length),
    failed: samples.filter(({ failed }) => failed).length,
    specs: specs.map((spec, i) => {
      const found = samples.map(({ measured }) => measured[i]!);
      const values = found.filter((one) => typeof one === "number").map((one) => signed(spec, one));
      const missing: Record<string, number> = {};
      for (const one of found) if (typeof one === "string") missing[one] = (missing[one] ?? 0) + 1;
      const met = wilson(found.filter((one) => meets(spec, one)).length, samples.length);
      return { spec, met, values, ...moments(values), missing };
    }),
    cost: costOf(samples),
  };
}

/** As the spec reads it, but with its sign. */
function signed(spec: Spec, measured: number): number {
  return spec.read === "magnitude" ? measured : readAs(spec, measured);
}

function moments(values: readonly number[]): { mean?: number; sigma?: number } {
  if (values.length === 0) return {};
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sigma: Math.sqrt(squares / (values.length - 1)) };
}
