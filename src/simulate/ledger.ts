import { appendFileSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../core/node/index.js";
import type { Analysis } from "./analysis.js";

/** What one call simulated; one line of a ledger. */
export interface LedgerEntry {
  /** ISO 8601. */
  readonly time: string;
  readonly kind: Analysis["kind"];
  readonly simulator: string;
  readonly version: string;
  /** Simulations asked for, answers from the cache and failures among them. */
  readonly count: number;
  readonly cached: number;
  /** Failed simulations by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Simulator time, summed over workers. */
  readonly seconds: number;
}

/** The account of what was simulated. */
export interface Ledger {
  record(entry: LedgerEntry): void;
}

/** A ledger as JSON lines in a file; each entry is appended in one write, so several processes may share it. */
export function openLedger(path: string): Ledger {
  makeFolder(dirname(path));
  return { record: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`) };
}

/** Reads a ledger file; a line torn by a crash is left out. */
export function readLedger(path: string): LedgerEntry[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line) as LedgerEntry];
      } catch {
        return [];
      }
    });
}
