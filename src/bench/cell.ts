import { access } from "node:fs/promises";
import { join } from "node:path";
import { validateConfig } from "../core/index.js";
import {
  evaluate,
  type Metrics,
  openRun,
  Predictor,
  type PretrainProgress,
  pretrain,
  pretrainSchema,
  type Run,
  resumePretrain,
} from "../train/index.js";
import { expectSameCell } from "./known-cell.js";
import { describeMachine, type Machine } from "./machine.js";
import { parameterCount } from "./parameter-count.js";
import { readRecordFile, writeRecordFile } from "./record-file.js";
import { type Cell, type CellOptions, cellConfig } from "./table1-config.js";
import { testSizes } from "./table1-rows.js";
import type { TestData } from "./test-data.js";
import { trainingSeconds } from "./training-seconds.js";

/** What a finished cell found; `evaluation.json` in its run folder. */
export interface CellResult {
  readonly format: 1;
  /** Step of the weights that were tested: the best by validation. */
  readonly bestStep: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Numbers that were learned. */
  readonly parameters: number;
  /** Training, validations and checkpoints, without the time between a stop and its resumption. */
  readonly trainingSeconds: number;
  readonly validation: Metrics;
  /** Metrics on the test ladders, by their branches. */
  readonly test: Readonly<Record<string, Metrics>>;
  readonly machine: Machine;
}

/** Options of {@link runCell}. */
export interface RunCellOptions extends CellOptions {
  readonly testData: TestData;
  readonly resume: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PretrainProgress) => void) | undefined;
}

const resultFile = "evaluation.json";

/** The run folder of a cell below the folder of its table. */
export function cellFolder(folder: string, { row, size, seed }: Cell): string {
  return join(folder, row.id, size === undefined ? "ladder" : `ladder-${size}`, `seed-${seed}`);
}

/** What the cell in this run folder found; undefined where it is not finished. */
export const readCellResult = (folder: string): Promise<CellResult | undefined> =>
  readRecordFile(join(folder, resultFile));

/**
 * Trains and tests a cell in its run folder; with `resume`, a finished one is only read and a begun one goes on. Undefined where
 * `signal` stopped it. Throws BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, and what {@link pretrain} throws.
 */
export async function runCell(
  folder: string,
  cell: Cell,
  { testData, resume, signal, onProgress, ...options }: RunCellOptions,
): Promise<CellResult | undefined> {
  const config = validateConfig(pretrainSchema, cellConfig(cell, options), `the cell in ${folder}`);
  const begun = (await exists(join(folder, "run.yaml"))) ? await openRun(folder) : undefined;
  if (begun) expectSameCell(folder, comparable(begun.config), comparable(config), resume);
  const known = await readCellResult(folder);
  if (known) return known;
  const control = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const { reason } = begun
    ? await resumePretrain(folder, control)
    : await pretrain(config, { folder, ...control });
  if (reason === "interrupted") return undefined;
  const result = await testRun(await openRun(folder), cell, testData);
  await writeRecordFile(join(folder, resultFile), result, 2);
  return result;
}

async function testRun(run: Run, { size }: Cell, testData: TestData): Promise<CellResult> {
  const checkpoint = await run.checkpoint("best");
  const predictor = await Predictor.of(checkpoint);
  try {
    const test: Record<string, Metrics> = {};
    for (const branches of size === undefined ? testSizes : [size]) {
      test[branches] = await evaluate(predictor, await testData.ladders(branches));
    }
    const best = run.validations.find(({ step }) => step === checkpoint.card.training.step)!;
    const { steps, batchSize } = run.config;
    const { train } = run.description.dataset;
    return {
      format: 1,
      bestStep: best.step,
      steps,
      batchSize: Math.min(batchSize, train),
      parameters: parameterCount(checkpoint),
      trainingSeconds: trainingSeconds(run.journal),
      validation: best.metrics,
      test,
      machine: describeMachine(),
    };
  } finally {
    await predictor.release();
  }
}

/** What of a configuration decides the result. */
const comparable = (config: Run["config"]) => ({ ...config, threads: 0, device: "cpu" });

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
