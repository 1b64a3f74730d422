import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { acceptedDesigns, simulateSensitivity, type Told, verifyCorners } from "../../src/size/index.js";
import { divider, problemOf } from "./problems.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ workers: 1 });
});
afterAll(() => pool.close());

test("a design is verified in every corner of the testbench, also where the problem names none", async () => {
  const problem = problemOf(divider);
  const values = problem.valuesOf([30, 31]);
  const level = values.bottom! / (values.top! + values.bottom!);
  const found = (await verifyCorners(problem, pool, values))!;
  expect(found.corners.map(({ corner }) => corner)).toEqual(["nominal", "typical", "high"]);
  expect(found.corners.map(({ met }) => met)).toEqual([true, true, false]);
  expect(found.corners[2]!.specs[0]!.value).toBeCloseTo(1.1 * level, 6);
  expect(found.met).toBe(false);
  expect(found.worst[0]).toBe("high");
  expect(found.cost.runs).toEqual({ op: 3, ac: 3, tran: 3 });
  const { "bench.yaml": bench, ...others } = divider;
  const plain = problemOf({ ...others, "bench.yaml": bench.slice(0, bench.indexOf("corners:")) });
  expect(await verifyCorners(plain, pool, values)).toBeUndefined();
});

test("the sensitivity of a divider is that of its formula", async () => {
  const problem = problemOf(divider);
  const design = [30, 31];
  const { top, bottom } = problem.valuesOf(design) as { top: number; bottom: number };
  const { variables, cost } = (await simulateSensitivity(problem, pool, design))!;
  expect(variables.map(({ variable }) => variable)).toEqual(["top", "bottom"]);
  const [byTop, byBottom] = variables.map(({ specs }) => specs);
  const level = bottom / (top + bottom);
  // The level changes by its value times the other resistor's share, here in parts of its lower bound.
  const expected = (level * (top / (top + bottom))) / 0.45;
  expect(byBottom![0]!.percentPerPercent! / expected).toBeCloseTo(1, 2);
  expect(byTop![0]!.percentPerPercent! / -expected).toBeCloseTo(1, 2);
  expect(byBottom![1]).toMatchObject({ helps: true });
  expect(byBottom![1]!.perStep).toBeCloseTo(-100 / (top + bottom) ** 2, 8);
  expect(cost.runs.op).toBe(4);
  // At an end of a grid the design itself is the neighbour.
  const [atEnd] = (await simulateSensitivity(problem, pool, [0, 31]))!.variables;
  expect([atEnd!.from, atEnd!.to]).toEqual([100, problem.space.variables[0]!.values[1]]);
});

test("accepted designs tell which comparisons let them through, beside what the reference reaches", () => {
  const { specs } = problemOf(divider);
  const told = (design: number[], values: number[], more: Partial<Told>): Told => ({
    ...{ design, phase: "initial", cost: 0, failed: false, feasible: false, runs: {}, seconds: 0 },
    specs: values.map((value) => ({ value, penalty: 0 })),
    ...more,
  });
  const comparison = {
    ...({ by: "prediction", reference: [1, 1] } as const),
    specs: [{ spec: "current", better: 0.9, meets: 0.4 }],
  };
  const accepted = acceptedDesigns(specs, [
    told([1, 1], [0.4, 4e-4, 1e5, 1e-6], {}),
    told([2, 2], [0.5, 2e-4, 1e5, 1e-6], { feasible: true, because: "let through", comparison }),
  ]);
  expect(accepted).toMatchObject([{ index: 1, because: "let through", by: "prediction", reference: 0 }]);
  expect(accepted[0]!.specs[1]).toMatchObject({ value: 2e-4, reference: 4e-4, better: 0.9, meets: 0.4 });
  expect(accepted[0]!.specs[0]!.better).toBeUndefined();
});
