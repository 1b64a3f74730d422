import type { TaskCell } from "./record.js";
import type { TaskOptions } from "./run.js";
import { openProcess, type TaskProcess } from "./task-process.js";

/**
 * What processes take one after the other: all cells of an encoder and a seed, since these share what is opened and compiled; single cells
 * where half the processes would find nothing to do.
 */
export function unitsOf(cells: readonly TaskCell[], workers: number): TaskCell[][] {
  const units = new Map<string, TaskCell[]>();
  for (const cell of cells) {
    const key = `${cell.seed} ${cell.encoder}`;
    units.set(key, [...(units.get(key) ?? []), cell]);
  }
  return 2 * units.size <= workers ? cells.map((cell) => [cell]) : [...units.values()];
}

/**
 * Runs units of cells in so many processes, each as it would be run here. False where the signal stopped it; what fails in one process
 * stops the others.
 *
 * Throws what running cells throws, and BENCH_WORKER_LOST.
 */
export async function runInProcesses(
  options: TaskOptions,
  units: readonly (readonly TaskCell[])[],
  workers: number,
): Promise<boolean> {
  const total = units.reduce((sum, { length }) => sum + length, 0);
  const queue = [...units];
  const underWay = new Map<TaskProcess, number>();
  let finished = 0;
  const { signal, onProgress } = options;
  const processes: TaskProcess[] = [];
  const stopAll = () => {
    queue.length = 0;
    for (const each of processes) each.stop();
  };
  const work = async (own: TaskProcess): Promise<void> => {
    try {
      for (let unit = queue.shift(); unit; unit = queue.shift()) {
        await own.run(unit, ({ cell, done, share }) => {
          underWay.set(own, done + share);
          const sum = [...underWay.values()].reduce((a, b) => a + b, finished);
          const before = Math.min(Math.floor(sum), total - 1);
          onProgress?.({ phase: "learning", cell, done: before, total, share: sum - before });
        });
        underWay.delete(own);
        finished += unit.length;
      }
    } catch (error) {
      stopAll();
      throw error;
    }
  };
  signal?.addEventListener("abort", stopAll);
  if (signal?.aborted) stopAll();
  try {
    const count = Math.min(workers, units.length);
    for (let i = 0; i < count; i++) processes.push(openProcess(options));
    const outcomes = await Promise.allSettled(processes.map(work));
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
    return !signal?.aborted;
  } finally {
    signal?.removeEventListener("abort", stopAll);
    await Promise.all(processes.map((own) => own.end()));
  }
}
