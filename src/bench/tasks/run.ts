import { KirchhoffError } from "../../core/index.js";
import { type CellProgress, seedsTo, type TrainingOptions } from "../experiment.js";
import { expectSameCell } from "../known-cell.js";
import { describeMachine } from "../machine.js";
import { selectById } from "../select.js";
import {
  type EncoderName,
  encoderNames,
  encodersOf,
  type Protocol,
  type RegressionTask,
  regressionTask,
  type TaskName,
} from "./definitions.js";
import { type EncoderPaths, isAvailable, pathsNeeded } from "./open-encoder.js";
import { openRows } from "./open-rows.js";
import { isParameterLearner } from "./parameter-learners.js";
import { readTaskRecord, recordPath, type TaskCell, type TaskRecord, writeTaskRecord } from "./record.js";
import { RegressionBench } from "./regression.js";
import type { RegressionBudget } from "./regressor.js";
import { loadTask } from "./samples.js";
import { SimilarityBench, similarityTask } from "./similarity.js";
import type { TaskBench } from "./task-bench.js";

/** What {@link runTask} is told. */
export interface TaskOptions extends TrainingOptions<TaskProgress> {
  readonly task: TaskName;
  readonly protocol: Protocol;
  /** Names of encoders; those that can be opened when absent. */
  readonly encoders?: readonly string[] | undefined;
  /** What is held out; each in turn when absent. */
  readonly folds?: readonly string[] | undefined;
  /** Rows of the dataset, or all of its grids; the recipe's when absent. */
  readonly rows?: number | "all" | undefined;
  /** Folder of the dataset, in place of one below the records'. */
  readonly data?: string | undefined;
  readonly paths: EncoderPaths;
}

/** How far an experiment is. */
export type TaskProgress =
  | { readonly phase: "simulating"; readonly done: number; readonly total: number }
  | (CellProgress<TaskCell> & {
      readonly phase: "learning";
      /** Of the cell under way, between 0 and 1. */
      readonly share: number;
    });

/**
 * Runs what is not finished of a task under a protocol, cell by cell and seed by seed, so that an interrupted run has whole tables of
 * fewer seeds. Its dataset is made where it is missing. False where `signal` stopped it.
 *
 * Throws BENCH_UNKNOWN_ROW, BENCH_ENCODER_ABSENT, BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, BENCH_DATA_DIFFERS, BENCH_NO_STATES, and what opening datasets and checkpoints throws.
 */
export async function runTask(options: TaskOptions): Promise<boolean> {
  const { folder, signal, onProgress, resume = false } = options;
  const encoders = chosenEncoders(options);
  const bench = await openBench(options);
  try {
    const cells = planTask(options, bench.folds, encoders);
    for (const [done, cell] of cells.entries()) {
      if (signal?.aborted) return false;
      const report = (share: number) =>
        onProgress?.({ phase: "learning", cell, done, total: cells.length, share });
      report(0);
      const settings = await bench.settings(cell.encoder);
      const known = await readTaskRecord(folder, cell);
      if (known) {
        const [found, wanted] = [
          { settings: known.settings, data: known.data },
          { settings, data: bench.sha256 },
        ];
        expectSameCell(recordPath(folder, known), found, wanted, resume);
        continue;
      }
      const record = await runCell(bench, cell, settings, { onProgress: report, signal });
      if (!record) return false;
      await writeTaskRecord(folder, record);
    }
    return true;
  } finally {
    await bench.release();
  }
}

/** The cells of a task in the order in which they are run: by seed, then by encoder. Throws BENCH_UNKNOWN_ROW. */
export function planTask(
  { task, protocol, folds, seeds = 5 }: Pick<TaskOptions, "task" | "protocol" | "folds" | "seeds">,
  allFolds: readonly string[],
  encoders: readonly EncoderName[],
): TaskCell[] {
  const chosen = selectById(
    allFolds.map((id) => ({ id })),
    folds,
    "fold",
  );
  return seedsTo(seeds).flatMap((seed) =>
    encoders.flatMap((encoder) => chosen.map(({ id }) => ({ task, protocol, fold: id, encoder, seed }))),
  );
}

async function runCell(
  bench: TaskBench,
  cell: TaskCell,
  settings: TaskRecord["settings"],
  control: Parameters<TaskBench["run"]>[3],
): Promise<TaskRecord | undefined> {
  const started = performance.now();
  const points = await bench.run(cell.fold, cell.encoder, cell.seed, control);
  if (!points) return undefined;
  const seconds = (performance.now() - started) / 1000;
  return { format: 1, ...cell, settings, data: bench.sha256, points, seconds, machine: describeMachine() };
}

/** The encoders that a task knows: those that are named, or those that can be opened. Throws BENCH_UNKNOWN_ROW, BENCH_ENCODER_UNFIT and BENCH_ENCODER_ABSENT. */
function chosenEncoders({ task, protocol, encoders, paths }: TaskOptions): EncoderName[] {
  const fits = (name: EncoderName) => {
    if (task === "similarity" && isOfRows(name)) return false;
    return name !== "alone" || protocol === "honest";
  };
  if (!encoders?.length) return encoderNames.filter((name) => fits(name) && isAvailable(name, paths));
  const named = encodersOf(encoders);
  const unfit = named.find((name) => !fits(name));
  if (unfit !== undefined) {
    throw new KirchhoffError("BENCH_ENCODER_UNFIT", `the encoder ${unfit} has no part in this task`, {
      found: `${task}, protocol ${protocol}`,
      expected: encoderNames.filter(fits).join(", "),
      hint: "docs/tasks.md says what each encoder needs",
    });
  }
  const absent = named.find((name) => !isAvailable(name, paths));
  if (absent === undefined) return named;
  throw new KirchhoffError("BENCH_ENCODER_ABSENT", `the encoder ${absent} needs a trained network`, {
    hint: `name its checkpoint or run folder: ${pathsNeeded(absent)
      .map((path) => `--${path === "dice" ? "model" : path} <path>`)
      .join(" ")}`,
  });
}

/** Whether an encoder is of use only where there are values. */
const isOfRows = (name: EncoderName): boolean =>
  name === "alone" || name === "names" || name.endsWith("values") || isParameterLearner(name);

async function openBench(options: TaskOptions): Promise<TaskBench> {
  const { task: name, protocol, paths, steps, threads = 1 } = options;
  if (name === "similarity") {
    const task = similarityTask(protocol);
    return new SimilarityBench({ task: { ...task, ...(steps && { steps }) }, paths, threads });
  }
  const task = regressionTask(name, protocol);
  const { dataset, recipe } = await openRows(task, options);
  const data = await loadTask(dataset, task.labels);
  const own = { ...task, recipe };
  return new RegressionBench({ task: steps ? withSteps(own, steps) : own, data, paths, threads });
}

/** A task whose networks take so many steps, and no more on the samples of what is held out. */
function withSteps(task: RegressionTask, steps: number): RegressionTask {
  const { budget, fewShot } = task;
  const shorter = (own: RegressionBudget) => ({ ...own, steps: Math.min(own.steps, steps) });
  return {
    ...task,
    budget: { ...budget, steps },
    ...(fewShot && { fewShot: { ...fewShot, budget: shorter(fewShot.budget) } }),
  };
}
