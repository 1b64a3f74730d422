import type { RandomStream } from "../../../core/index.js";
import type { Design } from "../../space.js";
import type { Told } from "../search.js";
import type { GaussianProcess } from "./gaussian-process.js";

/** Designs that a trust region is searched with. */
const candidates = 1500;

/** Edges by dimension: longer where the specs change slowly, their product that of a cube of this edge. */
export function edgesOf(all: readonly (GaussianProcess | undefined)[], edge: number): number[] {
  const models = all.filter((model) => model !== undefined);
  const dimensions = models[0]!.lengths.length;
  const logs = Array.from(
    { length: dimensions },
    (_, k) => models.reduce((sum, { lengths }) => sum + Math.log(lengths[k]!), 0) / models.length,
  );
  const mean = logs.reduce((sum, one) => sum + one, 0) / dimensions;
  return logs.map((one) => edge * Math.exp(Math.min(Math.max(one - mean, -1), 1)));
}

/** Points about a centre with some of their coordinates moved within the region. */
export function localDesigns(
  centre: readonly number[],
  edges: readonly number[],
  stream: RandomStream,
): number[][] {
  const share = Math.min(0.7, 20 / centre.length);
  return Array.from({ length: candidates }, () => {
    const sure = stream.integer(0, centre.length - 1);
    return centre.map((x, k) => {
      const moves = k === sure || stream.uniform() < share;
      return moves ? Math.min(Math.max(x + edges[k]! * stream.uniform(-0.5, 0.5), 0), 1) : x;
    });
  });
}

/** So many designs of a history that lie nearest to a centre. */
export function nearest(
  history: readonly Told[],
  centre: Design,
  toUnit: (design: Design) => number[],
  count: number,
): Told[] {
  if (history.length <= count) return [...history];
  const from = toUnit(centre);
  const squares = history.map((told) => ({
    told,
    square: toUnit(told.design).reduce((sum, x, k) => sum + (x - from[k]!) ** 2, 0),
  }));
  return squares
    .sort((a, b) => a.square - b.square)
    .slice(0, count)
    .map(({ told }) => told);
}
