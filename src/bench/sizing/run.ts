import { openSimulator, type SimulationPool, type SimulatorKind } from "../../simulate/index.js";
import { ledgerOf, size, type Told } from "../../size/index.js";
import { type CellProgress, type ExperimentOptions, seedsTo } from "../experiment.js";
import { expectSameCell } from "../known-cell.js";
import { describeMachine } from "../machine.js";
import { selectById } from "../select.js";
import { type SizingMethodEntry, sizingMethods, sizingProblems, wanted } from "./definitions.js";
import { exampleProblem } from "./example.js";
import {
  readSizingRecord,
  type SizingCell,
  type SizingRecord,
  sizingRecordPath,
  writeSizingRecord,
} from "./record.js";

/** What {@link runTable2} is told. */
export interface Table2Options extends ExperimentOptions<Table2Progress> {
  /** Ids of problems and of searches; the two problems of the paper, and all searches, where they are absent. */
  readonly problems?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  /** Seeds at most, from 1 on; those of the definitions where it is absent. */
  readonly seeds?: number | undefined;
  /** Designs at most, in place of those of the definitions. */
  readonly budget?: number | undefined;
  readonly simulator?: "auto" | SimulatorKind | undefined;
  readonly workers?: number | undefined;
}

/** How far the experiment is. */
export interface Table2Progress extends CellProgress<SizingCell> {
  readonly designs: number;
  readonly feasible: number;
}

/** The problems of the paper's table. */
export const paperProblems = ["two-stage-opamp", "two-stage-opamp-cc-only"];

/**
 * Runs what is not finished, seed by seed, so that an interrupted experiment has whole rows of fewer seeds. False where `signal` stopped
 * it; the run under way then begins anew the next time. Throws BENCH_UNKNOWN_ROW, BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS.
 */
export async function runTable2(options: Table2Options): Promise<boolean> {
  const { folder, resume = false, signal } = options;
  const cells = planTable2(options);
  const pool = await openSimulator({
    ...(options.simulator && { simulator: options.simulator }),
    ...(options.workers !== undefined && { workers: options.workers }),
  });
  try {
    for (const [done, { cell, budget }] of cells.entries()) {
      if (signal?.aborted) return false;
      const found = await runCell(cell, budget, pool, {
        known: await readSizingRecord(folder, cell),
        check: (known, wantedSettings) =>
          expectSameCell(sizingRecordPath(folder, cell), known, wantedSettings, resume),
        signal,
        onProgress: (designs, feasible) =>
          options.onProgress?.({ cell, done, total: cells.length, designs, feasible }),
      });
      if (!found) return false;
      await writeSizingRecord(folder, found);
    }
    return true;
  } finally {
    await pool.close();
  }
}

/** The runs of the experiment in their order. */
function planTable2({ problems, methods, seeds, budget }: Table2Options) {
  const chosenProblems = selectById(sizingProblems, problems ?? paperProblems, "problem");
  const chosen = selectById(sizingMethods, methods, "search");
  const most = Math.max(...chosen.map((method) => seedsOf(method, seeds)));
  return seedsTo(most).flatMap((seed) =>
    chosenProblems.flatMap(({ id: problem }) =>
      chosen
        .filter((method) => seed <= seedsOf(method, seeds))
        .map((method) => ({ cell: { problem, method: method.id, seed }, budget: budget ?? method.budget })),
    ),
  );
}

const seedsOf = (method: SizingMethodEntry, seeds: number | undefined) =>
  Math.min(method.seeds, seeds ?? method.seeds);

interface CellHooks {
  readonly known: SizingRecord | undefined;
  readonly check: (known: object, wanted: object) => void;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (designs: number, feasible: number) => void;
}

async function runCell(
  cell: SizingCell,
  budget: number,
  pool: SimulationPool,
  { known, check, signal, onProgress }: CellHooks,
): Promise<SizingRecord | undefined> {
  const { method: search, seed } = cell;
  const problem = exampleProblem(cell.problem, { search, seed, budget, stop: { feasible: wanted } });
  const simulator = `${pool.name} ${pool.version}`;
  const settings = { budget, wanted, sha256: problem.digest, simulator };
  if (known) {
    check(known.settings, settings);
    return known;
  }
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  let secondsToFirst: number | undefined;
  const result = await size(problem, pool, {
    signal,
    onProgress({ history: so, feasible }) {
      if (feasible > 0) secondsToFirst ??= elapsed();
      onProgress(so.length, feasible);
    },
  });
  const { end, history, counters } = result;
  if (end === "interrupted") return undefined;
  const places = history.flatMap(({ feasible }, i) => (feasible ? [i + 1] : []));
  const [toFirst, toWanted] = [places[0], places[wanted - 1]];
  return {
    ...{ format: 1, ...cell, settings, end, ledger: ledgerOf(history, result), counters },
    ...(toFirst !== undefined && { toFirst }),
    ...(toWanted !== undefined && { toWanted }),
    ...(secondsToFirst !== undefined && { secondsToFirst }),
    ...{ seconds: elapsed(), convergence: convergenceOf(history), machine: describeMachine() },
  };
}

/** Designs whose mean cost is plotted (paper A, figure 11). */
const best = 20;
const parts = 100;

function convergenceOf(history: readonly Told[]): [number, number][] {
  const step = Math.max(1, Math.ceil((history.length - best) / parts));
  const points: [number, number][] = [];
  for (let count = best; count <= history.length; count += step) {
    const least = history
      .slice(0, count)
      .map(({ cost }) => cost)
      .sort((a, b) => a - b)
      .slice(0, best);
    points.push([count, least.reduce((sum, cost) => sum + cost, 0) / best]);
  }
  return points;
}
