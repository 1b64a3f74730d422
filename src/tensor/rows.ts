import { type DegreeProfile, KirchhoffError, type RowTable } from "../core/index.js";
import { add, mul } from "./elementwise.js";
import { apply, constant, type Expression, type GradientRule, input, withGradient } from "./expression.js";
import { concat, reshape } from "./layout.js";
import { matmul } from "./matrix.js";
import type { TensorValue } from "./runtime.js";
import { type Dimension, formatShape, shapeError } from "./shape.js";

/** The inputs of a program through which a {@link RowTable} of any batch enters it. */
export interface RowTableInput {
  readonly name: string;
  /** Rows of the result. */
  readonly rows: Dimension;
  /** Rows of what is summed. */
  readonly source: Dimension;
  readonly classes: readonly ClassInput[];
  readonly restore?: Expression;
  /** The table of the adjoint: itself where the table is symmetric. */
  readonly transpose: RowTableInput;
}

interface ClassInput {
  /** Of an exact class: one `[count]` index a slot. Of a padded class: one `[count, width]`. */
  readonly indices: readonly Expression[];
  readonly mask?: Expression;
  readonly count: string;
  readonly isEmpty: boolean;
}

interface RowTableShape {
  readonly rows: Dimension;
  readonly source: Dimension;
  readonly profile: DegreeProfile;
  /** Whether the rows come in another order than that of the classes. */
  readonly restore?: boolean;
}

function oneWay(
  name: string,
  { rows, source, profile, restore }: RowTableShape,
): Omit<RowTableInput, "transpose"> {
  const classes = profile.map(({ width, padded }, k): ClassInput => {
    const count = `${name}/${k}`;
    if (!padded) {
      const slots = Math.max(width, 1);
      const indices = Array.from({ length: slots }, (_, slot) =>
        input(`${name}/${k}/${slot}`, [count], "int32"),
      );
      return { indices, count, isEmpty: width === 0 };
    }
    const size = `${name}/${k}/width`;
    return {
      indices: [input(`${name}/${k}/indices`, [count, size], "int32")],
      mask: input(`${name}/${k}/mask`, [count, 1, size]),
      count,
      isEmpty: false,
    };
  });
  return {
    name,
    rows,
    source,
    classes,
    ...(restore ? { restore: input(`${name}/restore`, [rows], "int32") } : {}),
  };
}

/**
 * A table that is its own transpose: sums over the neighbours in an undirected graph. Rows are sorted by class, unless `restore` says
 * that the caller's rows are in another order.
 */
export function symmetricTable(
  name: string,
  rows: Dimension,
  profile: DegreeProfile,
  { restore = false }: { readonly restore?: boolean } = {},
): RowTableInput {
  const table = { ...oneWay(name, { rows, source: rows, profile, restore }) } as {
    transpose?: RowTableInput;
  };
  table.transpose = table as RowTableInput;
  return table as RowTableInput;
}

/** A directed table with the table of its adjoint. */
export function directedTable(
  name: string,
  forward: RowTableShape,
  backwardProfile: DegreeProfile,
): RowTableInput {
  const there = oneWay(name, forward) as { transpose?: RowTableInput };
  const back = oneWay(`${name}/transpose`, {
    rows: forward.source,
    source: forward.rows,
    profile: backwardProfile,
    restore: true,
  }) as { transpose?: RowTableInput };
  there.transpose = back as RowTableInput;
  back.transpose = there as RowTableInput;
  return there as RowTableInput;
}

/**
 * What a program is fed for a table declared under `name` with the same profile. `restore` is there in any case: a table declared
 * with it may happen to have its rows in order.
 */
export function rowTableFeeds(name: string, table: RowTable): Record<string, TensorValue> {
  const feeds: Record<string, TensorValue> = {};
  table.classes.forEach(({ width, count, indices, mask }, k) => {
    if (mask) {
      feeds[`${name}/${k}/indices`] = { type: "int32", shape: [count, width], data: indices };
      feeds[`${name}/${k}/mask`] = { type: "float32", shape: [count, 1, width], data: mask };
    } else if (width === 0) {
      feeds[`${name}/${k}/0`] = { type: "int32", shape: [count], data: new Int32Array(count) };
    } else {
      for (let slot = 0; slot < width; slot++) {
        const data = indices.subarray(slot * count, (slot + 1) * count);
        feeds[`${name}/${k}/${slot}`] = { type: "int32", shape: [count], data };
      }
    }
  });
  const restore = table.restore ?? Int32Array.from({ length: table.rows }, (_, row) => row);
  feeds[`${name}/restore`] = { type: "int32", shape: [table.rows], data: restore };
  return feeds;
}

