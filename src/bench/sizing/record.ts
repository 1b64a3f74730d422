import { join } from "node:path";
import type { SizingEnd, SizingLedger } from "../../size/index.js";
import type { Machine } from "../machine.js";
import { readRecordFile, seedsIn, writeRecordFile } from "../record-file.js";

/** One run: a search on a problem from a seed. */
export interface SizingCell {
  readonly problem: string;
  readonly method: string;
  readonly seed: number;
}

/** What a finished run found: one JSON file. */
export interface SizingRecord extends SizingCell {
  readonly format: 1;
  /** All that decides the result. */
  readonly settings: {
    readonly budget: number;
    readonly wanted: number;
    /** Of problem, netlist and testbenches. */
    readonly sha256: string;
    readonly simulator: string;
  };
  readonly end: SizingEnd;
  readonly ledger: SizingLedger;
  /** The search's own numbers. */
  readonly counters: Readonly<Record<string, number>>;
  /** Designs simulated, initial ones included, when the first met every spec, and when so many did as were wanted; absent where they never did. */
  readonly toFirst?: number;
  readonly toWanted?: number;
  /** Time on the clock until then, starting the simulators not included. */
  readonly secondsToFirst?: number;
  readonly seconds: number;
  /** Mean cost of the best twenty designs after each hundredth part of the way, and after how many designs that was. */
  readonly convergence: readonly (readonly [designs: number, cost: number])[];
  readonly machine: Machine;
}

/** Where a run's record lies below the folder of the experiment. */
export function sizingRecordPath(folder: string, { problem, method, seed }: SizingCell): string {
  return join(folder, problem, method, `seed-${seed}.json`);
}

/** The record of a run; undefined where it is not finished. */
export const readSizingRecord = (folder: string, cell: SizingCell): Promise<SizingRecord | undefined> =>
  readRecordFile(sizingRecordPath(folder, cell));

/** Keeps what a run found. */
export const writeSizingRecord = (folder: string, record: SizingRecord): Promise<void> =>
  writeRecordFile(sizingRecordPath(folder, record), record);

/** The records of a search on a problem, by ascending seeds. */
export async function readSizingRecords(
  folder: string,
  problem: string,
  method: string,
): Promise<SizingRecord[]> {
  const seeds = await seedsIn(join(folder, problem, method));
  const records = await Promise.all(seeds.map((seed) => readSizingRecord(folder, { problem, method, seed })));
  return records.filter((record) => record !== undefined);
}
