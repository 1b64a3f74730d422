import { describe, expect, it } from "vitest";
import {
  type DegreeProfile,
  degreeProfile,
  type RowLists,
  rowTable,
  transposeLists,
  universalProfile,
} from "../../src/core/index.js";
import {
  add,
  compile,
  directedTable,
  type Expression,
  grad,
  groupFeeds,
  groupTable,
  input,
  maxByGroup,
  maxRows,
  mul,
  type RowTableInput,
  rowTableFeeds,
  softmaxByGroup,
  spread,
  sum,
  sumByGroup,
  summandCount,
  sumRows,
  symmetricTable,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { gradientError, gradientTolerance, numbers } from "../support/finite-differences.js";

const lists = (rows: readonly (readonly number[])[]): RowLists => ({
  offsets: Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]),
  indices: Int32Array.from(rows.flat()),
});

/** Seven rows over six sources: none, one, two (one of them twice), three, five and twenty summands, not in order of degree. */
const uneven = lists([
  [0, 1, 2, 3, 4],
  [],
  [5],
  [1, 1],
  [2, 3, 5],
  Array.from({ length: 20 }, (_, i) => i % 6),
  [0],
]);
const sources = 6;
/** The same by increasing degree. */
const ordered = lists([
  [],
  [0],
  [5],
  [1, 1],
  [2, 3, 5],
  [0, 1, 2, 3, 4],
  Array.from({ length: 20 }, (_, i) => i % 6),
]);
/** An undirected graph: a star of six, an edge and an isolated node; the hub does not come last. */
const graph = lists([[1, 2, 3, 4, 5], [0], [0], [0], [0], [0], [7], [6], []]);

const paddedOnly: DegreeProfile = [{ width: Number.POSITIVE_INFINITY, padded: true }];
const x = numbers([sources, 3]);

function naiveSum({ offsets, indices }: RowLists, data: readonly number[], width: number): number[] {
  return Array.from({ length: (offsets.length - 1) * width }, (_, at) => {
    const [row, channel] = [Math.floor(at / width), at % width];
    return Array.from(indices.slice(offsets[row]!, offsets[row + 1]!)).reduce(
      (s, j) => s + data[j * width + channel]!,
      0,
    );
  });
}

function directed(rows: RowLists, profile: DegreeProfile, backProfile: DegreeProfile) {
  const shape = { rows: rows.offsets.length - 1, source: sources, profile, restore: true };
  const back = transposeLists(rows, sources);
  return {
    table: directedTable("t", shape, backProfile),
    feeds: {
      ...rowTableFeeds("t", rowTable(rows, profile)),
      ...rowTableFeeds("t/transpose", rowTable(back, backProfile)),
    },
  };
}

async function evaluate(y: Expression, feeds: Record<string, TensorValue>, values = x): Promise<number[]> {
  const program = await compile({ y }, { runtime, precision: "float64" });
  const doubles: Record<string, TensorValue> = Object.fromEntries(
    Object.entries({
      ...feeds,
      x: { type: "float32", shape: values.shape, data: Float32Array.from(values.data) } as TensorValue,
    }).map(([name, value]) => [
      name,
      value.type === "float32"
        ? {
            ...value,
            type: "float64",
            data: Float64Array.from(name === "x" ? values.data : (value.data as Float32Array)),
          }
        : value,
    ]),
  ) as Record<string, TensorValue>;
  const out = await program.run(doubles);
  await program.release();
  return Array.from(out.y!.data as Float64Array);
}

const profiles: Readonly<Record<string, DegreeProfile>> = {
  "tight classes": degreeProfile([uneven]),
  "the universal classes, some of them empty": universalProfile,
  "one padded class": paddedOnly,
};

