import { RandomStream } from "../core/index.js";
import type { Distribution } from "./distribution.js";
import type { SplitName } from "./recipe.js";

/** Of the points of a circuit's grid, in their drawn order, where each split starts and ends. */
const shares: Readonly<Record<SplitName, readonly [start: number, end: number]>> = {
  ...{ train: [0, 0.8], valid: [0.8, 0.9], test: [0.9, 1] },
};

/** What a distribution can be in a grid: its values, or a number of them that another parameter has. */
type Axis = { readonly values: readonly number[] } | { readonly copies: string };

/** The axes of a grid; undefined where a distribution has no end of values, or a copy is drawn. */
export function axesOf(distributions: readonly Distribution[]): Axis[] | undefined {
  const axes = distributions.map((each): Axis | undefined => {
    if (each.kind === "choice") return { values: each.values };
    if (each.kind === "constant") return { values: [each.value] };
    return each.kind === "copy" && each.otherwise === undefined ? { copies: each.of } : undefined;
  });
  return axes.every((axis) => axis !== undefined) ? axes : undefined;
}

/** How many points a grid has. */
export function pointCount(axes: readonly Axis[]): number {
  return axes.reduce((product, axis) => product * ("values" in axis ? axis.values.length : 1), 1);
}

/** The values of a point by its number; the last axis turns fastest. */
export function gridPoint(axes: readonly Axis[], names: readonly string[], point: number): Float64Array {
  const values = new Float64Array(axes.length);
  let rest = point;
  for (let i = axes.length - 1; i >= 0; i--) {
    const axis = axes[i]!;
    if (!("values" in axis)) continue;
    values[i] = axis.values[rest % axis.values.length]!;
    rest = Math.floor(rest / axis.values.length);
  }
  axes.forEach((axis, i) => {
    if ("copies" in axis) values[i] = values[names.indexOf(axis.copies)]!;
  });
  return values;
}

/** Which places in the drawn order of a grid of so many points belong to a split: from `start` up to `end`. */
export function placesOf(split: SplitName, points: number): { readonly start: number; readonly end: number } {
  const [start, end] = shares[split].map((share) => Math.round(share * points)) as [number, number];
  return { start, end };
}

/**
 * Circuits take turns, and drop out when they have no rows left: whose the `rank`-th row is, and how many rows it had before; undefined
 * beyond the last one. `capacities` are the rows of each.
 */
export function turnOf(
  capacities: readonly number[],
  rank: number,
): { readonly circuit: number; readonly place: number } | undefined {
  let rest = rank;
  let level = 0;
  for (;;) {
    const playing = [...capacities.keys()].filter((i) => capacities[i]! > level);
    if (playing.length === 0) return undefined;
    const next = Math.min(...playing.map((i) => capacities[i]!));
    const rows = (next - level) * playing.length;
    if (rest < rows) {
      const place = level + Math.floor(rest / playing.length);
      return { circuit: playing[rest % playing.length]!, place };
    }
    rest -= rows;
    level = next;
  }
}

const orders = new Map<string, Uint32Array>();

/** The points of a circuit's grid in the order that a seed draws. */
export function pointOrder(seed: number, circuitName: string, points: number): Uint32Array {
  const key = `${seed}/${circuitName}/${points}`;
  const order = orders.get(key) ?? new RandomStream(seed, `dataset/grid/${circuitName}`).permutation(points);
  orders.set(key, order);
  return order;
}
