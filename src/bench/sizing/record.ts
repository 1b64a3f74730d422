import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeDurably } from "../../core/node/index.js";
import type { SizingEnd, SizingLedger } from "../../size/index.js";
import type { Machine } from "../machine.js";

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
export async function readSizingRecord(folder: string, cell: SizingCell): Promise<SizingRecord | undefined> {
  try {
    return JSON.parse(await readFile(sizingRecordPath(folder, cell), "utf8")) as SizingRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps what a run found. */
export async function writeSizingRecord(folder: string, record: SizingRecord): Promise<void> {
  const path = sizingRecordPath(folder, record);
  makeFolder(join(path, ".."));
  await writeDurably(path, `${JSON.stringify(record)}\n`);
}

/** The records of a search on a problem, by ascending seeds. */
export async function readSizingRecords(
  folder: string,
  problem: string,
  method: string,
): Promise<SizingRecord[]> {
  const names = await readdir(join(folder, problem, method)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const seeds = names.flatMap((name) => /^seed-(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  const records = await Promise.all(
    seeds.sort((a, b) => a - b).map((seed) => readSizingRecord(folder, { problem, method, seed })),
  );
  return records.filter((record) => record !== undefined);
}
