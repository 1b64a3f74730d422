import type { Matrix } from "./matrix.js";

/** How a column of inputs is shown to a learner without graphs. */
export type Basis = "values" | "logarithms" | "both";

/** A map of matrices to matrices, fitted to the rows that it was made from. */
export type ColumnMap = (matrix: Matrix) => Matrix;

/**
 * Columns as they are, as decimal logarithms, or both; a column with an entry that is not positive in `known` has no logarithm and
 * stays as it is.
 */
export function basisOf(basis: Basis, known: Matrix): ColumnMap {
  if (basis === "values") return (matrix) => matrix;
  const positive = Array.from({ length: known.columns }, (_, j) => everyEntry(known, j, (x) => x > 0));
  const makers = positive.flatMap((isPositive, j): ((row: Float64Array, at: number) => number)[] => {
    const value = (data: Float64Array, at: number) => data[at + j]!;
    const logarithm = (data: Float64Array, at: number) => Math.log10(Math.max(data[at + j]!, 1e-30));
    if (!isPositive) return [value];
    return basis === "both" ? [value, logarithm] : [logarithm];
  });
  return ({ rows, columns, data }) => fill(rows, makers.length, (i, j) => makers[j]!(data, i * columns));
}

/** How many columns are not constant. */
export function varyingColumns(known: Matrix): number {
  return keptColumns(known).length;
}

/** Columns less their mean in `known`, over their standard deviation there; constant columns are left out. */
export function standardiserOf(known: Matrix): ColumnMap {
  const kept = keptColumns(known);
  return ({ rows, columns, data }) =>
    fill(rows, kept.length, (i, k) => {
      const { j, mean, deviation } = kept[k]!;
      return (data[i * columns + j]! - mean) / deviation;
    });
}

/** Mean and standard deviation of a column. */
export function momentsOf({ rows, columns, data }: Matrix, j: number): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * columns + j]!;
  const mean = sum / rows;
  let squares = 0;
  for (let i = 0; i < rows; i++) squares += (data[i * columns + j]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows) };
}

/** All products of at most `degree` columns, without the empty one. */
export function monomials({ rows, columns, data }: Matrix, degree: number): Matrix {
  const terms = monomialTerms(columns, degree);
  return fill(rows, terms.length, (i, t) => {
    let product = 1;
    for (const j of terms[t]!) product *= data[i * columns + j]!;
    return product;
  });
}

/** How many columns {@link monomials} makes of so many. */
export function monomialCount(columns: number, degree: number): number {
  let count = 1;
  for (let d = 1; d <= degree; d++) count = (count * (columns + d)) / d;
  return count - 1;
}

function keptColumns(known: Matrix): { j: number; mean: number; deviation: number }[] {
  const all = Array.from({ length: known.columns }, (_, j) => ({ j, ...momentsOf(known, j) }));
  return all.filter(({ mean, deviation }) => deviation > 1e-9 * Math.max(Math.abs(mean), 1e-30));
}

function monomialTerms(columns: number, degree: number): number[][] {
  let last: number[][] = [[]];
  const all: number[][] = [];
  for (let d = 1; d <= degree; d++) {
    last = last.flatMap((term) =>
      Array.from({ length: columns - (term.at(-1) ?? 0) }, (_, k) => [...term, (term.at(-1) ?? 0) + k]),
    );
    all.push(...last);
  }
  return all;
}

function everyEntry({ rows, columns, data }: Matrix, j: number, holds: (x: number) => boolean): boolean {
  for (let i = 0; i < rows; i++) if (!holds(data[i * columns + j]!)) return false;
  return true;
}

function fill(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = entry(i, j);
  return { rows, columns, data };
}
