import { type Basis, basisOf, standardiserOf } from "./columns.js";
import {
  type Examples,
  type Matrix,
  meanSquaredDifference,
  type Regressor,
  rowOf,
  stackExamples,
} from "./matrix.js";

const counts = [1, 2, 4, 8, 16];

/**
 * The mean of the nearest examples, weighted by the inverse of their distance in standardised parameters or their logarithms. How many, and
 * in which of the two, is chosen by the error on `held`; then all examples are kept.
 */
export function nearestNeighbours(fit: Examples, held: Examples): Regressor {
  const all = stackExamples(fit, held);
  const settings = (["values", "logarithms"] as const).flatMap((basis) => {
    const near = finderOf(fit.inputs, all.inputs, basis)(held.inputs, Math.max(...counts));
    return counts.map((count) => {
      const error = meanSquaredDifference(meanOfNearest(near, fit.targets, count), held.targets);
      return { basis, count, error };
    });
  });
  const { basis, count } = settings.reduce((best, each) => (each.error < best.error ? each : best));
  const find = finderOf(all.inputs, all.inputs, basis);
  return (inputs) => meanOfNearest(find(inputs, count), all.targets, count);
}

/** An example and its squared distance. */
interface Neighbour {
  readonly row: number;
  readonly distance: number;
}

/** Finds the nearest rows of `inputs` to each row that is asked for, the nearest first. */
function finderOf(
  inputs: Matrix,
  known: Matrix,
  basis: Basis,
): (asked: Matrix, count: number) => Neighbour[][] {
  const toBasis = basisOf(basis, known);
  const scale = standardiserOf(toBasis(inputs));
  const places = scale(toBasis(inputs));
  return (asked, count) => {
    const at = scale(toBasis(asked));
    return Array.from({ length: asked.rows }, (_, i) => nearestTo(rowOf(at, i), places, count));
  };
}

function nearestTo(point: Float64Array, { rows, columns, data }: Matrix, count: number): Neighbour[] {
  const near: Neighbour[] = [];
  let farthest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    let distance = 0;
    for (let j = 0; j < columns && distance < farthest; j++) {
      distance += (point[j]! - data[row * columns + j]!) ** 2;
    }
    if (distance >= farthest) continue;
    const at = near.findIndex((other) => distance < other.distance);
    near.splice(at < 0 ? near.length : at, 0, { row, distance });
    if (near.length > count) near.pop();
    if (near.length === count) farthest = near[count - 1]!.distance;
  }
  return near;
}

function meanOfNearest(near: readonly Neighbour[][], { columns, data }: Matrix, count: number): Matrix {
  const means = new Float64Array(near.length * columns);
  near.forEach((all, i) => {
    const used = all
      .slice(0, count)
      .map(({ row, distance }) => ({ row, weight: 1 / (Math.sqrt(distance) + 1e-9) }));
    const total = used.reduce((sum, { weight }) => sum + weight, 0);
    for (const { row, weight } of used) {
      for (let o = 0; o < columns; o++) {
        means[i * columns + o]! += (weight / total) * data[row * columns + o]!;
      }
    }
  });
  return { rows: near.length, columns, data: means };
}
