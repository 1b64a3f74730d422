import { parametricCircuit } from "../circuit/index.js";
import { RandomStream } from "../core/index.js";
import { drawValues } from "./distribution.js";
import { axesOf, gridPoint, placesOf, pointCount, pointOrder, turnOf } from "./grid.js";
import { type Recipe, type SplitName, splitNames } from "./recipe.js";
import { gridRows } from "./row-count.js";
import { distributionsOf } from "./sampling.js";

/** A row before it is labelled: a pure function of the recipe and the index. */
export interface PlannedRow {
  readonly index: number;
  readonly split: SplitName;
  readonly circuitName: string;
  /** One value for each parameter of the circuit, SI units. */
  readonly values: Float64Array;
}

/**
 * What row `index` of a recipe is. Rows are ordered by split; the k-th row of a split takes the k-th of the recipe's circuits in
 * turn, so that every split, and every beginning of one, holds all circuits equally. Values are drawn from the stream
 * (seed, split and circuit, k): they depend neither on how many rows there are nor on who computes them. Rows of a `grid` are its
 * points, each of them once; circuits with smaller grids then drop out of the turns.
 */
export function planRow(recipe: Recipe, index: number): PlannedRow {
  const { split, rank } = locateRow(recipe, index);
  if (recipe.grid) return { index, split, ...gridRow(recipe, split, rank) };
  const circuitName = recipe.circuits[rank % recipe.circuits.length]!;
  const random = new RandomStream(recipe.seed, `dataset/${split}/${circuitName}`, rank);
  const circuit = parametricCircuit(circuitName);
  const names = circuit.parameters.map(({ name }) => name);
  return {
    index,
    split,
    circuitName,
    values: drawValues(names, distributionsOf(recipe, circuit), random),
  };
}

function gridRow(recipe: Recipe, split: SplitName, rank: number): Pick<PlannedRow, "circuitName" | "values"> {
  const turn = turnOf(gridRows(recipe, split), rank);
  if (!turn) throw new RangeError(`the grids of ${recipe.name} have no row ${rank} in ${split}`);
  const circuitName = recipe.circuits[turn.circuit]!;
  const circuit = parametricCircuit(circuitName);
  const axes = axesOf(distributionsOf(recipe, circuit))!;
  const points = pointCount(axes);
  const point = pointOrder(recipe.seed, circuitName, points)[placesOf(split, points).start + turn.place]!;
  const names = circuit.parameters.map(({ name }) => name);
  return { circuitName, values: gridPoint(axes, names, point) };
}

/** Index of the first row of a split, and of the first row after it. */
export function splitRange({ splits }: Recipe, split: SplitName): { start: number; end: number } {
  let start = 0;
  for (const name of splitNames) {
    if (name === split) break;
    start += splits[name];
  }
  return { start, end: start + splits[split] };
}

function locateRow(recipe: Recipe, index: number): { split: SplitName; rank: number } {
  for (const split of splitNames) {
    const { start, end } = splitRange(recipe, split);
    if (index < end) return { split, rank: index - start };
  }
  throw new RangeError(`row ${index} is beyond the recipe's rows`);
}
