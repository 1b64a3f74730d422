import { skipped } from "../evaluate/evaluation.js";
import type { Told } from "../search/search.js";
import { marginOf, type Spec } from "../spec.js";

/** A spec and what a design reaches of it. */
export interface Requirement {
  readonly spec: Spec;
  readonly value?: number | undefined;
  /** In the spec's unit; negative where it is missed. */
  readonly margin?: number | undefined;
  readonly met: boolean;
  readonly reason?: string | undefined;
  readonly corner?: string | undefined;
}

/** Each spec met or missed, with its margin. */
export function requirementsOf(specs: readonly Spec[], told: Told): Requirement[] {
  return specs.map((spec, i) => {
    const { value, penalty, reason, corner } = told.specs[i]!;
    const margin = value === undefined ? undefined : marginOf(spec, value);
    return { spec, value, margin, met: penalty === 0, reason, corner };
  });
}

/** Why simulations gave nothing, and how often, the most frequent reason first; a design counts once for each of its reasons. */
export function failureReasons(history: readonly Told[]): (readonly [reason: string, designs: number])[] {
  const counts = new Map<string, number>();
  for (const { specs } of history) {
    const reasons = new Set(
      specs.flatMap(({ reason }) => (reason?.startsWith("SIMULATION_") ? [reason] : [])),
    );
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** What stands in the way of a problem that no design solved. */
export interface Infeasibility {
  /** Share of the designs that meet each spec, by its name, of those of which it was simulated; absent where it never was. */
  readonly metBy: Readonly<Record<string, number>>;
  /** Of each spec the value that comes nearest to its bound, or lies farthest inside it; absent where no design has one. */
  readonly reached: Readonly<Record<string, number>>;
  /** Specs that were simulated, and that no design met. */
  readonly neverMet: readonly string[];
  /** Pairs of specs that designs meet apart, none of them both. */
  readonly conflicts: readonly (readonly [string, string])[];
}

/** Which specs no design meets, and which no design meets together. */
export function infeasibilityOf(specs: readonly Spec[], history: readonly Told[]): Infeasibility {
  const counted = specs.flatMap(({ name, soft }, i) => {
    const simulated = soft ? [] : history.filter((told) => told.specs[i]!.reason !== skipped);
    const met = simulated.filter((told) => told.specs[i]!.penalty === 0);
    return simulated.length === 0 ? [] : [{ name, i, met, share: met.length / simulated.length }];
  });
  const everMet = counted.filter(({ met }) => met.length > 0);
  const conflicts = everMet.flatMap((a, at) =>
    everMet.slice(at + 1).flatMap((b) => {
      const together = a.met.some((told) => told.specs[b.i]!.penalty === 0);
      return together ? [] : [[a.name, b.name] as const];
    }),
  );
  return {
    metBy: Object.fromEntries(counted.map(({ name, share }) => [name, share])),
    reached: Object.fromEntries(
      counted.flatMap(({ name, i }) => {
        const values = history.flatMap((told) => told.specs[i]!.value ?? []);
        const margin = (value: number) => marginOf(specs[i]!, value);
        return values.length === 0
          ? []
          : [[name, values.reduce((best, one) => (margin(one) > margin(best) ? one : best))]];
      }),
    ),
    neverMet: counted.filter(({ met }) => met.length === 0).map(({ name }) => name),
    conflicts,
  };
}
