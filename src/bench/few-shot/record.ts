import { join } from "node:path";
import type { Machine } from "../machine.js";
import { numbersIn, readRecordFile, seedsIn, writeRecordFile } from "../record-file.js";
import type { Score } from "./score.js";

/** One learner, on one number of samples, from one seed. */
export interface FewShotCell {
  readonly task: string;
  readonly method: string;
  /** Samples in all, held-out ones among them; 0 for a method that takes none. */
  readonly samples: number;
  readonly seed: number;
}

/** What a finished cell found: one JSON file. */
export interface FewShotRecord extends FewShotCell {
  readonly format: 1;
  /** All that decides the result, the method's settings among it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** SHA-256 of the task's rows. */
  readonly data: string;
  /** Simulations that taught and tested nothing, where there were any: they failed, or the measure does not exist for them. */
  readonly invalid?: { readonly train: number; readonly test: number } | undefined;
  /** Over all targets. */
  readonly score: Score;
  /** Over the targets that no voltage source decides, where some are decided so. */
  readonly free?: Score | undefined;
  readonly seconds: number;
  readonly machine: Machine;
}

/** Where a cell's record lies below the folder of its figure. */
export function recordPath(folder: string, { task, method, samples, seed }: FewShotCell): string {
  return join(folder, task, method, `${samples}`, `seed-${seed}.json`);
}

/** The record of a cell; undefined where it is not finished. */
export const readRecord = (folder: string, cell: FewShotCell): Promise<FewShotRecord | undefined> =>
  readRecordFile(recordPath(folder, cell));

/** Keeps what a cell found. */
export const writeRecord = (folder: string, record: FewShotRecord): Promise<void> =>
  writeRecordFile(recordPath(folder, record), record, 2);

/** The records of a task and a method in a folder, by ascending samples and seeds. */
export async function readRecords(folder: string, task: string, method: string): Promise<FewShotRecord[]> {
  const records: FewShotRecord[] = [];
  for (const samples of await numbersIn(join(folder, task, method), /^(\d+)$/)) {
    for (const seed of await seedsIn(join(folder, task, method, `${samples}`))) {
      const record = await readRecord(folder, { task, method, samples, seed });
      if (record) records.push(record);
    }
  }
  return records;
}