describe.each(Object.entries(profiles))("sumRows with %s", (_, profile) => {
  it.each([
    ["rows out of order", uneven],
    ["rows that happen to be in order", ordered],
  ])("sums a directed table with %s, and its gradient", async (_, rows) => {
    const { table, feeds } = directed(rows, profile, universalProfile);
    const y = await evaluate(sumRows(input("x", [sources, 3]), table), feeds);
    naiveSum(rows, x.data, 3).forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value, 12);
    });
    expect(
      await gradientError({ x }, (at) => mul(sumRows(at.x!, table), sumRows(at.x!, table)), { feeds }),
    ).toBeLessThan(gradientTolerance);
  });

  it("fills rows without summands where asked", async () => {
    const { table, feeds } = directed(uneven, profile, universalProfile);
    if (profile === paddedOnly) return;
    const y = await evaluate(sumRows(input("x", [sources, 3]), table, { empty: 1 }), feeds);
    expect(y.slice(3, 6)).toEqual([1, 1, 1]);
  });

  it("takes the maximum, negative ones too, and 0 of nothing", async () => {
    if (profile === paddedOnly) return;
    const negative = numbers([sources, 3], { low: -3, high: -1 });
    const { table, feeds } = directed(uneven, profile, universalProfile);
    const y = await evaluate(maxRows(input("x", [sources, 3]), table), feeds, negative);
    for (let row = 0; row < 7; row++) {
      const list = Array.from(uneven.indices.slice(uneven.offsets[row]!, uneven.offsets[row + 1]!));
      for (let c = 0; c < 3; c++) {
        const expected = list.length === 0 ? 0 : Math.max(...list.map((j) => negative.data[j * 3 + c]!));
        expect(y[row * 3 + c]! + 0).toBe(expected);
      }
    }
  });
});

describe("sumRows over an undirected graph", () => {
  it("has itself as its gradient's table", async () => {
    const profile = degreeProfile([graph]);
    const table = symmetricTable("t", 9, profile, { restore: true });
    const feeds = rowTableFeeds("t", rowTable(graph, profile));
    const error = await gradientError(
      { x: numbers([9, 2]) },
      (at) => sumRows(mul(at.x!, sumRows(at.x!, table)), table),
      {
        feeds,
      },
    );
    expect(error).toBeLessThan(gradientTolerance);
  });

  it("counts the summands of each row", async () => {
    const profile = degreeProfile([graph]);
    const table = symmetricTable("t", "nodes", profile, { restore: true });
    const features = input("x", ["nodes", 2]);
    const y = add(mul(sum(features, [1], true), 0), summandCount(table));
    expect(await evaluate(y, rowTableFeeds("t", rowTable(graph, profile)), numbers([9, 2]))).toEqual([
      5, 1, 1, 1, 1, 1, 1, 1, 0,
    ]);
  });
});

describe("groups", () => {
  const groupOf = Int32Array.of(2, 0, 2, 2, 0, 3);
  const table: RowTableInput = groupTable("g", { items: sources, groups: 5, profile: universalProfile });
  const feeds = groupFeeds("g", groupOf, 5, universalProfile);

  it.each<[string, (x: Expression) => Expression]>([
    ["sumByGroup", (at) => sumByGroup(mul(at, at), table)],
    ["spread", (at) => spread(sumByGroup(mul(at, at), table), table)],
    ["maxByGroup", (at) => maxByGroup(at, table)],
    ["softmaxByGroup", (at) => softmaxByGroup(mul(at, at), table)],
  ])("has the gradient of %s", async (_, build) => {
    expect(await gradientError({ x }, (at) => build(at.x!), { feeds })).toBeLessThan(gradientTolerance);
  });

  it("softmax sums to one in every group, however large the scores", async () => {
    const huge = { shape: x.shape, data: x.data.map((value) => value * 1e4) };
    const weights = await evaluate(softmaxByGroup(input("x", [sources, 3]), table), feeds, huge);
    for (const group of [0, 2, 3]) {
      for (let c = 0; c < 3; c++) {
        const total = weights
          .filter((_, i) => i % 3 === c && groupOf[Math.floor(i / 3)] === group)
          .reduce((a, b) => a + b);
        expect(total).toBeCloseTo(1, 12);
      }
    }
  });

  it("shares the gradient of a maximum among equal items", async () => {
    const ones = { shape: [6, 1], data: [1, 1, 1, 1, 0, 1] };
    const at = input("x", [6, 1]);
    const [dx] = grad(sum(maxByGroup(at, table)), [at]);
    const gradient = await evaluate(dx!, feeds, ones);
    [1 / 3, 1, 1 / 3, 1 / 3, 0, 1].forEach((value, i) => {
      expect(gradient[i]).toBeCloseTo(value, 12);
    });
  });
});
