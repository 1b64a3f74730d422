import { expect, it } from "vitest";
import { KirchhoffError } from "../../src/core/index.js";
import * as t from "../../src/tensor/index.js";

const a = t.input("a", ["nodes", 4]);
const b = t.input("b", ["edges", 4]);
const w = t.input("w", [3, 5]);
const table = t.symmetricTable("t", "nodes", [{ width: 2, padded: false }]);

const refusals: readonly [string, string, readonly string[], () => unknown][] = [
  ["add", "Add", ["[nodes, 4]", "[edges, 4]"], () => t.add(a, b)],
  ["mul of known sizes", "Mul", ["[nodes, 4]", "[5]"], () => t.mul(a, t.constant([1, 2, 3, 4, 5]))],
  ["matmul", "MatMul", ["[nodes, 4]", "[3, 5]"], () => t.matmul(a, w)],
  ["gemm", "Gemm", ["[nodes, 4]", "transposed [3, 5]"], () => t.gemm(a, w, { transposeB: true })],
  ["a bias", "Gemm", ["[nodes, 3]", "[4]"], () => t.linear(a, t.input("v", [3, 4]), t.input("c", [4]))],
  ["reshape", "Reshape", ["[nodes, 4]", "[3, nodes]"], () => t.reshape(a, [3, "nodes"])],
  ["flatten", "Reshape", ["[nodes, edges]"], () => t.flatten(t.input("m", ["nodes", "edges"]), "n")],
  ["concat", "Concat", ["[nodes, 4]", "[edges, 4]"], () => t.concat([a, b], 1)],
  ["split", "Split", ["[nodes, 4]", "2+3"], () => t.split(a, [2, 3], 1)],
  ["a reduction", "ReduceMax", ["[nodes, 4]", "2"], () => t.max(a, 2)],
  ["sumRows", "sumRows", ["[edges, 4]", "[nodes, channels]"], () => t.sumRows(b, table)],
  ["layer norm", "layerNorm", ["[nodes]"], () => t.layerNorm(t.input("n", ["nodes"]), w, w)],
  ["grad", "grad", ["[nodes, 4]", "[]"], () => t.grad(a, [a])],
];

it.each(refusals)(
  "%s: names the operator, both shapes and the line of the model",
  (_, operator, shapes, build) => {
    let error: unknown;
    try {
      build();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(KirchhoffError);
    const { code, message } = error as KirchhoffError;
    expect(code).toBe("TENSOR_SHAPE_MISMATCH");
    expect(message).toContain(operator);
    for (const shape of shapes) expect(message).toContain(shape);
  },
);

it("points at the line of model code that built the expression", () => {
  const model = () => t.add(a, b);
  expect(model).toThrow(/shape-errors\.test\.ts:\d+/);
});

it("names a size that no input of the program has", () => {
  expect(() => t.toOnnx({ y: t.mul(a, t.sizeOf("graphs")) })).toThrow(/TENSOR_UNKNOWN_SIZE|graphs/);
});

it("refuses one name for two inputs, and for an input and an output", () => {
  const again = t.input("a", [1, 4]);
  expect(() => t.toOnnx({ y: t.add(a, again) })).toThrow(/two inputs of the program are called "a"/);
  expect(() => t.toOnnx({ a: t.neg(a) })).toThrow(/an input and an output are called "a"/);
});