/**
 * Sums of rows: x `[source, c]` to `[rows, c]`. Its adjoint is the sum by the transposed table, so no scatter is needed
 * either way. A row without summands is `empty` (1 for what one divides by).
 */
export function sumRows(
  x: Expression,
  table: RowTableInput,
  { empty = 0 }: { empty?: 0 | 1 } = {},
): Expression {
  checkSource("sumRows", x, table);
  const body = sumByClasses(table, x.shape[1]!, (indices) => gather(x, indices), empty);
  return withGradient([x], [body], (_, [adjoint]) => [sumRows(adjoint!, table.transpose)])[0]!;
}

/** The largest of each row's summands, elementwise, without a gradient; 0 for a row without summands. x `[source, c]`. */
export function maxRows(x: Expression, table: RowTableInput): Expression {
  checkSource("maxRows", x, table);
  const parts = table.classes.map(({ indices, mask, count, isEmpty }) => {
    if (isEmpty) return mul(gather(x, indices[0]!), 0);
    if (!mask)
      return indices
        .map((slot) => gather(x, slot))
        .reduce((a, b) => apply("Max", [a, b], { shape: a.shape, type: a.type }));
    const penalty = mul(
      add(
        apply(
          "Transpose",
          [mask],
          { shape: [count, mask.shape[2]!, 1] },
          { attributes: { perm: [0, 2, 1] } },
        ),
        -1,
      ),
      1e30,
    );
    const values = add(gather(x, indices[0]!), penalty);
    const axes = constant([1], [1], "int64");
    return apply(
      "ReduceMax",
      [values, axes],
      { shape: [count, x.shape[1]!] },
      { attributes: { keepdims: 0 } },
    );
  });
  const body = joinClasses(table, parts);
  return withGradient([], [body], () => [])[0]!;
}

/** Rows by index: x `[n, …]`, indices `[m]` (int32) to `[m, …]`. The adjoint scatters: for hot paths use {@link sumRows}. */
export function gatherRows(x: Expression, indices: Expression): Expression {
  return gather(x, indices);
}

function gather(x: Expression, indices: Expression): Expression {
  const shape = [...indices.shape, ...x.shape.slice(1)];
  return apply("Gather", [x, indices], { shape, type: x.type }, { attributes: { axis: 0 } });
}

function sumByClasses(
  table: RowTableInput,
  width: Dimension,
  rowsAt: (indices: Expression) => Expression,
  empty: 0 | 1,
): Expression {
  const parts = table.classes.map(({ indices, mask, count, isEmpty }) => {
    if (mask) return reshape(matmul(mask, rowsAt(indices[0]!)), [count, width]);
    if (isEmpty) return add(mul(rowsAt(indices[0]!), 0), empty);
    return indices.map(rowsAt).reduce((a, b) => add(a, b));
  });
  return joinClasses(table, parts);
}

function joinClasses(table: RowTableInput, parts: readonly Expression[]): Expression {
  if (parts.length === 0) {
    throw new KirchhoffError("TENSOR_EMPTY_PROFILE", `row table ${table.name} has no degree class`, {
      hint: "derive the profile from the data, or use universalProfile",
    });
  }
  const joined = concat(parts, 0, table.restore ? `${table.name}/sorted` : table.rows);
  return table.restore ? gather(joined, table.restore) : joined;
}

function checkSource(operator: string, x: Expression, table: RowTableInput): void {
  if (x.shape.length !== 2 || x.shape[0] !== table.source) {
    throw shapeError(operator, formatShape(x.shape), `[${table.source}, channels]`);
  }
}

export const rowRules: Readonly<Record<string, GradientRule>> = {
  Gather: ({ inputs }, [adjoint]) => [scatterRows(adjoint!, inputs[1]!, inputs[0]!)],
};

/** Adds rows into zeros in the shape of `like` at `indices` (the adjoint of {@link gatherRows}). */
function scatterRows(rows: Expression, indices: Expression, like: Expression): Expression {
  const column = apply(
    "Unsqueeze",
    [
      apply("Cast", [indices], { shape: indices.shape, type: "int64" }, { attributes: { to: 7 } }),
      constant([-1], [1], "int64"),
    ],
    { shape: [...indices.shape, 1], type: "int64" },
  );
  return apply(
    "ScatterND",
    [mul(like, 0), column, rows],
    { shape: like.shape, type: like.type },
    { attributes: { reduction: "add" } },
  );
}
