import { expectSameCell } from "../known-cell.js";
import { describeMachine } from "../machine.js";
import { readTaskRecord, recordPath, type TaskCell, type TaskRecord, writeTaskRecord } from "./record.js";
import type { TaskOptions } from "./run.js";
import type { CellControl, TaskBench } from "./task-bench.js";

/** Runs those of the cells that have no record yet, one after the other. False where `signal` stopped it. Throws BENCH_CELL_EXISTS and BENCH_CELL_DIFFERS. */
export async function runCells(
  bench: TaskBench,
  cells: readonly TaskCell[],
  { folder, resume = false, signal, onProgress }: TaskOptions,
): Promise<boolean> {
  for (const [done, cell] of cells.entries()) {
    if (signal?.aborted) return false;
    const report = (share: number) =>
      onProgress?.({ phase: "learning", cell, done, total: cells.length, share });
    report(0);
    const settings = await bench.settings(cell.encoder, cell.seed);
    const known = await readTaskRecord(folder, cell);
    if (known) {
      const found = { settings: known.settings, data: known.data };
      expectSameCell(recordPath(folder, known), found, { settings, data: bench.sha256 }, resume);
      continue;
    }
    const record = await runCell(bench, cell, settings, { onProgress: report, signal });
    if (!record) return false;
    await writeTaskRecord(folder, record);
  }
  return true;
}

async function runCell(
  bench: TaskBench,
  cell: TaskCell,
  settings: TaskRecord["settings"],
  control: CellControl,
): Promise<TaskRecord | undefined> {
  const started = performance.now();
  const points = await bench.run(cell.fold, cell.encoder, cell.seed, control);
  if (!points) return undefined;
  const seconds = (performance.now() - started) / 1000;
  return { format: 1, ...cell, settings, data: bench.sha256, points, seconds, machine: describeMachine() };
}
