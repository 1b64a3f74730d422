import { join } from "node:path";
import type { Machine } from "../machine.js";
import { namesIn, readRecordFile, seedsIn, writeRecordFile } from "../record-file.js";
import type { EncoderName, Protocol, TaskName } from "./definitions.js";

/** One encoder on one part of a task, from one seed. */
export interface TaskCell {
  readonly task: TaskName;
  readonly protocol: Protocol;
  /** What is held out, a topology or a family; `all` where splits are those of rows. */
  readonly fold: string;
  readonly encoder: EncoderName;
  readonly seed: number;
}

/** Scores of one label. */
export interface TaskPoint {
  /** Samples of what is held out that were told; absent where nothing is held out. */
  readonly samples?: number | undefined;
  /** What was tested: `all`, a topology, a family, the unseen circuits. */
  readonly part: string;
  readonly label: string;
  /** By name; null where it is no number. */
  readonly scores: Readonly<Record<string, number | null>>;
}

/** What a finished cell found: one JSON file. */
export interface TaskRecord extends TaskCell {
  readonly format: 1;
  /** All that decides the result. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** SHA-256 of what was learned and tested. */
  readonly data: string;
  readonly points: readonly TaskPoint[];
  readonly seconds: number;
  readonly machine: Machine;
}

/** Where a cell's record lies below the folder of its experiment. */
export function recordPath(folder: string, { task, protocol, fold, encoder, seed }: TaskCell): string {
  return join(folder, task, protocol, fold, encoder, `seed-${seed}.json`);
}

/** The record of a cell; undefined where it is not finished. */
export const readTaskRecord = (folder: string, cell: TaskCell): Promise<TaskRecord | undefined> =>
  readRecordFile(recordPath(folder, cell));

/** Keeps what a cell found. */
export const writeTaskRecord = (folder: string, record: TaskRecord): Promise<void> =>
  writeRecordFile(recordPath(folder, record), record, 2);

/** All records of a task under a protocol, by fold, encoder and seed. */
export async function readTaskRecords(
  folder: string,
  task: TaskName,
  protocol: Protocol,
): Promise<TaskRecord[]> {
  const records: TaskRecord[] = [];
  const root = join(folder, task, protocol);
  for (const fold of await namesIn(root)) {
    for (const encoder of await namesIn(join(root, fold))) {
      for (const seed of await seedsIn(join(root, fold, encoder))) {
        const cell = { task, protocol, fold, encoder: encoder as EncoderName, seed };
        records.push((await readTaskRecord(folder, cell))!);
      }
    }
  }
  return records;
}
