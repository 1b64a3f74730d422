import type { Dataset } from "../../dataset/index.js";
import { nestedSubset } from "../../train/index.js";
import { expectSameCell } from "../known-cell.js";
import { describeMachine } from "../machine.js";
import { selectById } from "../select.js";
import { type FewShotData, loadFewShot } from "./data.js";
import type { FewShotFigure, FewShotMethod, FewShotTask } from "./figure-definitions.js";
import type { Matrix } from "./matrix.js";
import type { Lesson, Method } from "./method.js";
import { type FewShotCell, type FewShotRecord, readRecord, recordPath, writeRecord } from "./record.js";
import { accuracyThreshold, type Score, score } from "./score.js";

/** What {@link runFigure} is told. */
export interface FigureOptions {
  readonly figure: FewShotFigure;
  /** Every cell leaves its record below this folder. */
  readonly folder: string;
  /** Ids of tasks and of methods; all when absent. */
  readonly tasks?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  /** Seeds 1 to this number. */
  readonly seeds: number;
  /** Shares of the training rows; the figure's when absent. */
  readonly fractions?: readonly number[] | undefined;
  /** Test rows at most; the figure's when absent. */
  readonly testRows?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FigureProgress) => void) | undefined;
  openDataset(task: FewShotTask): Promise<Dataset>;
  openMethod(method: FewShotMethod, task: FewShotTask): Promise<Method>;
}

/** How far a figure is. */
export interface FigureProgress {
  readonly cell: FewShotCell;
  /** Cells finished before this one. */
  readonly done: number;
  readonly total: number;
  /** Of the cell under way, between 0 and 1. */
  readonly share: number;
}

/**
 * Runs what is not finished of a figure, cell by cell and seed by seed, so that an interrupted run has whole curves of fewer seeds. False
 * where `signal` stopped it; the cell under way then begins anew the next time.
 *
 * The samples of a seed are the beginning of one order of the training rows, the same for every method; every method keeps the same
 * fifth of them from the weights to decide when to stop, and every one is tested on the same rows. Throws BENCH_UNKNOWN_ROW,
 * BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, and what opening datasets and methods throws.
 */
export async function runFigure(options: FigureOptions): Promise<boolean> {
  const { figure, folder, signal, onProgress, resume = false } = options;
  const workshop = new Workshop(options);
  try {
    const cells = await planFigure(options, (task) => workshop.data(task));
    for (const [done, cell] of cells.entries()) {
      if (signal?.aborted) return false;
      const report = (share: number) => onProgress?.({ cell, done, total: cells.length, share });
      report(0);
      const task = figure.tasks.find(({ id }) => id === cell.task)!;
      const [data, method] = [await workshop.data(task), await workshop.method(cell.method, task)];
      const settings = { ...method.settings, levels: figure.levels };
      const known = await readRecord(folder, cell);
      if (known) {
        expectSameCell(
          recordPath(folder, known),
          { settings: known.settings, data: known.data },
          { settings, data: data.sha256 },
          resume,
        );
        continue;
      }
      const found = await work(cell, data, method, figure.levels, { onProgress: report, signal });
      if (!found) return false;
      const [rows, machine] = [data.sha256, describeMachine()];
      await writeRecord(folder, { format: 1, ...cell, settings, data: rows, ...found, machine });
    }
    return true;
  } finally {
    await workshop.release();
  }
}

/** The cells of a figure, in the order in which they are run. */
export async function planFigure(
  { figure, tasks, methods, seeds, fractions = figure.fractions }: FigureOptions,
  dataOf: (task: FewShotTask) => Promise<FewShotData>,
): Promise<FewShotCell[]> {
  const cells: FewShotCell[] = [];
  const chosenTasks = selectById(figure.tasks, tasks, "panel");
  const chosenMethods = selectById(figure.methods, methods, "curve");
  for (let seed = 1; seed <= seeds; seed++) {
    for (const task of chosenTasks) {
      const rows = (await dataOf(task)).train.labels.rows;
      const numbers = fractions.map((fraction) => sampleCount(rows, fraction));
      for (const { id, weights } of chosenMethods) {
        const zeroShot = weights === "zero-shot";
        if (zeroShot && seed > 1) continue;
        for (const samples of zeroShot ? [0] : numbers) {
          cells.push({ task: task.id, method: id, samples, seed });
        }
      }
    }
  }
  return cells;
}

/** How many samples a fraction is, at least so many that some are held out. */
export function sampleCount(rows: number, fraction: number): number {
  return Math.min(rows, Math.max(10, Math.round(rows * fraction)));
}

/** Opens each dataset and each method once. */
class Workshop {
  readonly #options: FigureOptions;
  readonly #data = new Map<string, Promise<FewShotData>>();
  readonly #methods = new Map<string, Promise<Method>>();

  constructor(options: FigureOptions) {
    this.#options = options;
  }

  data(task: FewShotTask): Promise<FewShotData> {
    const { figure, testRows = figure.testRows, openDataset } = this.#options;
    const { measure, logarithm } = task;
    return once(this.#data, task.id, async () =>
      loadFewShot(await openDataset(task), { testRows, measure, logarithm }),
    );
  }

  method(id: string, task: FewShotTask): Promise<Method> {
    const { figure, openMethod } = this.#options;
    const method = figure.methods.find((each) => each.id === id)!;
    return once(this.#methods, `${task.id}/${id}`, () => openMethod(method, task));
  }

  async release(): Promise<void> {
    for (const method of this.#methods.values()) await (await method.catch(() => undefined))?.release?.();
  }
}

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

async function work(
  { samples, seed }: FewShotCell,
  data: FewShotData,
  method: Method,
  levels: number,
  control: Pick<Lesson, "onProgress" | "signal">,
): Promise<Pick<FewShotRecord, "invalid" | "score" | "free" | "seconds"> | undefined> {
  const { labels } = data.test;
  const subset = nestedSubset(data.train.labels.rows, samples, seed);
  const started = performance.now();
  const predictions = await method.predict({ data, subset, seed, ...control });
  if (!predictions) return undefined;
  const seconds = (performance.now() - started) / 1000;
  const threshold = accuracyThreshold(labels.data, levels);
  const [train, test] = [data.train.invalid, data.test.invalid];
  return {
    ...(train + test > 0 && { invalid: { train, test } }),
    score: score(predictions.data, labels.data, threshold),
    ...(data.driven.some(Boolean) && { free: freeScore(predictions, data, threshold) }),
    seconds,
  };
}

/** The score of the targets that no voltage source decides, by the threshold of all. */
function freeScore(predictions: Matrix, { test, driven }: FewShotData, threshold: number): Score {
  const counts = test.labels.data.map((label, i) => (driven[i % driven.length] ? Number.NaN : label));
  return score(predictions.data, counts, threshold);
}
