import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import {
  distributionsOf,
  loadRecipe,
  namedRecipe,
  planRow,
  recipeNames,
  rowCount,
  splitNames,
  withRowCount,
} from "../../src/dataset/index.js";

const recipeText = `
name: mixed
circuits: [ladder-2, ladder-3]
sampling:
  units:
    ohm: { kind: log-uniform, low: 10, high: 1000000 }
  parameters:
    vin: { kind: constant, value: 1 }
    rh*: { kind: choice, values: [100, 220] }
    rh2: { kind: normal, mean: 50, deviation: 1 }
splits: { train: 30, test: 5 }
`;

describe("recipes", () => {
  it("holds the paper's sets by name, with its sizes", () => {
    const rows = Object.fromEntries(recipeNames.map((name) => [name, rowCount(namedRecipe(name))]));
    expect(rows).toEqual({
      ladder: 20_000,
      "ladder-12": 21_000,
      "ladder-16": 21_000,
      "ladder-32": 21_000,
      "ladder-128": 21_000,
      "parallel-divider": 2000,
      "series-divider": 2000,
      "loaded-divider": 2000,
      "wheatstone-bridge": 2000,
      "ladder-rout": 2000,
      opamp: 126_000,
      "opamp-biased": 12_000,
      "opamp-biased-loop": 39_000,
      "delay-lines": 15_000,
      "delay-lines-published": 15_000,
      "dice-opamps": 15_000,
      "dice-opamps-sized": 15_000,
      "dice-opamps-others": 11_000,
    });
    expect(namedRecipe("ladder").circuits).toHaveLength(9);
    expect(namedRecipe("ladder-rout")).toMatchObject({ label: "output-resistance", circuits: ["ladder-10"] });
  });

  it("knows the paper's names", () => {
    for (const [alias, name] of [
      ["few-shot-rpar", "parallel-divider"],
      ["rser", "series-divider"],
      ["few-shot-rl_div", "loaded-divider"],
      ["few-shot-wheatstone", "wheatstone-bridge"],
      ["wheatstone_b", "wheatstone-bridge"],
    ] as const) {
      expect(namedRecipe(alias)).toEqual(namedRecipe(name));
    }
  });

  it("names the recipe that a mistyped name meant", () => {
    expect(() => namedRecipe("laddr")).toThrow(/did you mean "ladder"/);
    for (const name of ["amp", "constructor", "toString", "__proto__"]) {
      expect(() => namedRecipe(name)).toThrow(expect.objectContaining({ code: "DATASET_UNKNOWN_RECIPE" }));
    }
  });

  it("prefers a parameter's name to its pattern, its unit and the default", () => {
    const recipe = loadRecipe(recipeText, "mixed.yaml");
    const kinds = distributionsOf(recipe, parametricCircuit("ladder-2")).map(({ kind }) => kind);
    // vin, rh1, rv1, v1, rh2, rv2, v2
    expect(kinds).toEqual([
      "constant",
      "choice",
      "log-uniform",
      "uniform",
      "normal",
      "log-uniform",
      "uniform",
    ]);
  });

  it.each([
    ["name: a\ncircuits: [ladder-2]\nsplits: {train: 5}\nsmapling: {}\n", 4, 1, 'did you mean "sampling"?'],
    ["name: a\ncircuits: [lader-2]\nsplits: {train: 5}\n", 2, 12, "did you mean"],
    ["name: a\ncircuits: [ladder-2]\nsplits: {trian: 5}\n", 3, 10, 'did you mean "train"?'],
    ["name: a\ncircuits: [ladder-2]\nsplits: {}\n", 3, 9, "at least one row"],
    [
      "name: a\ncircuits: [ladder-2]\nsplits: {train: 5}\nsampling:\n  parameters:\n    vim: {kind: constant, value: 1}\n",
      6,
      10,
      'did you mean "vin"?',
    ],
    [
      "name: a\ncircuits: [ladder-2]\nsplits: {train: 5}\nsampling:\n  default: {kind: uniform, low: 2, high: 1}\n",
      5,
      12,
      "low must be below high",
    ],
  ])("refuses a mistake at its place: %j", (text, line, column, part) => {
    const attempt = () => loadRecipe(text, "a.yaml");
    expect(attempt).toThrow(part);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        details: expect.objectContaining({ location: { file: "a.yaml", line, column } }),
      }),
    );
  });

  it("keeps the proportion of splits and a row for each when made smaller", () => {
    const recipe = namedRecipe("ladder-12");
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30_000 }), (count) => {
        const { splits } = withRowCount(recipe, count);
        expect(splits.train + splits.valid + splits.test).toBe(count);
        for (const split of splitNames) {
          expect(splits[split]).toBeGreaterThanOrEqual(1);
          expect(Math.abs(splits[split] - (count * recipe.splits[split]) / 21_000)).toBeLessThanOrEqual(2);
        }
      }),
    );
    expect(() => withRowCount(recipe, 2)).toThrow(expect.objectContaining({ code: "DATASET_COUNT" }));
  });
});

describe("planRow", () => {
  const recipe = namedRecipe("ladder");

  it("holds every size equally in every split", () => {
    const counts = new Map<string, number>();
    const small = withRowCount(recipe, 1800);
    for (let index = 0; index < rowCount(small); index++) {
      const { split, circuitName } = planRow(small, index);
      counts.set(`${split} ${circuitName}`, (counts.get(`${split} ${circuitName}`) ?? 0) + 1);
    }
    for (let branches = 2; branches <= 10; branches++) {
      expect(counts.get(`train ladder-${branches}`)).toBe(180);
      expect(counts.get(`valid ladder-${branches}`)).toBe(20);
    }
  });

  it("makes a smaller set of the first rows of each split of a bigger one", () => {
    const small = withRowCount(recipe, 100);
    expect(planRow(small, 89).values).toEqual(planRow(recipe, 89).values);
    expect(planRow(small, 95).values).toEqual(planRow(recipe, 18_005).values);
  });

  it("draws every value of every row anew, uniform in [0, 1) by default", () => {
    const values = Array.from({ length: 900 }, (_, index) => [...planRow(recipe, index).values]).flat();
    expect(new Set(values).size).toBe(values.length);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  });

  it("differs between seeds and between splits", () => {
    const other = { ...recipe, seed: recipe.seed + 1 };
    expect(planRow(other, 0).values).not.toEqual(planRow(recipe, 0).values);
    expect(planRow(recipe, 18_000).circuitName).toBe(planRow(recipe, 0).circuitName);
    expect(planRow(recipe, 18_000).values).not.toEqual(planRow(recipe, 0).values);
  });

  it("draws from the recipe's distributions", () => {
    const mixed = loadRecipe(recipeText, "mixed.yaml");
    for (let index = 0; index < 35; index++) {
      const { values } = planRow(mixed, index);
      expect(values[0]).toBe(1);
      expect([100, 220]).toContain(values[1]);
      expect(values[2]).toBeGreaterThanOrEqual(10);
      expect(values[2]).toBeLessThan(1e6);
      expect(Math.abs(values[4]! - 50)).toBeLessThan(6);
    }
  });
});
