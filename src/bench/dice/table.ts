import type { ContrastiveProgress, IntrinsicMetrics } from "../../train/index.js";
import { type CellProgress, seedsTo, type TrainingOptions } from "../experiment.js";
import { distinctMachines, type Machine } from "../machine.js";
import { selectById } from "../select.js";
import { type Estimate, estimate } from "../statistics.js";
import { type DiceCellResult, diceCellFolder, readDiceCell, runDiceCell } from "./cell.js";
import { type DiceMethod, diceMethods } from "./methods.js";

/** What {@link runDiceTable} is told. */
export interface DiceTableOptions extends TrainingOptions<DiceTableProgress> {
  /** Ids of methods; all when absent. */
  readonly methods?: readonly string[] | undefined;
  /** Positives of each circuit in the test, and as many negatives (default: 100). */
  readonly members?: number | undefined;
}

/** How far the table is. */
export interface DiceTableProgress extends CellProgress<string> {
  /** Of the cell under way; undefined before its first step. */
  readonly training?: ContrastiveProgress;
}

/** Figures of the intrinsic test that the table shows. */
export const diceFigures = [
  "positiveSimilarity",
  "otherSimilarity",
  "negativeSimilarity",
  "gap",
  "precision",
  "meanAveragePrecision",
  "precisionAmongNegatives",
  "meanAveragePrecisionAmongNegatives",
  "alignment",
  "uniformity",
] as const satisfies readonly (keyof IntrinsicMetrics)[];
export type DiceFigure = (typeof diceFigures)[number];

/** A row of the table over its seeds. */
export interface DiceRow {
  readonly method: string;
  readonly figures: Readonly<Record<DiceFigure, Estimate>>;
  /** Figures while it was trained, means over seeds. */
  readonly curve: readonly {
    readonly step: number;
    readonly figures: Readonly<Record<DiceFigure, number>>;
  }[];
  readonly parameters: number;
  readonly steps: number;
  /** Mean over seeds. */
  readonly trainingSeconds: number;
}

/** The table as far as it is finished, read from its run folders. */
export interface DiceTable {
  readonly format: 1;
  readonly rows: readonly DiceRow[];
  /** Graphs that the test embeds. */
  readonly graphs: number;
  readonly machines: readonly Machine[];
}

/**
 * Trains encoders that differ in one thing each and tests them on the 15 circuits that none has seen; seeds come one after the other.
 *
 * Stops after the step under way when `signal` is aborted; `finished` tells. Throws BENCH_UNKNOWN_ROW, BENCH_CELL_EXISTS,
 * BENCH_CELL_DIFFERS, and what `pretrainContrastive` throws.
 */
export async function runDiceTable(
  options: DiceTableOptions,
): Promise<{ readonly finished: boolean; readonly table: DiceTable }> {
  const {
    folder,
    seeds = 5,
    steps,
    members = 100,
    threads = 1,
    resume = false,
    signal,
    onProgress,
  } = options;
  const methods = selectById(diceMethods, options.methods, "way to embed circuits");
  const cells = seedsTo(seeds).flatMap((seed) =>
    methods.filter((method) => method.settings || seed === 1).map((method) => ({ method, seed })),
  );
  let done = 0;
  for (const { method, seed } of cells) {
    const progress = { cell: `${method.id} seed ${seed}`, done, total: cells.length };
    onProgress?.(progress);
    const result = await runDiceCell(diceCellFolder(folder, method.id, seed), method, {
      ...{ seed, steps, threads, members, resume, signal },
      onProgress: (training) => onProgress?.({ ...progress, training }),
    });
    if (!result) return { finished: false, table: await readDiceTable(folder) };
    done++;
  }
  return { finished: true, table: await readDiceTable(folder) };
}

/** The table in a folder as far as it is finished, with all seeds that it holds. */
export async function readDiceTable(folder: string): Promise<DiceTable> {
  const rows: DiceRow[] = [];
  const machines: Machine[] = [];
  let graphs = 0;
  for (const method of diceMethods) {
    const results = await resultsOf(folder, method);
    if (results.length === 0) continue;
    rows.push(summarise(method, results));
    graphs = results[0]!.metrics.graphs;
    machines.push(...results.map(({ machine }) => machine));
  }
  return { format: 1, rows, graphs, machines: distinctMachines(machines) };
}

/** From seed 1 up to the first that is not finished. */
async function resultsOf(folder: string, { id }: DiceMethod): Promise<DiceCellResult[]> {
  const results: DiceCellResult[] = [];
  for (let seed = 1; ; seed++) {
    const result = await readDiceCell(diceCellFolder(folder, id, seed));
    if (!result) return results;
    results.push(result);
  }
}

function summarise({ id }: DiceMethod, results: readonly DiceCellResult[]): DiceRow {
  const [first] = results as [DiceCellResult];
  return {
    method: id,
    figures: ofEachFigure((figure) => estimate(results.map(({ metrics }) => metrics[figure]))),
    curve: first.curve.map(({ step }, i) => ({
      step,
      figures: ofEachFigure(
        (figure) => estimate(results.flatMap(({ curve }) => curve[i]?.[figure] ?? [])).mean,
      ),
    })),
    parameters: first.parameters,
    steps: first.steps,
    trainingSeconds: estimate(results.map(({ trainingSeconds }) => trainingSeconds)).mean,
  };
}

const ofEachFigure = <Value>(find: (figure: DiceFigure) => Value): Record<DiceFigure, Value> =>
  Object.fromEntries(diceFigures.map((figure) => [figure, find(figure)])) as Record<DiceFigure, Value>;
