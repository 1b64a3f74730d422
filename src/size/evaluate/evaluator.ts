import type { SimulationPool } from "../../simulate/index.js";
import type { Problem } from "../problem/problem.js";
import type { Design } from "../space.js";
import type { Spec } from "../spec.js";
import { type Candidate, candidateOf, hasFailed, simulate } from "./candidate.js";
import { conclude, type Evaluation, isWorse, outcomeOf, type SpecOutcome, skipped } from "./evaluation.js";
import { plan } from "./plan.js";

/** Simulates designs of a problem, stage by stage: designs to measures to specs to cost. */
export class Evaluator {
  readonly #problem: Problem;
  readonly #pool: Pick<SimulationPool, "analyse">;

  constructor(problem: Problem, pool: Pick<SimulationPool, "analyse">) {
    this.#problem = problem;
    this.#pool = pool;
  }

  /**
   * One evaluation for each design, in their order; those that `signal` cut short are undefined. `active`: names of the corners that a
   * robust problem simulates of every design besides the first, see `activeCorners`.
   */
  async evaluate(
    designs: readonly Design[],
    { signal, active = [] }: { readonly signal?: AbortSignal; readonly active?: readonly string[] } = {},
  ): Promise<(Evaluation | undefined)[]> {
    const candidates = designs.map((design) => candidateOf(this.#problem.valuesOf(design)));
    let going = candidates;
    for (const stage of plan(this.#problem, active)) {
      await simulate(this.#pool, stage, going, signal);
      going = going.filter((candidate) => !candidate.cut && this.#meetsSoFar(candidate));
      if (going.length === 0) break;
    }
    return candidates.map((candidate, i) =>
      candidate.cut ? undefined : this.#conclude(designs[i]!, candidate, active),
    );
  }

  /**
   * Designs simulated before in further corners, those of `names` that they lack: each spec counts where it is worst. One that `signal` cut
   * short is undefined.
   */
  async extend<Known extends Evaluation>(
    known: readonly Known[],
    names: readonly string[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<(Known | undefined)[]> {
    const { specs, corners, valuesOf } = this.#problem;
    const candidates = known.map(({ design }) => candidateOf(valuesOf(design)));
    for (const { name, stages } of corners) {
      if (name === undefined || !names.includes(name)) continue;
      const lacking = candidates.filter((_, i) => known[i]!.corners?.[name] === undefined);
      let going = lacking;
      for (const stage of stages) {
        await simulate(this.#pool, stage, going, signal);
        // A design that was not simulated whole in the first corner is not simulated whole in others.
        going = going.filter((one) => !one.cut && isWhole(known[candidates.indexOf(one)]!));
      }
    }
    return known.map((before, i) => {
      const candidate = candidates[i]!;
      return candidate.cut ? undefined : { ...before, ...merged(specs, before, candidate) };
    });
  }

  /** Whether every spec that is not soft and was measured is met. */
  #meetsSoFar({ measured }: Candidate): boolean {
    return this.#problem.specs.every((spec) => {
      const found = measured.get(spec.measure);
      return spec.soft || found === undefined || outcomeOf(spec, found).penalty === 0;
    });
  }

  #conclude(design: Design, candidate: Candidate, active: readonly string[]): Evaluation {
    const { specs } = this.#problem;
    const { measured, runs, corners, seconds, message } = candidate;
    const outcomes = specs.map((spec) => outcomeOf(spec, measured.get(spec.measure) ?? []));
    const failure = { failed: hasFailed(candidate), ...(message !== undefined && { message }) };
    const failsIn = this.#problem.isRobust ? this.#failsIn(outcomes, active) : [];
    return {
      ...{ design, specs: outcomes, ...conclude(specs, outcomes), ...failure, runs, seconds },
      ...(Object.keys(corners).length > 0 && { corners }),
      ...(failsIn.length > 0 && { failsIn }),
    };
  }

  /** The corners, of those that are not simulated of every design, in which specs that have to be met are missed, and are worst. */
  #failsIn(outcomes: readonly SpecOutcome[], active: readonly string[]): string[] {
    const { specs, corners } = this.#problem;
    const missed = outcomes.filter(({ penalty }, i) => !specs[i]!.soft && penalty > 0);
    const known = [corners[0]!.name, ...active];
    return [...new Set(missed.flatMap(({ corner }) => corner ?? []))].filter((name) => !known.includes(name));
  }
}

const isWhole = ({ specs }: Evaluation) => specs.every(({ reason }) => reason !== skipped);

/** What changes of an evaluation when its design has been simulated in further corners. */
function merged(specs: readonly Spec[], before: Evaluation, { measured, runs, corners, seconds }: Candidate) {
  const outcomes = specs.map((spec, i) => {
    const found = measured.get(spec.measure);
    const old = before.specs[i]!;
    const more = found && outcomeOf(spec, found);
    return more && old.reason !== skipped && isWorse(spec, more, old) ? more : old;
  });
  const sums = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) => ({
    ...a,
    ...Object.fromEntries(Object.entries(b).map(([key, count]) => [key, (a[key] ?? 0) + count])),
  });
  return {
    ...{ specs: outcomes, ...conclude(specs, outcomes), runs: sums(before.runs, runs) },
    ...{ corners: sums(before.corners ?? {}, corners), seconds: before.seconds + seconds },
  };
}

/** The corners that designs simulated before failed in, in the order in which they were found: a robust problem simulates them of every design. */
export function activeCorners(history: readonly Evaluation[]): string[] {
  return [...new Set(history.flatMap(({ failsIn = [] }) => failsIn))];
}
