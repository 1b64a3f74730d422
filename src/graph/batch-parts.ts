import type { RowLists } from "../core/index.js";
import { remember } from "./remember.js";
import type { FeatureScheme } from "./scheme.js";
import type { CircuitGraph, GraphTopology } from "./topology.js";

/** Voltages that are known of some rows, in volts, and a mask that says of which. */
export function knownVoltages(rows: number) {
  const [mask, volts] = [new Float32Array(rows), new Float32Array(rows)];
  return {
    mask,
    volts,
    write(row: number, voltage: number | undefined): void {
      if (voltage === undefined) return;
      mask[row] = 1;
      volts[row] = voltage;
    },
  };
}

const rowsOfNodes = new WeakMap<GraphTopology, Int32Array>();

/** The features of a graph's terminals, `[terminals, scheme.width]`; those of its nets are left out. */
export function encodeTerminals({ topology, values }: CircuitGraph, scheme: FeatureScheme): Float32Array {
  const { codes, writeValues } = scheme.bind(topology);
  const all = codes.slice();
  const own = remember(rowsOfNodes, topology, () =>
    Int32Array.from({ length: topology.nodes }, (_, node) => node),
  );
  writeValues(values, own, 0, all);
  return all.subarray(0, topology.terminals * scheme.width);
}

/** For each device of this kind with a `dc` value: the value, and its terminals from `start` up to `end`. */
export function* directValues(
  { topology, values }: CircuitGraph,
  kind: "voltage-source" | "current-source",
): Generator<{ readonly value: number; readonly start: number; readonly end: number }> {
  const { deviceKinds, parameterOffsets, parameterNames, terminalOffsets } = topology;
  for (let device = 0; device < deviceKinds.length; device++) {
    if (deviceKinds[device] !== kind) continue;
    for (let p = parameterOffsets[device]!; p < parameterOffsets[device + 1]!; p++) {
      if (parameterNames[p] !== "dc") continue;
      yield { value: values[p]!, start: terminalOffsets[device]!, end: terminalOffsets[device + 1]! };
    }
  }
}

/** Rows `first` up to `end` of lists, what they list renumbered by `place`. */
export interface ListSegment {
  readonly lists: RowLists;
  readonly first?: number;
  readonly end?: number;
  readonly place: (index: number) => number;
}

/** Lists one after another. */
export function joinLists(segments: readonly ListSegment[]): RowLists {
  const parts = segments.map(({ lists, first = 0, end = lists.offsets.length - 1, place }) => ({
    lists,
    first,
    end,
    place,
  }));
  const rows = parts.reduce((n, { first, end }) => n + end - first, 0);
  const entries = parts.reduce(
    (n, { lists, first, end }) => n + lists.offsets[end]! - lists.offsets[first]!,
    0,
  );
  const joined = { offsets: new Int32Array(rows + 1), indices: new Int32Array(entries) };
  let [row, entry] = [0, 0];
  for (const { lists, first, end, place } of parts) {
    for (let i = first; i < end; i++) {
      for (let k = lists.offsets[i]!; k < lists.offsets[i + 1]!; k++)
        joined.indices[entry++] = place(lists.indices[k]!);
      joined.offsets[++row] = entry;
    }
  }
  return joined;
}

/** The empty list as the only row: for tables that most batches have no rows for. */
export const oneEmptyRow: RowLists = { offsets: new Int32Array(2), indices: new Int32Array() };

/** Where each of several runs starts that follow one another, and behind them, where the last one ends. */
export function startsOf(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}
