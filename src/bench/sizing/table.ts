import type { Machine } from "../machine.js";
import { type SizingProblemEntry, sizingMethods, sizingProblems, wanted } from "./definitions.js";
import { type MedianEstimate, medianEstimate } from "./median.js";
import { readSizingRecords, type SizingRecord } from "./record.js";

/** What a search needed on a problem, over its seeds; designs that it simulated, initial and failed ones included. */
export interface Table2Row {
  readonly method: string;
  readonly seeds: number;
  readonly budget: number;
  /** Designs that nothing found before had a part in, in the median. */
  readonly initial: number;
  /** Runs that found one design, and as many as wanted, within the budget. */
  readonly foundFirst: number;
  readonly foundWanted: number;
  readonly toFirst: MedianEstimate;
  readonly toWanted: MedianEstimate;
  readonly secondsToFirst: MedianEstimate;
  /** Designs of which no simulation gave anything, over all seeds. */
  readonly failed: number;
  /** Operating points asked for apart from designs, for each seed on average. */
  readonly screened: number;
  /** Analyses by kind for each design, on average. */
  readonly runsPerDesign: Readonly<Record<string, number>>;
  readonly designsPerSecond: number;
  /** Means of the search's own numbers. */
  readonly counters: Readonly<Record<string, number>>;
  /** Mean over seeds of the mean cost of the best twenty designs, finished runs at their last value. */
  readonly convergence: readonly (readonly [designs: number, cost: number])[];
}

/** A problem with a row for each search that has records. */
export interface Table2Panel extends SizingProblemEntry {
  readonly simulators: readonly string[];
  readonly machine: Machine;
  /** Least and largest load average of the machine when a run ended: the seconds are of such a machine. */
  readonly loads: readonly [least: number, largest: number];
  readonly rows: readonly Table2Row[];
}

/** What the records in a folder say: plain data. */
export interface Table2 {
  readonly wanted: number;
  readonly panels: readonly Table2Panel[];
}

/** Reads the records that {@link runTable2} left in a folder. */
export async function readTable2(folder: string): Promise<Table2> {
  const panels: Table2Panel[] = [];
  for (const problem of sizingProblems) {
    const found: (readonly [string, SizingRecord[]])[] = [];
    for (const { id } of sizingMethods) found.push([id, await readSizingRecords(folder, problem.id, id)]);
    const all = found.flatMap(([, records]) => records);
    if (all.length === 0) continue;
    panels.push({
      ...problem,
      simulators: [...new Set(all.map(({ settings }) => settings.simulator))],
      machine: all[0]!.machine,
      loads: loadsOf(all.map(({ machine }) => machine.loadAverage)),
      rows: found.flatMap(([id, records]) => (records.length > 0 ? [rowOf(id, records)] : [])),
    });
  }
  return { wanted, panels };
}

const loadsOf = (loads: readonly number[]) => [Math.min(...loads), Math.max(...loads)] as const;

function rowOf(method: string, records: readonly SizingRecord[]): Table2Row {
  const sum = (numberOf: (record: SizingRecord) => number) =>
    records.reduce((total, record) => total + numberOf(record), 0);
  const designs = sum(({ ledger }) => ledger.designs);
  const kinds = [...new Set(records.flatMap(({ ledger }) => Object.keys(ledger.runs)))];
  const names = [...new Set(records.flatMap(({ counters }) => Object.keys(counters)))];
  return {
    method,
    seeds: records.length,
    budget: Math.max(...records.map(({ settings }) => settings.budget)),
    initial: medianEstimate(records.map(({ ledger }) => ledger.initial)).median!,
    foundFirst: records.filter(({ toFirst }) => toFirst !== undefined).length,
    foundWanted: records.filter(({ toWanted }) => toWanted !== undefined).length,
    toFirst: medianEstimate(records.map(({ toFirst }) => toFirst)),
    toWanted: medianEstimate(records.map(({ toWanted }) => toWanted)),
    secondsToFirst: medianEstimate(records.map(({ secondsToFirst }) => secondsToFirst)),
    failed: sum(({ ledger }) => ledger.failed),
    screened: sum(({ ledger }) => ledger.screened ?? 0) / records.length,
    runsPerDesign: Object.fromEntries(
      kinds.map((kind) => [kind, sum(({ ledger }) => ledger.runs[kind] ?? 0) / designs]),
    ),
    designsPerSecond: designs / sum(({ seconds }) => seconds),
    counters: Object.fromEntries(
      names.map((name) => [name, sum(({ counters }) => counters[name] ?? 0) / records.length]),
    ),
    convergence: meanConvergence(records.map(({ convergence }) => convergence)),
  };
}

type Curve = SizingRecord["convergence"];
const points = 100;

function meanConvergence(all: readonly Curve[]): [number, number][] {
  const curves = all.filter((curve) => curve.length > 0);
  if (curves.length === 0) return [];
  const first = Math.min(...curves.map((curve) => curve[0]![0]));
  const last = Math.max(...curves.map((curve) => curve.at(-1)![0]));
  return Array.from({ length: points }, (_, i) => {
    const designs = Math.round(first + ((last - first) * i) / (points - 1));
    const costs = curves.map((curve) => (curve.findLast(([count]) => count <= designs) ?? curve[0]!)[1]);
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    return [designs, Number(mean.toPrecision(4))];
  });
}
