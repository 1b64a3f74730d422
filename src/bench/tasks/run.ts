import { KirchhoffError } from "../../core/index.js";
import { type CellProgress, seedsTo, type TrainingOptions } from "../experiment.js";
import { selectById } from "../select.js";
import {
  type EncoderName,
  encoderNames,
  encodersOf,
  type Protocol,
  regressionTask,
  type TaskName,
} from "./definitions.js";
import { openBench } from "./open-bench.js";
import { type EncoderPaths, isAvailable, pathsNeeded } from "./open-encoder.js";
import { rowsFolder } from "./open-rows.js";
import type { TaskCell } from "./record.js";
import { runCells } from "./run-cells.js";
import { runInProcesses, unitsOf } from "./run-in-processes.js";

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
  /** Processes that share the work (default: this one alone). */
  readonly workers?: number | undefined;
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
 * fewer seeds; with several workers in as many processes. Its dataset is made where it is missing. False where `signal` stopped it.
 *
 * Throws BENCH_UNKNOWN_ROW, BENCH_ENCODER_ABSENT, BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, BENCH_DATA_DIFFERS, BENCH_NO_STATES,
 * BENCH_WORKER_LOST, and what opening datasets and checkpoints throws.
 */
export async function runTask(options: TaskOptions): Promise<boolean> {
  const encoders = chosenEncoders(options);
  const bench = await openBench(options);
  try {
    const cells = planTask(options, bench.folds, encoders);
    const { workers = 1 } = options;
    const units = unitsOf(cells, workers);
    return workers === 1 || units.length === 1
      ? await runCells(bench, cells, options)
      : await runInProcesses(withMadeRows(options), units, workers);
  } finally {
    await bench.release();
  }
}

/** Options for who finds the dataset made, and only opens it. */
function withMadeRows({ rows: _, ...options }: TaskOptions): TaskOptions {
  if (options.task === "similarity" || options.data !== undefined) return options;
  return { ...options, data: rowsFolder(options.folder, regressionTask(options.task, options.protocol)) };
}

/** The cells of a task in the order in which they are run: by seed, then by encoder. Throws BENCH_UNKNOWN_ROW. */
export function planTask(
  { task, protocol, folds, seeds = 1 }: Pick<TaskOptions, "task" | "protocol" | "folds" | "seeds">,
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

/** The encoders that a task knows: those that are named, or those that can be opened. Throws BENCH_UNKNOWN_ROW, BENCH_ENCODER_UNFIT and BENCH_ENCODER_ABSENT. */
function chosenEncoders({ task, protocol, encoders, paths }: TaskOptions): EncoderName[] {
  const fits = (name: EncoderName) => {
    if (task === "similarity" && ofValues.has(name)) return false;
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

/** Encoders that are of use only where there are values. */
const ofValues = new Set<EncoderName>(["mean", "ridge", "alone", "names", "values", "dice-values"]);
