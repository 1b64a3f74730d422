import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { Evaluator } from "../../src/size/index.js";
import { divider, dividerWith, problemOf } from "./problems.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ workers: 1 });
});
afterAll(() => pool.close());

test("a design's specs are what ngspice measures of the netlist with its values", async () => {
  const problem = problemOf(divider);
  const [good, bad] = await new Evaluator(problem, pool).evaluate([
    [30, 31],
    [0, 99],
  ]);
  const { top, bottom } = problem.valuesOf([30, 31]) as { top: number; bottom: number };
  expect(good!.specs[0]!.value).toBeCloseTo(bottom / (top + bottom), 6);
  expect(good!.specs[1]!.value).toBeCloseTo(1 / (top + bottom), 9);
  const pole = 1 / (2 * Math.PI * 1e-9 * ((top * bottom) / (top + bottom)));
  expect(good!.specs[2]!.value! / pole).toBeCloseTo(1, 2);
  expect(good!.feasible).toBe(true);
  expect(good!.cost).toBe(0);
  expect(good!.runs).toEqual({ op: 1, ac: 1, tran: 1 });
  // 100 Ω over 10 kΩ: the level is missed, so that no transient is simulated.
  expect(bad!.specs[0]!.penalty).toBeCloseTo((0.990099 - 0.55) / 0.990099, 5);
  expect(bad!.specs[3]).toEqual({ penalty: 1, reason: "skipped" });
  expect(bad!.runs).toEqual({ op: 1, ac: 1 });
  expect([bad!.feasible, bad!.failed]).toEqual([false, false]);
});

test("without stages everything is simulated; corners count at their worst", async () => {
  const problem = dividerWith({ "budget: 60": "staged: false\ncorners: all" });
  const [found] = await new Evaluator(problem, pool).evaluate([[30, 31]]);
  expect(found!.runs).toEqual({ op: 2, ac: 2, tran: 2 });
  expect(found!.specs[1]!.corner).toBe("high");
  const staged = dividerWith({ "budget: 60": "corners: [typical, high]" });
  const [bad] = await new Evaluator(staged, pool).evaluate([[0, 99]]);
  expect(bad!.runs).toEqual({ op: 1, ac: 1 });
});

test.each([
  ["{top}", (top: number) => top],
  ["{top + bottom/10}", (top: number, bottom: number) => top + bottom / 10],
  // Each value alone, beside the middle one of the other, goes through as it is.
  ["{min(top, 20*bottom)}", (top: number, bottom: number) => Math.min(top, 20 * bottom)],
])("circuits of designs are those of the netlist's text: %s", (expression, resistance) => {
  const problem = dividerWith({ "Rtop in out {top}": `Rtop in out ${expression}` }, {}, "divider.sp");
  const [setup] = problem.corners[0]!.stages[0]!;
  for (const design of [
    [3, 7],
    [40, 0],
    [0, 99],
  ]) {
    const values = problem.valuesOf(design) as { top: number; bottom: number };
    const [circuit] = setup!.circuits(values);
    const of = (name: string) =>
      circuit!.devices.find((device) => device.name === name)!.parameters.resistance;
    expect(of("rtop")).toBeCloseTo(resistance(values.top, values.bottom), 6);
    expect(of("rbot")).toBe(values.bottom);
  }
});

test("a simulation that fails is data, with a finite cost that is no better than that of any design", async () => {
  const problem = dividerWith({ "Cload out 0 1n": "Cload out 0 1n\nVloop in 0 2" }, {}, "divider.sp");
  const [found] = await new Evaluator(problem, pool).evaluate([[20, 20]]);
  expect(found).toMatchObject({ failed: true, feasible: false, cost: 4 });
  expect(found!.specs[0]!.reason).toMatch(/^SIMULATION_/);
});

test("of a circuit that does not amplify a rejection ratio is a number all the same", async () => {
  const rejection = "rejection-ratio, wanted: response, unwanted: response";
  const problem = dividerWith({ "bandwidth, analysis: response": rejection }, {}, "bench.yaml");
  const [found] = await new Evaluator(problem, pool).evaluate([[40, 0]]);
  expect(found!.specs[2]!.value).toBeCloseTo(0, 9);
});
