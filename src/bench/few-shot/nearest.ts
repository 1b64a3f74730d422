import { type Basis, basisOf, standardiserOf } from "./columns.js";
import {
  type Examples,
  type Matrix,
  meanSquaredDifference,
  type Regressor,
  rowOf,
  stackExamples,
} from "./matrix.js";

interface NeighbourSetting {
  readonly basis: Basis;
  readonly neighbours: number;
}

/**
 * The mean of the nearest examples, weighted by the inverse of their distance in standardised parameters or their logarithms. How many, and
 * in which of the two, is chosen by the error on `held`; then all examples are kept.
 */
export function nearestNeighbours(fit: Examples, held: Examples): Regressor {
  const all = stackExamples(fit, held);
  let best: { setting: NeighbourSetting; error: number } | undefined;
  for (const basis of ["values", "logarithms"] as const) {
    for (const neighbours of [1, 2, 4, 8, 16]) {
      const predict = regressorOf(fit, all.inputs, { basis, neighbours });
      const error = meanSquaredDifference(predict(held.inputs), held.targets);
      if (best === undefined || error < best.error) best = { setting: { basis, neighbours }, error };
    }
  }
  return regressorOf(all, all.inputs, best!.setting);
}

function regressorOf(
  { inputs, targets }: Examples,
  known: Matrix,
  { basis, neighbours }: NeighbourSetting,
): (inputs: Matrix) => Matrix {
  const toBasis = basisOf(basis, known);
  const scale = standardiserOf(toBasis(inputs));
  const places = scale(toBasis(inputs));
  return (asked) => {
    const at = scale(toBasis(asked));
    const data = new Float64Array(asked.rows * targets.columns);
    for (let i = 0; i < asked.rows; i++) {
      const near = nearestTo(rowOf(at, i), places, Math.min(neighbours, places.rows));
      const total = near.reduce((sum, { weight }) => sum + weight, 0);
      for (const { row, weight } of near) {
        for (let o = 0; o < targets.columns; o++) {
          data[i * targets.columns + o]! += (weight / total) * targets.data[row * targets.columns + o]!;
        }
      }
    }
    return { rows: asked.rows, columns: targets.columns, data };
  };
}

function nearestTo(point: Float64Array, places: Matrix, count: number): { row: number; weight: number }[] {
  const near: { row: number; distance: number }[] = [];
  for (let row = 0; row < places.rows; row++) {
    let distance = 0;
    for (let j = 0; j < point.length; j++) {
      distance += (point[j]! - places.data[row * places.columns + j]!) ** 2;
    }
    if (near.length === count && distance >= near[count - 1]!.distance) continue;
    const at = near.findIndex((other) => distance < other.distance);
    near.splice(at < 0 ? near.length : at, 0, { row, distance });
    if (near.length > count) near.pop();
  }
  return near.map(({ row, distance }) => ({ row, weight: 1 / (Math.sqrt(distance) + 1e-9) }));
}
