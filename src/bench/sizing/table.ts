import { type SizingProblemEntry, sizingMethods, sizingProblems, wanted } from "./definitions.js";
import { type MedianEstimate, medianEstimate } from "./median.js";
import { readSizingRecords, type SizingRecord } from "./record.js";

/** What a search needed on a problem, over its seeds; designs that it simulated, initial ones included. */
export interface Table2Row {
  readonly method: string;
  readonly seeds: number;
  /** Designs that nothing found before had a part in, in the median. */
  readonly initial: number;
  /** Runs that found one design, and as many as wanted, within the budget. */
  readonly foundFirst: number;
  readonly foundWanted: number;
  readonly toFirst: MedianEstimate;
  readonly toWanted: MedianEstimate;
  readonly secondsToFirst: MedianEstimate;
  /** Designs that no simulation gave anything of, over all seeds. */
  readonly failed: number;
  /** Analyses by kind for each design, on average. */
  readonly runsPerDesign: Readonly<Record<string, number>>;
  readonly designsPerSecond: number;
  /** Means of the search's own numbers. */
  readonly counters: Readonly<Record<string, number>>;
  readonly budget: number;
  readonly records: readonly SizingRecord[];
}

/** A problem with a row for each search that has records. */
export interface Table2Panel extends SizingProblemEntry {
  readonly rows: readonly Table2Row[];
}

/** What the records in a folder say. */
export async function readTable2(folder: string): Promise<{ wanted: number; panels: Table2Panel[] }> {
  const panels: Table2Panel[] = [];
  for (const problem of sizingProblems) {
    const rows: Table2Row[] = [];
    for (const { id } of sizingMethods) {
      const records = await readSizingRecords(folder, problem.id, id);
      if (records.length > 0) rows.push(rowOf(id, records));
    }
    if (rows.length > 0) panels.push({ ...problem, rows });
  }
  return { wanted, panels };
}

function rowOf(method: string, records: readonly SizingRecord[]): Table2Row {
  const never = Number.POSITIVE_INFINITY;
  const designs = sumOf(records, ({ ledger }) => ledger.designs);
  const kinds = [...new Set(records.flatMap(({ ledger }) => Object.keys(ledger.runs)))];
  const names = [...new Set(records.flatMap(({ counters }) => Object.keys(counters)))];
  return {
    method,
    seeds: records.length,
    initial: medianEstimate(records.map(({ ledger }) => ledger.initial)).median,
    foundFirst: records.filter(({ toFirst }) => toFirst !== undefined).length,
    foundWanted: records.filter(({ toWanted }) => toWanted !== undefined).length,
    toFirst: medianEstimate(records.map(({ toFirst }) => toFirst ?? never)),
    toWanted: medianEstimate(records.map(({ toWanted }) => toWanted ?? never)),
    secondsToFirst: medianEstimate(records.map(({ secondsToFirst }) => secondsToFirst ?? never)),
    failed: sumOf(records, ({ ledger }) => ledger.failed),
    runsPerDesign: Object.fromEntries(
      kinds.map((kind) => [kind, sumOf(records, ({ ledger }) => ledger.runs[kind] ?? 0) / designs]),
    ),
    designsPerSecond: designs / sumOf(records, ({ seconds }) => seconds),
    counters: Object.fromEntries(
      names.map((name) => [name, sumOf(records, ({ counters }) => counters[name] ?? 0) / records.length]),
    ),
    budget: Math.max(...records.map(({ settings }) => settings.budget)),
    records,
  };
}

function sumOf(records: readonly SizingRecord[], numberOf: (record: SizingRecord) => number): number {
  return records.reduce((sum, record) => sum + numberOf(record), 0);
}
