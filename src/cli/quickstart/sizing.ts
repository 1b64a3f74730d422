import { exampleProblem } from "../../bench/index.js";
import { KirchhoffError } from "../../core/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import { ledgerOf, type Problem, type SizingResult, size } from "../../size/index.js";
import type { QuickstartSize } from "./plan.js";
import type { StepHooks } from "./steps.js";

/** An op-amp sized to its specification, and what chance makes of the same problem. */
export interface SizingTest {
  /** As the user would name it. */
  readonly file: string;
  readonly problem: Problem;
  readonly result: SizingResult;
  /** Of random search. */
  readonly random: { readonly designs: number; readonly feasible: number; readonly cost: number };
}

const id = "two-stage-opamp";
/** Designs that the search may simulate. */
const budget = 300;

/** Sizes the two-stage op-amp of the examples until a design meets every spec; random search gets half as many designs as a test set has. */
export async function sizeOpAmp(
  { testCircuits, seed }: QuickstartSize,
  pool: SimulationPool,
  { narrator, signal }: StepHooks,
): Promise<SizingTest> {
  const open = (search: string, most: number) =>
    exampleProblem(id, { search, seed, budget: most, stop: { feasible: 1 } });
  const run = async (problem: Problem) => {
    const progress = narrator.progress(problem.search, problem.budget, "designs");
    const result = await size(problem, pool, {
      signal,
      onProgress: ({ history, best }) =>
        progress.update(history.length, `best cost ${best!.cost.toFixed(3)}`),
    }).finally(() => progress.stop());
    if (result.end === "interrupted") throw interrupted(result);
    return result;
  };
  const problem = open("screened", budget);
  const result = await run(problem);
  const random = await run(open("random", Math.ceil(testCircuits / 2)));
  const { designs, feasible } = ledgerOf(random.history);
  return {
    ...{ file: `examples/sizing/${id}.yaml`, problem, result },
    random: { designs, feasible, cost: random.best!.cost },
  };
}

const interrupted = ({ history }: SizingResult) =>
  new KirchhoffError("CLI_QUICKSTART_INTERRUPTED", `Stopped after ${history.length} designs.`);
