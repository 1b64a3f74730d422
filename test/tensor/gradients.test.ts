import { describe, expect, it } from "vitest";
import * as tensor from "../../src/tensor/index.js";
import { type Expression, gradientRules, type TensorValue } from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { gradientError, gradientTolerance, type Numbers, numbers } from "../support/finite-differences.js";

interface Case {
  /** Operators whose rules this case is there for. */
  readonly rules: readonly string[];
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly build: (x: Readonly<Record<string, Expression>>) => Expression;
  readonly feeds?: Readonly<Record<string, TensorValue>>;
  readonly sizes?: Readonly<Record<string, readonly (number | string)[]>>;
}

type NamedCase = readonly [string, Case];

const x = numbers([3, 4]);
const positive = numbers([3, 4], { low: 0.3, high: 3 });
const row = numbers([4], { seed: 2, low: 0.5, high: 2 });
const column = numbers([3, 1], { seed: 3, low: 0.5, high: 2 });
const cube = numbers([2, 3, 4], { seed: 4 });
const list: TensorValue = { type: "int32", shape: [5], data: Int32Array.of(2, 0, 2, 1, 2) };

const unary = (rule: string, apply: (x: Expression) => Expression, numbersOf: Numbers = x): NamedCase => [
  rule,
  { rules: [rule], inputs: { x: numbersOf }, build: ({ x: at }) => apply(at!) },
];

/** Two operands of equal shape, then broadcast along rows, columns, from a scalar and from fewer axes. */
const binary = (
  rule: string,
  apply: (a: tensor.Operand, b: tensor.Operand) => Expression,
): readonly NamedCase[] =>
  Object.entries({
    "equal shapes": [x, numbers([3, 4], { seed: 5, low: 0.5 })],
    "a row": [x, row],
    "a column": [column, x],
    "a row and a column": [row, column],
    "a scalar": [x, numbers([], { seed: 6, low: 0.5 })],
    "a cube": [cube, row],
    "a cube and its middle": [cube, column],
  } as const).map(
    ([shapes, [a, b]]): NamedCase => [
      `${rule} of ${shapes}`,
      { rules: [rule], inputs: { a, b }, build: (at) => apply(at.a!, at.b!) },
    ],
  );

