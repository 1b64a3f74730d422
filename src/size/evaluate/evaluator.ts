import type { SimulationPool } from "../../simulate/index.js";
import type { Problem } from "../problem/problem.js";
import type { Design } from "../space.js";
import { type Candidate, candidateOf, hasFailed, simulate } from "./candidate.js";
import { conclude, type Evaluation, type Measured, outcomeOf } from "./evaluation.js";
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
    const worst = this.#problem.isRobust ? this.#worstFurtherCorner(measured, active) : undefined;
    return {
      ...{ design, specs: outcomes, ...conclude(specs, outcomes), ...failure, runs, seconds },
      ...(Object.keys(corners).length > 0 && { corners }),
      ...(worst !== undefined && { failsIn: worst }),
    };
  }

  /** Of the corners that are not simulated of every design, the one in which the specs cost most; undefined where none is missed in any. */
  #worstFurtherCorner(
    measured: ReadonlyMap<string, readonly Measured[]>,
    active: readonly string[],
  ): string | undefined {
    const { specs, corners } = this.#problem;
    let [worst, most] = [undefined as string | undefined, 0];
    for (const { name } of corners.slice(1)) {
      if (name === undefined || active.includes(name)) continue;
      const outcomes = specs.map((spec) => {
        const own = (measured.get(spec.measure) ?? []).filter(({ corner }) => corner === name);
        return own.length > 0 ? outcomeOf(spec, own) : { penalty: 0 };
      });
      const { cost, feasible } = conclude(specs, outcomes);
      if (!feasible && cost > most) [worst, most] = [name, cost];
    }
    return worst;
  }
}

/** The corners that designs simulated before failed in, in the order in which they were found: a robust problem simulates them of every design. */
export function activeCorners(history: readonly Evaluation[]): string[] {
  return [...new Set(history.flatMap(({ failsIn }) => (failsIn === undefined ? [] : [failsIn])))];
}
