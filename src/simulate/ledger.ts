import { appendFileSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../core/node/index.js";
import type { Analysis } from "./analysis.js";

/** What one call simulated; one line of a ledger. */
export interface LedgerEntry {
  /** ISO 8601. */
  readonly time: string;
  readonly simulator: string;
  readonly version: string;
  /** Circuits asked for, answers from the cache and failures among them. */
  readonly count: number;
  /** How many analyses of each kind that makes. */
  readonly analyses: Readonly<Partial<Record<Analysis["kind"], number>>>;
  readonly cached: number;
  /** Failed circuits and, of circuits that could be run, failed analyses, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Simulator time, summed over workers. */
  readonly seconds: number;
}

/** The account of what was simulated. */
export interface Ledger {
  record(entry: LedgerEntry): void;
}

/**
 * A ledger as JSON lines in a file; each entry is appended in one write, so several processes may share it. An entry that cannot be
 * written is a warning: no simulation is lost for it.
 */
export function openLedger(path: string): Ledger {
  makeFolder(dirname(path));
  return {
    record(entry) {
      try {
        appendFileSync(path, `${JSON.stringify(entry)}\n`);
      } catch (error) {
        process.emitWarning(`simulations are missing in ${path}: ${(error as Error).message}`);
      }
    },
  };
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
