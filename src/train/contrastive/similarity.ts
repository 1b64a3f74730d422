import { type DeviceGraph, deviceGraphKinds } from "../../graph/index.js";
import { unitRows } from "./intrinsic.js";

/** A candidate by its row, and how similar it is. */
export interface Match {
  readonly index: number;
  /** Cosine of the two embeddings, at most 1. */
  readonly similarity: number;
}

/** The rows of `candidates` `[rows, width]` by falling similarity to an embedding `[width]`; of equals the first row first. */
export function mostSimilar(
  query: Float32Array,
  candidates: Float32Array,
  count = Number.POSITIVE_INFINITY,
): Match[] {
  const width = query.length;
  const rows = candidates.length / width;
  const [unit, units] = [unitRows(query, 1), unitRows(candidates, rows)];
  const matches = Array.from({ length: rows }, (_, index): Match => {
    let similarity = 0;
    for (let c = 0; c < width; c++) similarity += unit[c]! * units[index * width + c]!;
    return { index, similarity };
  });
  return matches.sort((a, b) => b.similarity - a.similarity || a.index - b.index).slice(0, count);
}

/** How many devices of each kind a graph has. */
export function deviceCounts({ style, devices, kindOfNode }: DeviceGraph): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let device = 0; device < devices; device++) {
    const kind = deviceGraphKinds[style].nodes[kindOfNode[device]!]!;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** How many devices of each kind two circuits have both; kinds that one lacks are left out. */
export function sharedDevices(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const both = Object.keys(a).filter((kind) => b[kind] !== undefined);
  return Object.fromEntries(both.map((kind) => [kind, Math.min(a[kind]!, b[kind]!)]));
}

/** What share of the devices of two circuits, kind by kind, both have: 1 where they have the same, 0 where no kind is common. */
export function sharedFraction(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): number {
  const total = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((x, y) => x + y, 0);
  const both = total(sharedDevices(a, b));
  return both / Math.max(1, total(a) + total(b) - both);
}
