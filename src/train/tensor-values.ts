import type { TensorValue } from "../tensor/index.js";

/** A packed vector as a program takes it. */
export function vectorOf(data: Float32Array): TensorValue {
  return { type: "float32", shape: [data.length], data };
}

/** Numbers as scalars. */
export function scalarsOf(values: Readonly<Record<string, number>>): Record<string, TensorValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { type: "float32", shape: [], data: Float32Array.of(value) } as const,
    ]),
  );
}
