import { expect, test } from "vitest";
import type { DeviceOperatingPoint, FailedOutput, OpOutput } from "../../src/simulate/index.js";
import { type Design, DesignSpace, searchNamed } from "../../src/size/index.js";
import {
  ColumnScaling,
  operatingFeatures,
  saturatedTransistors,
} from "../../src/size/search/model/operating-features.js";
import { OperatingPoints } from "../../src/size/search/model/operating-points.js";

const grid = Array.from({ length: 50 }, (_, i) => i + 1);
const space = new DesignSpace(
  ["w", "l"].map((name) => ({ name, values: grid, scale: "linear" as const, unit: "" })),
);

const specs = [
  { name: "width", measure: "width", low: 0.1, read: "value" as const, weight: 1, unit: "", soft: false },
];

/** A stand-in for a simulator: one transistor, the more saturated the larger the first variable; none for the smallest ones. */
function pointOf(design: Design): OpOutput | FailedOutput {
  const [w, l] = design as [number, number];
  if (w < 5) return { status: "failed", kind: "op", reason: "SIMULATION_SINGULAR", message: "" } as never;
  const mos = {
    type: "mos",
    id: 1e-5 * w,
    gm: 1e-4 * w,
    gds: 1e-6 * (l + 1),
    vds: 0.6,
    vdsat: 0.6 - w / 100,
  };
  return {
    ...{ status: "ok", kind: "op", voltages: Float64Array.of(0, 1 - l / 100) },
    devices: { m1: mos as unknown as DeviceOperatingPoint },
  } as unknown as OpOutput;
}

test("what an operating point tells is finite, and nothing where it failed", () => {
  const row = operatingFeatures(pointOf([20, 10]))!;
  expect(row.length).toBe(4 + 2);
  expect(row[1]).toBeCloseTo(Math.log10(2e-3), 6);
  expect(operatingFeatures(pointOf([1, 1]))).toBeUndefined();
  expect(saturatedTransistors(pointOf([20, 10]))).toBe(1);
  expect(saturatedTransistors(pointOf([5, 10]))).toBeCloseTo(0.5, 6);
  expect(saturatedTransistors(pointOf([1, 1]))).toBe(Number.NEGATIVE_INFINITY);
});

test("columns are scaled to those that they were fitted to", () => {
  const scaling = ColumnScaling.fit([Float64Array.of(1, 7), Float64Array.of(3, 7)]);
  expect([...scaling.apply(Float64Array.of(3, 7))]).toEqual([1, 0]);
  expect([...scaling.apply(Float64Array.of(99, 7))]).toEqual([5, 0]);
});

test("an operating point of a circuit with other nets is finite, kept, and as wide as the others", async () => {
  const points = new OperatingPoints({
    space,
    async screen(designs) {
      return designs.map((design): OpOutput | FailedOutput => {
        const point = pointOf(design);
        return design[1]! > 10 && point.status === "ok" ? { ...point, voltages: Float64Array.of(0) } : point;
      });
    },
  });
  const designs = [20, 30, 40].flatMap((w) => [0, 11].map((l) => [w, l]));
  await points.first(designs);
  for (const row of await points.of([...designs, [45, 20]])) {
    expect(row!.length).toBe(points.width);
    expect([...row!].every(Number.isFinite)).toBe(true);
  }
  const stored = points.store();
  expect(JSON.parse(JSON.stringify(stored))).toEqual(stored);
});

test("designs that work at their operating point are simulated first, and only screened ones after", async () => {
  const asked = new Set<string>();
  const search = await searchNamed("screened").open({
    ...{ space, specs, seed: 1, budget: 100 },
    async screen(designs) {
      for (const design of designs) asked.add(space.key(design));
      return designs.map(pointOf);
    },
  });
  const first = await search.ask(8);
  expect(first.length).toBe(12);
  expect(first.every(({ design }) => saturatedTransistors(pointOf(design)) === 1)).toBe(true);
  await search.tell(
    first.map(({ design, phase }) => ({
      ...{ design, phase, specs: [{ value: design[0]! / 50, penalty: 0 }] },
      ...{ cost: 0, feasible: true, failed: false, runs: {}, seconds: 0 },
    })),
  );
  const second = await search.ask(8);
  await search.close?.();
  expect(second.length).toBe(4);
  for (const { design } of second) expect(asked.has(space.key(design))).toBe(true);
});
