import { distinctMachines, type Machine } from "../machine.js";
import { expectComparable, type PartialSeed, wholeSeeds } from "./comparable.js";
import { type EncoderName, encoderNames, type Protocol, type TaskName } from "./definitions.js";
import { readTaskRecords, type TaskPoint } from "./record.js";

/** A task as far as it is finished: what its page and its pictures are made from. */
export interface TaskResult {
  readonly format: 1;
  readonly task: TaskName;
  readonly protocol: Protocol;
  readonly entries: readonly TaskEntry[];
  /** What is not among the entries, since folds of it are missing. */
  readonly partial: readonly PartialSeed[];
  /** Sum over cells, each by the clock; cells of several processes overlap. */
  readonly seconds: number;
  readonly machines: readonly Machine[];
}

/** What an encoder reached at one thing, seed by seed. */
export interface TaskEntry extends Pick<TaskPoint, "part" | "label" | "samples"> {
  readonly encoder: EncoderName;
  readonly seeds: readonly number[];
  /** By name, one for each seed, to five digits. */
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Scores that pages show; records have more. */
const kept = ["r2", "r2Log", "accuracy", "balanced", "nearest", "trivial"];

/** Reads a task from its records: of each encoder the seeds that have every fold. Throws BENCH_RECORDS_DIFFER. */
export async function readTask(folder: string, task: TaskName, protocol: Protocol): Promise<TaskResult> {
  const records = await readTaskRecords(folder, task, protocol);
  expectComparable(records);
  const { whole, partial } = wholeSeeds(records);
  const entries = new Map<string, { entry: TaskEntry; scores: Record<string, (number | null)[]> }>();
  for (const { encoder, seed, points } of whole) {
    for (const { part, label, samples, scores } of points) {
      const key = JSON.stringify([encoder, part, label, samples ?? null]);
      const own = entries.get(key) ?? {
        entry: { encoder, part, label, ...(samples !== undefined && { samples }), seeds: [], scores: {} },
        scores: {},
      };
      (own.entry.seeds as number[]).push(seed);
      for (const name of kept) {
        const value = scores[name];
        if (value !== undefined) own.scores[name] = [...(own.scores[name] ?? []), rounded(value)];
      }
      entries.set(key, own);
    }
  }
  const order = (entry: TaskEntry) => encoderNames.indexOf(entry.encoder);
  return {
    ...{ format: 1, task, protocol },
    entries: [...entries.values()]
      .map(({ entry, scores }) => ({ ...entry, scores }))
      .sort((a, b) => order(a) - order(b)),
    partial,
    seconds: records.reduce((sum, { seconds }) => sum + seconds, 0),
    machines: distinctMachines(records.map(({ machine }) => machine)),
  };
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(5));
