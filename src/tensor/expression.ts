import type { ElementType, OnnxAttribute } from "./onnx.js";
import type { Shape } from "./shape.js";

/**
 * A symbolic tensor: one output of an operator that has not run. Expressions are immutable and compute nothing; `compile`
 * turns what is reachable from some of them into one ONNX program.
 */
export interface Expression {
  readonly operation: Operation;
  /** Which of the operation's outputs this is. */
  readonly output: number;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** An application of an operator. `kind` is the ONNX operator, or one of the few kinds of our own listed in `compile.ts`. */
export interface Operation {
  readonly id: number;
  readonly kind: string;
  readonly domain?: string;
  readonly inputs: readonly (Expression | undefined)[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly outputs: readonly Expression[];
  /** Only of kind `Constant`: its values. Only of kind `Input`: its name. Only of kind `Composite`: body and gradient. */
  readonly values?: ArrayLike<number>;
  readonly name?: string;
  readonly composite?: Composite;
}

/** A subgraph with a gradient rule of its own, cheaper or safer than what the chain rule would give. */
export interface Composite {
  readonly body: readonly Expression[];
  /** Adjoints of the operation's inputs, from those of its outputs. */
  readonly gradient: GradientRule;
}

/** Adjoints of an operation's inputs (undefined: none) from the adjoints of its outputs (undefined: nobody uses that output). */
export type GradientRule = (
  operation: Operation,
  adjoints: readonly (Expression | undefined)[],
) => readonly (Expression | undefined)[];

interface OutputType {
  readonly shape: Shape;
  readonly type?: ElementType;
}

interface OperationOptions {
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly values?: ArrayLike<number>;
  readonly name?: string;
  readonly composite?: Composite;
}

let nextId = 0;

/** Applies an operator; the caller has checked the shapes. */
export function applyMany(
  kind: string,
  inputs: readonly (Expression | undefined)[],
  outputs: readonly OutputType[],
  options: OperationOptions = {},
): readonly Expression[] {
  const results: Expression[] = [];
  const operation: Operation = { id: nextId++, kind, inputs, attributes: {}, ...options, outputs: results };
  outputs.forEach(({ shape, type = "float32" }, output) => {
    results.push({ operation, output, type, shape });
  });
  return results;
}

/** Applies an operator with one output. */
export function apply(
  kind: string,
  inputs: readonly (Expression | undefined)[],
  output: OutputType,
  options: OperationOptions = {},
): Expression {
  return applyMany(kind, inputs, [output], options)[0]!;
}

/** A tensor that every run of the program is given, by name. */
export function input(name: string, shape: Shape, type: ElementType = "float32"): Expression {
  return apply("Input", [], { shape, type }, { name });
}

/** A tensor written into the program; a number is a scalar. */
export function constant(
  values: number | ArrayLike<number>,
  shape?: readonly number[],
  type: ElementType = "float32",
): Expression {
  const list = typeof values === "number" ? [values] : values;
  return apply(
    "Constant",
    [],
    { shape: shape ?? (typeof values === "number" ? [] : [list.length]), type },
    { values: list },
  );
}

/** A row of ones `[1, size]`, for sums as products. */
export function onesRow(size: string | number): Expression {
  return typeof size === "number"
    ? constant(new Float32Array(size).fill(1), [1, size])
    : apply("OnesRow", [], { shape: [1, size] }, { name: size });
}

/** A size as a float scalar. */
export function sizeOf(size: string | number): Expression {
  return typeof size === "number" ? constant(size) : apply("SizeOf", [], { shape: [] }, { name: size });
}

/** A size as an int64 vector of one element. */
export function sizeVector(size: string | number): Expression {
  return typeof size === "number"
    ? constant([size], [1], "int64")
    : apply("SizeVector", [], { shape: [1], type: "int64" }, { name: size });
}

/** `body` with a gradient rule of its own with respect to `inputs`. */
export function withGradient(
  inputs: readonly Expression[],
  body: readonly Expression[],
  gradient: GradientRule,
): readonly Expression[] {
  return applyMany("Composite", inputs, body, { composite: { body, gradient } });
}

/** The same value, through which no gradient flows. */
export function stopGradient(x: Expression): Expression {
  return withGradient([], [x], () => [])[0]!;
}
