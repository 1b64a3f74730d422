import { join } from "node:path";
import type { PretrainProgress } from "../train/index.js";
import { type Baseline, measureBaselines } from "./baselines.js";
import { type CellResult, cellFolder, readCellResult, runCell } from "./cell.js";
import { type CellProgress, seedsTo, type TrainingOptions } from "./experiment.js";
import { distinctMachines, type Machine } from "./machine.js";
import { readRecordFile, writeRecordFile } from "./record-file.js";
import { type Estimate, estimate, medianOf } from "./statistics.js";
import { type BudgetName, budgets, type Cell } from "./table1-config.js";
import { selectRows, type TableRow, tableRows, testSizes } from "./table1-rows.js";
import { TestData } from "./test-data.js";

/** What {@link runTable1} is told. */
export interface Table1Options extends TrainingOptions<Table1Progress> {
  readonly budget: BudgetName;
  /** Ids of rows; all when absent. */
  readonly rows?: readonly string[] | undefined;
  /** Test ladders of each size, in place of the budget's. */
  readonly testRows?: number | undefined;
}

/** How far the table is. */
export interface Table1Progress extends CellProgress<Cell> {
  /** Of the cell under way; undefined before its first step. */
  readonly training?: PretrainProgress;
}

/** Table I as far as it is finished, read from its run folders. */
export interface Table1 {
  readonly format: 1;
  readonly budget: BudgetName;
  readonly rows: readonly Table1Row[];
  readonly baselines: readonly Baseline[];
  readonly machines: readonly Machine[];
}

/** A row with its finished cells; values are Acc@100. */
export interface Table1Row extends TableRow {
  /** By branches of the test ladders; a size without a finished cell is absent. */
  readonly test: Readonly<Record<string, Estimate>>;
  /** On ladders of the training's sizes; over all cells of the row. */
  readonly validation: Estimate;
  readonly steps: readonly number[];
  /** Smallest and largest number among the row's cells: graphs that training went through, counting repetitions. */
  readonly graphsSeen: readonly [least: number, most: number];
  /** Median over cells, by the clock: machines do other work, too. */
  readonly secondsPerCell: number;
  /** Training of all cells together. */
  readonly totalSeconds: number;
  readonly parameters: readonly [least: number, most: number];
}

const baselinesFile = "baselines.json";

/** The networks that a table needs, seed by seed, so that an interrupted run has whole tables of fewer seeds. */
export function planCells({ budget, rows, seeds = budgets[budget].seeds }: Table1Options): Cell[] {
  const selected = selectRows(rows);
  return seedsTo(seeds).flatMap((seed) =>
    selected.flatMap((row): Cell[] =>
      row.training === "own size" ? testSizes.map((size) => ({ row, size, seed })) : [{ row, seed }],
    ),
  );
}

/**
 * Regenerates Table I of paper A: trains and tests every cell in a run folder of its own, then reads the table from there.
 *
 * Stops after the step under way when `signal` is aborted; `finished` tells. Throws BENCH_UNKNOWN_ROW, BENCH_CELL_EXISTS,
 * BENCH_CELL_DIFFERS, and what `pretrain` throws.
 */
export async function runTable1(
  options: Table1Options,
): Promise<{ readonly finished: boolean; readonly table: Table1 }> {
  const { folder, budget, testRows = budgets[budget].testRows, signal, onProgress, resume = false } = options;
  const cells = planCells(options);
  const testData = new TestData(testRows);
  let done = 0;
  for (const cell of cells) {
    onProgress?.({ cell, done, total: cells.length });
    const result = await runCell(cellFolder(folder, cell), cell, {
      budget,
      steps: options.steps,
      threads: options.threads,
      testData,
      resume,
      signal,
      onProgress: (training) => onProgress?.({ cell, done, total: cells.length, training }),
    });
    if (!result) return { finished: false, table: await readTable1(folder, budget) };
    done++;
  }
  await writeRecordFile(join(folder, baselinesFile), await measureBaselines(testData));
  return { finished: true, table: await readTable1(folder, budget) };
}

/** The table in a folder as far as it is finished, with all seeds that it holds. */
export async function readTable1(folder: string, budget: BudgetName): Promise<Table1> {
  const rows: Table1Row[] = [];
  const machines: Machine[] = [];
  for (const row of tableRows) {
    const results = await resultsOf(folder, row);
    if (results.length > 0) rows.push(summarise(row, results));
    machines.push(...results.map(({ machine }) => machine));
  }
  return {
    format: 1,
    budget,
    rows,
    baselines: (await readRecordFile<Baseline[]>(join(folder, baselinesFile))) ?? [],
    machines: distinctMachines(machines),
  };
}

/** Finished cells of a row, from seed 1 up to the first seed that has none. */
async function resultsOf(folder: string, row: TableRow): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const sizes = row.training === "own size" ? testSizes : [undefined];
  for (let seed = 1; ; seed++) {
    const found = await Promise.all(
      sizes.map((size) => readCellResult(cellFolder(folder, { row, size, seed }))),
    );
    const finished = found.filter((result) => result !== undefined);
    if (finished.length === 0) return results;
    results.push(...finished);
  }
}

function summarise(row: TableRow, results: readonly CellResult[]): Table1Row {
  const test: Record<string, Estimate> = {};
  for (const size of testSizes) {
    const values = results.flatMap((result) => result.test[size]?.accuracy ?? []);
    if (values.length > 0) test[size] = estimate(values);
  }
  const seen = results.map(({ steps, batchSize }) => steps * batchSize);
  const parameters = results.map((result) => result.parameters);
  const seconds = results.map(({ trainingSeconds }) => trainingSeconds);
  return {
    ...row,
    test,
    validation: estimate(results.map(({ validation }) => validation.accuracy)),
    steps: [...new Set(results.map(({ steps }) => steps))],
    graphsSeen: [Math.min(...seen), Math.max(...seen)],
    secondsPerCell: medianOf(seconds),
    totalSeconds: seconds.reduce((sum, one) => sum + one, 0),
    parameters: [Math.min(...parameters), Math.max(...parameters)],
  };
}