const cases: readonly NamedCase[] = [
  ...binary("Add", tensor.add),
  ...binary("Sub", tensor.sub),
  ...binary("Mul", tensor.mul),
  ...binary("Div", tensor.div),
  ...binary("Max", tensor.maximum),
  ...binary("Max", tensor.minimum).map(([name, test]): NamedCase => [`minimum: ${name}`, test]),
  unary("Neg", tensor.neg),
  unary("Abs", tensor.abs),
  unary("Exp", tensor.exp),
  unary("Log", tensor.log, positive),
  unary("Sqrt", tensor.sqrt, positive),
  unary("Reciprocal", tensor.reciprocal, positive),
  unary("Pow", (at) => tensor.power(at, 2.5), positive),
  unary("Relu", tensor.relu),
  unary("Sigmoid", tensor.sigmoid),
  unary("Tanh", tensor.tanh),
  unary("Softplus", tensor.softplus),
  unary("Erf", tensor.erf),
  unary("HardSigmoid", (at) => tensor.mul(tensor.isPositive(at), at)),
  unary("Greater", (at) => tensor.mul(tensor.toFloat(tensor.greater(at, 0.1)), at)),
  unary("Equal", (at) => tensor.mul(tensor.toFloat(tensor.equal(at, at)), at)),
  unary("Cast", (at) => tensor.mul(tensor.toFloat(tensor.greater(at, 0.1)), at)),
  unary("Softmax", tensor.softmax),
  ["Softmax of a cube", { rules: ["Softmax"], inputs: { cube }, build: (at) => tensor.softmax(at.cube!) }],
  ...([[0], [1], [-1], [0, 1]] as const).flatMap((axes) =>
    [false, true].map(
      (keep): NamedCase => [
        `sum over ${axes}${keep ? ", kept" : ""}`,
        { rules: [], inputs: { x }, build: (at) => tensor.sum(tensor.square(at.x!), axes, keep) },
      ],
    ),
  ),
  ...([[0], [1], [2], [0, 2]] as const).map(
    (axes): NamedCase => [
      `ReduceSum of a cube over ${axes}`,
      { rules: ["ReduceSum"], inputs: { cube }, build: (at) => tensor.sum(tensor.square(at.cube!), axes) },
    ],
  ),
  ["mean", { rules: [], inputs: { cube }, build: (at) => tensor.mean(tensor.square(at.cube!), [1]) }],
  ...[0, 1, -1].flatMap((axis) =>
    [false, true].map(
      (keep): NamedCase => [
        `ReduceMax over ${axis}${keep ? ", kept" : ""}`,
        { rules: ["ReduceMax"], inputs: { x }, build: (at) => tensor.max(at.x!, axis, keep) },
      ],
    ),
  ),
  ...[0, 1, 2].map(
    (axis): NamedCase => [
      `ReduceMax of a cube over ${axis}`,
      { rules: ["ReduceMax"], inputs: { cube }, build: (at) => tensor.max(at.cube!, axis) },
    ],
  ),
  ...[0, 1].flatMap((axis) =>
    [false, true].map(
      (keep): NamedCase => [
        `logSumExp over ${axis}${keep ? ", kept" : ""}`,
        { rules: [], inputs: { x }, build: (at) => tensor.logSumExp(at.x!, axis, keep) },
      ],
    ),
  ),
  [
    "MatMul of matrices",
    {
      rules: ["MatMul"],
      inputs: { a: x, b: numbers([4, 2], { seed: 7 }) },
      build: (at) => tensor.matmul(at.a!, at.b!),
    },
  ],
  [
    "MatMul of a cube and a matrix",
    {
      rules: ["MatMul"],
      inputs: { a: cube, b: numbers([4, 2], { seed: 7 }) },
      build: (at) => tensor.matmul(at.a!, at.b!),
    },
  ],
  [
    "MatMul of a matrix and a cube",
    {
      rules: ["MatMul"],
      inputs: { a: numbers([5, 3], { seed: 8 }), b: cube },
      build: (at) => tensor.matmul(at.a!, at.b!),
    },
  ],
  [
    "MatMul of cubes",
    {
      rules: ["MatMul"],
      inputs: { a: numbers([1, 5, 3], { seed: 8 }), b: cube },
      build: (at) => tensor.matmul(at.a!, at.b!),
    },
  ],
  ...[false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) =>
      ([undefined, [2], [1, 2], [3, 1], [3, 2], []] as const).map(
        (addend): NamedCase => [
          `Gemm, A ${transposeA ? "transposed" : "plain"}, B ${transposeB ? "transposed" : "plain"}, addend ${addend ? `[${addend}]` : "none"}`,
          {
            rules: ["Gemm"],
            inputs: {
              a: numbers(transposeA ? [4, 3] : [3, 4], { seed: 9 }),
              b: numbers(transposeB ? [2, 4] : [4, 2], { seed: 10 }),
              ...(addend ? { c: numbers([...addend], { seed: 11 }) } : {}),
            },
            build: (at) =>
              tensor.gemm(at.a!, at.b!, { transposeA, transposeB, ...(at.c ? { addend: at.c } : {}) }),
          },
        ],
      ),
    ),
  ),
  [
    "linear",
    {
      rules: [],
      inputs: { x, w: numbers([2, 4], { seed: 12 }), b: numbers([2]) },
      build: (at) => tensor.linear(at.x!, at.w!, at.b!),
    },
  ],
  unary("Reshape", (at) => tensor.reshape(at, [2, 6])),
  [
    "Reshape by flatten",
    {
      rules: ["Reshape"],
      inputs: { x },
      sizes: { x: ["n", 4] },
      build: (at) => {
        const flat = tensor.flatten(at.x!, "m");
        return tensor.sum(tensor.mul(tensor.square(flat), flat));
      },
    },
  ],
  unary("Transpose", (at) => tensor.transpose(at)),
  [
    "Transpose of a cube",
    { rules: ["Transpose"], inputs: { cube }, build: (at) => tensor.transpose(at.cube!, [2, 0, 1]) },
  ],
  ...[0, 1].map(
    (axis): NamedCase => [
      `Concat along ${axis}`,
      {
        rules: ["Concat"],
        inputs: { a: x, b: numbers(axis === 0 ? [2, 4] : [3, 2], { seed: 13 }) },
        build: (at) => tensor.concat([at.a!, at.b!], axis),
      },
    ],
  ),
  [
    "Split, one part unused",
    {
      rules: ["Split"],
      inputs: { x },
      build: (at) => {
        const [a, , c] = tensor.split(at.x!, [1, 1, 2], 1);
        return tensor.mul(a!, c!);
      },
    },
  ],
  [
    "Gather with repeated rows",
    {
      rules: ["Gather"],
      inputs: { x },
      feeds: { list },
      build: (at) => tensor.gatherRows(at.x!, tensor.input("list", [5], "int32")),
    },
  ],
  unary("leakyRelu", (at) => tensor.leakyRelu(at, 0.2)),
  unary("gelu", tensor.gelu),
  unary("clip", (at) => tensor.clip(at, -0.7, 1.1)),
  [
    "layerNorm",
    {
      rules: [],
      inputs: { x, w: row, b: numbers([4], { seed: 14 }) },
      build: (at) => tensor.layerNorm(at.x!, at.w!, at.b!),
    },
  ],
  [
    "layerNorm of symbolic rows",
    {
      rules: [],
      inputs: { x, w: row, b: numbers([4], { seed: 14 }) },
      sizes: { x: ["rows", 4] },
      build: (at) => tensor.mean(tensor.exp(tensor.layerNorm(at.x!, at.w!, at.b!))),
    },
  ],
  [
    "batchNorm",
    {
      rules: [],
      inputs: { x, w: row, b: numbers([4], { seed: 14 }) },
      build: (at) => tensor.batchNorm(at.x!, at.w!, at.b!).output,
    },
  ],
  [
    "batchNorm of symbolic rows",
    {
      rules: [],
      inputs: { x: numbers([7, 4], { seed: 15 }), w: row, b: numbers([4], { seed: 14 }) },
      sizes: { x: ["rows", 4] },
      build: (at) => tensor.mean(tensor.exp(tensor.batchNorm(at.x!, at.w!, at.b!).output)),
    },
  ],
  [
    "an expression used twice",
    {
      rules: [],
      inputs: { x },
      build: (at) => {
        const e = tensor.exp(at.x!);
        return tensor.mul(tensor.add(e, at.x!), e);
      },
    },
  ],
];

