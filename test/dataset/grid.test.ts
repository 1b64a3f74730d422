import { expect, test } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import { axesOf, gridPoint, placesOf, pointCount, turnOf } from "../../src/dataset/grid.js";
import {
  distributionsOf,
  generateInMemory,
  gridRows,
  namedRecipe,
  openSource,
  planRow,
  type Recipe,
  rowCount,
  splitNames,
  withRowCount,
} from "../../src/dataset/index.js";

const bareName = (name: string) => name.replace(/@.*/, "");

const points = (recipe: Recipe) =>
  Object.fromEntries(
    recipe.circuits.map((name) => [
      bareName(name),
      pointCount(axesOf(distributionsOf(recipe, parametricCircuit(name)))!),
    ]),
  );

test("the delay lines' grids have the published sizes", () => {
  const sizes = points(namedRecipe("delay-lines"));
  expect(sizes).toEqual({
    capacitor_delay_line: 52_488,
    capbank_delay_line: 55_296,
    diode_delay_line: 55_296,
    moscap_delay_line: 55_296,
    starved_inv_delay_line: 46_656,
  });
  expect(Object.values(sizes).reduce((a, b) => a + b)).toBe(265_032);
});

test("the op-amps' grids have the published sizes", () => {
  const sizes = Object.values(points(namedRecipe("dice-opamps")));
  expect(sizes).toEqual([73_728, 73_728, 73_728, 73_728, 73_728]);
});

test("the splits of whole grids hold every point once", () => {
  const whole = withRowCount(namedRecipe("delay-lines"), 265_032);
  expect(rowCount(whole)).toBe(265_032);
  for (const split of splitNames) {
    expect(whole.splits[split]).toBe(gridRows(whole, split).reduce((a, b) => a + b));
  }
  expect(whole.splits.train / rowCount(whole)).toBeCloseTo(0.8, 4);
  expect(() => withRowCount(whole, 265_033)).toThrow("fewer points");
  const last = planRow(whole, rowCount(whole) - 1);
  expect(last.split).toBe("test");
  expect(() => planRow(whole, rowCount(whole))).toThrow(RangeError);
});

test("rows of a grid are different points, the same for fewer rows, of each circuit in turn", () => {
  const recipe = withRowCount(namedRecipe("dice-opamps"), 1000);
  const keyOf = (r: Recipe, index: number) => {
    const { circuitName, values } = planRow(r, index);
    return `${circuitName} ${values.join()}`;
  };
  const keys = Array.from({ length: 1000 }, (_, index) => keyOf(recipe, index));
  expect(new Set(keys).size).toBe(1000);
  expect(keys.slice(0, 5).map((key) => key.split(" ")[0])).toEqual(recipe.circuits);
  const fewer = withRowCount(recipe, 100);
  expect(Array.from({ length: 80 }, (_, index) => keyOf(fewer, index))).toEqual(keys.slice(0, 80));
  expect(keyOf({ ...recipe, seed: 2 }, 0)).not.toBe(keys[0]);
});

test("circuits drop out of their turns when their grids end", () => {
  const turns = Array.from({ length: 7 }, (_, rank) => turnOf([1, 3, 2], rank));
  expect(turns.slice(0, 6).map((turn) => [turn!.circuit, turn!.place])).toEqual([
    ...[
      [0, 0],
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 1],
      [1, 2],
    ],
  ]);
  expect(turns[6]).toBeUndefined();
  expect([placesOf("train", 10), placesOf("valid", 10), placesOf("test", 10)]).toEqual([
    ...[
      { start: 0, end: 8 },
      { start: 8, end: 9 },
      { start: 9, end: 10 },
    ],
  ]);
});

test("a point takes every combination, copies with it", () => {
  const axes = [{ values: [1, 2] }, { copies: "a" }, { values: [5, 6, 7] }];
  const all = Array.from({ length: pointCount(axes) }, (_, i) => [...gridPoint(axes, ["a", "b", "c"], i)]);
  expect(all).toEqual([1, 2].flatMap((a) => [5, 6, 7].map((c) => [a, a, c])));
});

test("a sweep keeps matched transistors equal", () => {
  const recipe = namedRecipe("dice-opamps-sized");
  const { circuitName, values } = planRow(recipe, 0);
  const names = parametricCircuit(circuitName).parameters.map(({ name }) => name);
  const width = (device: string) => values[names.indexOf(`${device}.w`)];
  expect(bareName(circuitName)).toBe("alfio_raffc_pin_3_amp");
  expect(width("mp5")).toBe(width("mp6"));
  expect(width("mp3")).toBe(width("mp4"));
  expect(width("mp0")).not.toBe(width("mp5"));
});

test("delays and op-amps' measures come from ngspice", async () => {
  const source = await openSource("auto", { workers: 1 });
  for (const [name, measure, low, high] of [
    ["delay-lines", "riseDelay", 1e-10, 1e-7],
    ["dice-opamps", "power", 1e-6, 5e-3],
    ["dice-opamps-sized", "gain", 40, 120],
  ] as const) {
    const recipe = withRowCount(namedRecipe(name), 3);
    const { rows, failed } = await (await generateInMemory(recipe, { source })).split("train");
    expect(failed).toEqual([]);
    expect(rows[0]!.measures[measure]).toBeGreaterThan(low);
    expect(rows[0]!.measures[measure]).toBeLessThan(high);
  }
  await source.close();
});
