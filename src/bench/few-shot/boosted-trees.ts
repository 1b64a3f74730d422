import { columnOf, type Examples, type Matrix, type Regressor } from "./matrix.js";

/** Rounds, at most, and rounds without a better error on the held-out examples before boosting ends. */
const mostRounds = 400;
const patience = 40;
const learningRate = 0.1;
const depth = 5;
const leastInLeaf = 5;
const bins = 64;

/**
 * Gradient-boosted regression trees on squared error (Friedman 2001), one ensemble a target, with inputs in quantile bins; as many trees as
 * do best on `held`.
 */
export function boostedTrees(fit: Examples, held: Examples): Regressor {
  const edges = Array.from({ length: fit.inputs.columns }, (_, j) => quantiles(columnOf(fit.inputs, j)));
  const [binnedFit, binnedHeld] = [binned(fit.inputs, edges), binned(held.inputs, edges)];
  const ensembles = Array.from({ length: fit.targets.columns }, (_, o) =>
    boost(binnedFit, columnOf(fit.targets, o), binnedHeld, columnOf(held.targets, o)),
  );
  return (inputs) => {
    const codes = binned(inputs, edges);
    const data = new Float64Array(inputs.rows * ensembles.length);
    ensembles.forEach(({ start, trees }, o) => {
      for (let i = 0; i < inputs.rows; i++) {
        const sum = trees.reduce((total, tree) => total + leafValue(tree, codes, i), start);
        data[i * ensembles.length + o] = sum;
      }
    });
    return { rows: inputs.rows, columns: ensembles.length, data };
  };
}

/** Inputs as the numbers of their bins. */
interface Codes {
  readonly rows: number;
  readonly columns: number;
  readonly data: Uint8Array;
}

/** A leaf's value, or a question: bins up to `bin` of a column go left. */
type Tree =
  | { readonly value: number }
  | { readonly column: number; readonly bin: number; readonly left: Tree; readonly right: Tree };

function boost(
  fit: Codes,
  targets: Float64Array,
  held: Codes,
  heldTargets: Float64Array,
): { start: number; trees: Tree[] } {
  const start = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const residuals = targets.map((y) => y - start);
  const heldResiduals = heldTargets.map((y) => y - start);
  const rows = Uint32Array.from({ length: fit.rows }, (_, i) => i);
  const trees: Tree[] = [];
  let best = { rounds: 0, error: squares(heldResiduals) };
  while (trees.length < mostRounds && trees.length - best.rounds < patience) {
    const tree = grow(fit, residuals, rows, depth);
    trees.push(tree);
    for (let i = 0; i < residuals.length; i++) residuals[i]! -= leafValue(tree, fit, i);
    for (let i = 0; i < heldResiduals.length; i++) heldResiduals[i]! -= leafValue(tree, held, i);
    const error = squares(heldResiduals);
    if (error < best.error) best = { rounds: trees.length, error };
  }
  return { start, trees: trees.slice(0, best.rounds) };
}

function grow(codes: Codes, residuals: Float64Array, rows: Uint32Array, levels: number): Tree {
  const sum = rows.reduce((total, i) => total + residuals[i]!, 0);
  const leaf = { value: (learningRate * sum) / rows.length };
  if (levels === 0 || rows.length < 2 * leastInLeaf) return leaf;
  const split = bestSplit(codes, residuals, rows, sum);
  if (!split) return leaf;
  const { column, bin } = split;
  const goesLeft = (i: number) => codes.data[i * codes.columns + column]! <= bin;
  const left = rows.filter(goesLeft);
  const right = rows.filter((i) => !goesLeft(i));
  return {
    column,
    bin,
    left: grow(codes, residuals, left, levels - 1),
    right: grow(codes, residuals, right, levels - 1),
  };
}

/** The split after which the squared residuals are least; undefined where none makes them less. */
function bestSplit(
  codes: Codes,
  residuals: Float64Array,
  rows: Uint32Array,
  sum: number,
): { column: number; bin: number } | undefined {
  const sums = new Float64Array(bins);
  const counts = new Uint32Array(bins);
  let best: { column: number; bin: number } | undefined;
  let bestGain = (sum * sum) / rows.length + 1e-12;
  for (let column = 0; column < codes.columns; column++) {
    sums.fill(0);
    counts.fill(0);
    for (const i of rows) {
      const code = codes.data[i * codes.columns + column]!;
      sums[code]! += residuals[i]!;
      counts[code]!++;
    }
    let [leftSum, leftCount] = [0, 0];
    for (let bin = 0; bin < bins - 1; bin++) {
      leftSum += sums[bin]!;
      leftCount += counts[bin]!;
      const rightCount = rows.length - leftCount;
      if (counts[bin] === 0 || leftCount < leastInLeaf || rightCount < leastInLeaf) continue;
      const gain = leftSum ** 2 / leftCount + (sum - leftSum) ** 2 / rightCount;
      if (gain > bestGain) [best, bestGain] = [{ column, bin }, gain];
    }
  }
  return best;
}

function leafValue(tree: Tree, { columns, data }: Codes, row: number): number {
  let at = tree;
  while ("column" in at) at = data[row * columns + at.column]! <= at.bin ? at.left : at.right;
  return at.value;
}

/** Upper ends of all bins but the last. */
function quantiles(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const ends = Array.from(
    { length: bins - 1 },
    (_, b) => sorted[Math.floor(((b + 1) * (sorted.length - 1)) / bins)]!,
  );
  return Float64Array.from(new Set(ends));
}

function binned({ rows, columns, data }: Matrix, edges: readonly Float64Array[]): Codes {
  const codes = new Uint8Array(rows * columns);
  for (let i = 0; i < codes.length; i++) {
    const ends = edges[i % columns]!;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (data[i]! <= ends[middle]!) high = middle;
      else low = middle + 1;
    }
    codes[i] = low;
  }
  return { rows, columns, data: codes };
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
