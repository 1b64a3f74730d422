import type { SimulationPool } from "../../simulate/index.js";
import type {
  Problem,
  Sensitivity,
  SizingResult,
  Told,
  TrustOptions,
  Verification,
  Yield,
} from "../../size/index.js";
import type { CliContext, Interrupt } from "../index.js";
import { createProgress } from "../index.js";
import type { SizeFlags } from "./flags.js";

/** What was simulated of the final design beyond the search. */
export interface Trust {
  readonly verification?: Verification | undefined;
  readonly sensitivity?: Sensitivity | undefined;
  readonly yield?: Yield | undefined;
}

/** What came of a run, and what was simulated of its final design besides. */
export interface Outcome {
  readonly problem: Problem;
  readonly result: SizingResult;
  readonly trust: Trust;
}

/** A run whose final design is looked at. */
interface Assessment {
  readonly problem: Problem;
  readonly pool: SimulationPool;
  /** Where the run's samples are kept. */
  readonly path: string;
  readonly best: Told;
  readonly flags: SizeFlags;
  readonly interrupt: Interrupt;
}

/**
 * Simulates a design that meets the specs in all corners, its neighbours on the grid, and as many chips of it as the flags say, or are there
 * from before. Throws CLI_INTERRUPTED.
 */
export async function assess(assessment: Assessment, context: CliContext): Promise<Trust> {
  const { problem, pool, path, best, flags, interrupt } = assessment;
  const size = await import("../../size/index.js");
  const values = problem.valuesOf(best.design);
  const silent = Boolean(flags.json || flags.quiet);
  const step = async <Result>(
    [label, unit]: readonly [label: string, unit: string],
    work: (options: TrustOptions) => Promise<Result>,
  ): Promise<Result> => {
    let progress: ReturnType<typeof createProgress> | undefined;
    const onProgress = (done: number, total: number) => {
      progress ??= createProgress(context, { label, total, unit, silent });
      progress.update(done);
    };
    const result = await work({ signal: interrupt.signal, onProgress }).finally(() => progress?.stop());
    interrupt.throwIfRequested();
    return result;
  };
  const verification = await step(["corners", "corners"], (options) =>
    size.verifyCorners(problem, pool, values, options),
  );
  const sensitivity = flags.sensitivity
    ? await step(["sensitivity", "designs"], (options) =>
        size.simulateSensitivity(problem, pool, best.design, options),
      )
    : undefined;
  const journal = await size.SampleJournal.open(path, size.samplesKey(problem, values));
  try {
    const count = flags.yield ?? journal.known.size;
    if (count === 0) return { verification, sensitivity };
    const samples = await step(["yield", "samples"], (options) =>
      size.simulateSamples(problem, pool, values, count, {
        ...{ ...options, known: journal.known, onSample: (sample) => journal.append(sample) },
      }),
    );
    return { verification, sensitivity, yield: size.yieldOf(problem, samples) };
  } finally {
    await journal.close();
  }
}