/** The operators that an expression is made of; composites count as what they declare. */
function operators(root: Expression, found = new Set<string>()): Set<string> {
  const { kind, inputs } = root.operation;
  found.add(kind);
  for (const next of inputs) if (next) operators(next, found);
  return found;
}

const symbols = ({ inputs, sizes = {} }: Case) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, tensor.input(name, sizes[name] ?? shape)]),
  );

describe("gradients by finite differences", () => {
  it.each(cases)("%s", async (_, { inputs, build, feeds = {}, sizes = {} }) => {
    expect(await gradientError(inputs, build, { feeds, sizes })).toBeLessThan(gradientTolerance);
  });

  it("has a case for every rule, whose expression contains that operator", () => {
    const covered = new Set(
      cases.flatMap(([, test]) => {
        const used = operators(test.build(symbols(test)));
        return test.rules.filter((rule) => used.has(rule));
      }),
    );
    expect(Object.keys(gradientRules).filter((rule) => !covered.has(rule))).toEqual([]);
  });
});

const at = tensor.input("x", [4]);
const kinks: readonly (readonly [string, Expression, readonly number[], readonly number[]])[] = [
  ["maximum gives the first of two equal operands all", tensor.maximum(at, 1), [1, 1, 0, 2], [1, 1, 0, 1]],
  ["minimum likewise", tensor.minimum(at, 1), [1, 1, 0, 2], [1, 1, 1, 0]],
  ["max shares among equal entries", tensor.max(at, 0), [2, 0, 2, 1], [0.5, 0, 0.5, 0]],
  ["relu has none at 0", tensor.relu(at), [0, -1, 1, 0], [0, 0, 1, 0]],
  ["abs has none at 0", tensor.abs(at), [0, -1, 1, 0], [0, -1, 1, 0]],
  ["clip passes it at its bounds", tensor.clip(at, -1, 1), [-1, 1, -2, 2], [1, 1, 0, 0]],
  ["stopGradient lets none through", tensor.mul(tensor.stopGradient(at), at), [1, 2, 3, 4], [1, 2, 3, 4]],
];

describe("where a derivative is not unique", () => {
  it.each(kinks)("%s", async (_, y, values, expected) => {
    const [dx] = tensor.grad(y.shape.length === 0 ? y : tensor.sum(y), [at]);
    const program = await tensor.compile({ dx: dx! }, { runtime });
    const out = await program.run({ x: { type: "float32", shape: [4], data: Float32Array.from(values) } });
    await program.release();
    expect(Array.from(out.dx!.data as Float32Array, (value) => value + 0)).toEqual(expected);
  });
});

it("refuses a gradient through an operator without a rule", () => {
  const rows = tensor.input("rows", [2, 2]);
  const list = tensor.input("list", [2], "int32");
  const scattered = tensor.grad(tensor.sum(tensor.square(tensor.gatherRows(rows, list))), [rows])[0]!;
  expect(() => tensor.grad(tensor.sum(scattered), [rows])).toThrow(/ScatterND has no gradient rule/);
});

it("gives zeros for a parameter that the scalar does not depend on", () => {
  const other = tensor.input("other", [2, 3]);
  expect(tensor.grad(tensor.sum(at), [other])[0]!.shape).toEqual([2, 3]);
});
