/** Rows of numbers, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** What a learner without graphs is given: the parameters of each circuit, and what is to be predicted. */
export interface Examples {
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

/** Predicts one row of targets for each row of inputs. */
export type Regressor = (inputs: Matrix) => Promise<Matrix> | Matrix;

/** A matrix of these rows, all of one length. */
export function matrixOf(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    data.set(row, i * columns);
  });
  return { rows: rows.length, columns, data };
}

/** Row `i`, as a view. */
export function rowOf({ columns, data }: Matrix, i: number): Float64Array {
  return data.subarray(i * columns, (i + 1) * columns);
}

/** Column `j`, as a copy. */
export function columnOf({ rows, columns, data }: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]!);
}

/** The mean of each column. */
export function columnMeans({ rows, columns, data }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  return means;
}

/** The chosen rows. */
export function selectRows(matrix: Matrix, chosen: ArrayLike<number>): Matrix {
  const { columns } = matrix;
  const data = new Float64Array(chosen.length * columns);
  for (let i = 0; i < chosen.length; i++) data.set(rowOf(matrix, chosen[i]!), i * columns);
  return { rows: chosen.length, columns, data };
}

/** The rows of both, the first one's first. */
export function stackRows(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { rows: a.rows + b.rows, columns: a.columns, data };
}

/** All examples of both. */
export function stackExamples(a: Examples, b: Examples): Examples {
  return { inputs: stackRows(a.inputs, b.inputs), targets: stackRows(a.targets, b.targets) };
}

/** Mean squared difference over all entries. */
export function meanSquaredDifference(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i]! - b.data[i]!) ** 2;
  return sum / a.data.length;
}
