import { KirchhoffError } from "../core/index.js";

/** A size known when an expression is built, or the name of one that each run decides (`nodes`, `graphs` …). */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Refuses shapes that do not fit an operator, naming the operator, both shapes and the line of model code. */
export function shapeError(operator: string, found: string, expected: string): KirchhoffError {
  return new KirchhoffError("TENSOR_SHAPE_MISMATCH", `${operator} cannot take these shapes${modelLine()}`, {
    found,
    expected,
    hint: "check the layer's sizes; symbolic sizes fit only themselves and 1",
  });
}

/** NumPy broadcasting over symbolic sizes. */
export function broadcastShapes(operator: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw shapeError(operator, `${formatShape(a)} and ${formatShape(b)}`, "shapes that broadcast");
    }
    result.push(x === 1 ? y : x);
  }
  return result;
}

/** An axis counted from 0, from one that may count from the end (-1 is the last). */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The first stack frame outside this room: where the model's code built the expression. */
function modelLine(): string {
  const frames = new Error().stack?.split("\n").slice(1) ?? [];
  const frame = frames.find((line) => !/[\\/](src|dist)[\\/]tensor[\\/]/.test(line));
  return frame ? ` (${frame.trim()})` : "";
}
