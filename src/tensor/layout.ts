import { apply, applyMany, constant, type Expression, type GradientRule, sizeVector } from "./expression.js";
import { type Dimension, formatShape, positiveAxis, type Shape, sameShape, shapeError } from "./shape.js";

const int64 = (values: readonly number[]): Expression => constant(values, [values.length], "int64");

/** The same elements in another shape; at most one size may be symbolic. */
export function reshape(x: Expression, shape: Shape): Expression {
  if (sameShape(x.shape, shape)) return x;
  const symbols = (s: Shape): Dimension[] => s.filter((size) => typeof size === "string");
  const product = (s: Shape): number =>
    s.reduce<number>((n, size) => (typeof size === "number" ? n * size : n), 1);
  if (
    symbols(shape).length > 1 ||
    !sameShape(symbols(shape), symbols(x.shape)) ||
    product(shape) !== product(x.shape)
  ) {
    throw shapeError(
      "Reshape",
      formatShape(x.shape),
      `as many elements as ${formatShape(shape)}, one symbolic size at most`,
    );
  }
  return reshapeTo(x, shape);
}

function reshapeTo(x: Expression, shape: Shape): Expression {
  const sizes = shape.map((size) => (typeof size === "number" ? size : -1));
  return apply("Reshape", [x, int64(sizes)], { shape, type: x.type });
}

/**
 * The same elements in a shape whose symbolic size, one at most, has another name: rows of blocks as one row a block, or everything
 * along one axis. Whoever feeds the program answers for the name.
 */
export function regroup(x: Expression, shape: Shape): Expression {
  for (const each of [x.shape, shape]) {
    if (each.filter((size) => typeof size === "string").length > 1) {
      throw shapeError(
        "Reshape",
        formatShape(each),
        "one symbolic size at most, where a gradient may be asked for",
      );
    }
  }
  return reshapeTo(x, shape);
}

/** The same elements, row-major, along one axis called `size`; see {@link regroup}. */
export function flatten(x: Expression, size: Dimension): Expression {
  return regroup(x, [size]);
}

/** Axes in another order (default: the last two swapped). */
export function transpose(x: Expression, order?: readonly number[]): Expression {
  const rank = x.shape.length;
  const perm = order ?? [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2];
  const shape = perm.map((axis) => x.shape[axis]!);
  return apply("Transpose", [x], { shape, type: x.type }, { attributes: { perm } });
}

/** Results or operands of one operator: a GPU's programs reach 8 buffers at least, and some devices give no more. */
const mostOperands = 7;

/** A list cut into at most `count` runs of about equal length. */
function inGroups<T>(list: readonly T[], count: number): T[][] {
  const length = Math.ceil(list.length / count);
  return Array.from({ length: Math.ceil(list.length / length) }, (_, i) =>
    list.slice(i * length, (i + 1) * length),
  );
}

/** Tensors one after another along an axis; a symbolic axis takes the name `size`. */
export function concat(parts: readonly Expression[], axis: number, size?: Dimension): Expression {
  const first = parts[0]!;
  if (
    parts.length === 1 &&
    (size === undefined || first.shape[positiveAxis(axis, first.shape.length)] === size)
  )
    return first;
  const at = positiveAxis(axis, first.shape.length);
  const fits = parts.every(
    (p) => p.shape.length === first.shape.length && p.shape.every((s, i) => i === at || s === first.shape[i]),
  );
  if (!fits) {
    throw shapeError(
      "Concat",
      parts.map((p) => formatShape(p.shape)).join(", "),
      `equal sizes but along axis ${at}`,
    );
  }
  const sizes = parts.map((p) => p.shape[at]!);
  const total =
    size ??
    sizes.reduce<Dimension>(
      (a, b) => (typeof a === "number" && typeof b === "number" ? a + b : `${a}+${b}`),
      0,
    );
  if (parts.length > mostOperands) {
    const joined = inGroups(parts, mostOperands).map((group) => concat(group, at));
    return concat(joined, at, total);
  }
  const shape = first.shape.map((s, i) => (i === at ? total : s));
  return apply("Concat", parts, { shape, type: first.type }, { attributes: { axis: at } });
}

/** A tensor cut into parts of the given sizes along an axis. */
export function split(x: Expression, sizes: readonly number[], axis: number): readonly Expression[] {
  const at = positiveAxis(axis, x.shape.length);
  if (x.shape[at] !== sizes.reduce((a, b) => a + b, 0)) {
    throw shapeError(
      "Split",
      `${formatShape(x.shape)} into ${sizes.join("+")}`,
      `sizes that add up along axis ${at}`,
    );
  }
  if (sizes.length > mostOperands) {
    const groups = inGroups(sizes, mostOperands);
    const pieces = split(
      x,
      groups.map((group) => group.reduce((a, b) => a + b, 0)),
      at,
    );
    return groups.flatMap((group, i) => split(pieces[i]!, group, at));
  }
  const outputs = sizes.map((size) => ({
    shape: x.shape.map((s, i) => (i === at ? size : s)),
    type: x.type,
  }));
  return applyMany("Split", [x, int64(sizes)], outputs, { attributes: { axis: at } });
}

/** Rows cut into runs of these sizes, symbolic ones among them; whoever feeds the program answers for their sum. */
export function splitRows(x: Expression, sizes: readonly Dimension[]): readonly Expression[] {
  const outputs = sizes.map((size) => ({ shape: [size, ...x.shape.slice(1)], type: x.type }));
  return applyMany("Split", [x, sizeVectors(sizes)], outputs, { attributes: { axis: 0 } });
}

const sizeVectors = (sizes: readonly Dimension[]): Expression =>
  apply(
    "Concat",
    sizes.map(sizeVector),
    { shape: [sizes.length], type: "int64" },
    { attributes: { axis: 0 } },
  );

export const layoutRules: Readonly<Record<string, GradientRule>> = {
  Reshape: ({ inputs }, [adjoint]) => [reshapeTo(adjoint!, inputs[0]!.shape)],
  Transpose: ({ attributes }, [adjoint]) => {
    const perm = attributes.perm as readonly number[];
    return [
      transpose(
        adjoint!,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
    ];
  },
  Concat: ({ inputs, attributes }, [adjoint]) => {
    const axis = attributes.axis as number;
    const sizes = sizeVectors(inputs.map((part) => part!.shape[axis]!));
    const parts = inputs.map((part) => ({ shape: part!.shape, type: part!.type }));
    return applyMany("Split", [adjoint!, sizes], parts, { attributes: { axis } });
  },
  Split: ({ inputs, outputs, attributes }, adjoints) => {
    const parts = adjoints.map((adjoint, i) => adjoint ?? zerosLike(outputs[i]!));
    const axis = attributes.axis as number;
    return [concat(parts, axis, inputs[0]!.shape[axis]!)];
  },
};

/** Zeros in the shape of an expression. */
export function zerosLike(x: Expression): Expression {
  if (x.shape.every((size) => typeof size === "number")) {
    const shape = x.shape as readonly number[];
    return constant(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  }
  return apply("Mul", [x, constant(0)], { shape: x.shape, type: x.type });
}
