import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSpiceNumber } from "../../src/netlist/index.js";
import {
  bestOf,
  infeasibilityOf,
  marginOf,
  missingPenalty,
  penaltyOf,
  type Spec,
  spiceText,
  type Told,
} from "../../src/size/index.js";

const spec = (more: Partial<Spec>): Spec => ({
  ...{ name: "s", measure: "s", read: "value", weight: 1, unit: "", soft: false },
  ...more,
});

test("penalties are relative to the bound below it, and to the value above", () => {
  expect(penaltyOf(spec({ low: 300 }), 150)).toBe(0.5);
  expect(penaltyOf(spec({ low: 60 }), -180)).toBe(4);
  expect(penaltyOf(spec({ high: 90e-9 }), 180e-9)).toBe(0.5);
  expect(penaltyOf(spec({ high: 1 }), 1e6)).toBeCloseTo(1, 5);
  expect(penaltyOf(spec({ low: 0 }), -3)).toBe(1);
  expect(penaltyOf(spec({ high: -30 }), -15)).toBe(0.5);
  expect(penaltyOf(spec({ low: 1, high: 2 }), 1.5)).toBe(0);
  expect(missingPenalty(spec({ low: 60 }))).toBe(1);
  expect(missingPenalty(spec({ low: 60, missing: -180 }))).toBe(4);
});

test("a value meets a spec exactly where its margin is not negative; penalties are finite and grow with the distance", () => {
  const bound = fc.integer({ min: -1e6, max: 1e6 }).map((x) => x / 1000);
  fc.assert(
    fc.property(
      bound,
      bound,
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.boolean(),
      (limit, value, more, isLow) => {
        const one = spec(isLow ? { low: limit } : { high: limit });
        const penalty = penaltyOf(one, value);
        expect(Number.isFinite(penalty) && penalty >= 0).toBe(true);
        expect(penalty === 0).toBe(marginOf(one, value) >= 0);
        const further = isLow ? Math.min(value, limit) - more : Math.max(value, limit) + more;
        if (limit > 0 || isLow)
          expect(penaltyOf(one, further)).toBeGreaterThanOrEqual(
            penalty > 0 && limit !== 0 ? penalty * (1 - 1e-9) : 0,
          );
      },
    ),
  );
});

test("a design that was simulated is better than one that failed, also where it costs more", () => {
  const one = spec({ name: "gain", low: 50 });
  const told = (value: number | undefined) => {
    const penalty = value === undefined ? missingPenalty(one) : penaltyOf(one, value);
    return { cost: penalty, feasible: penalty === 0, failed: value === undefined } as Told;
  };
  const [failed, poor, better, good] = [undefined, -20, 10, 60].map(told) as [Told, Told, Told, Told];
  expect(poor.cost).toBeGreaterThan(failed.cost);
  expect(bestOf([failed, poor, failed])).toBe(poor);
  expect(bestOf([poor, better, failed])).toBe(better);
  expect(bestOf([poor, good, better])).toBe(good);
});

test("numbers are written as designers do, and read back the same", () => {
  expect([1.2e-12, 40, 2500, 1e6, 0, 1e-7, 9.9e-12, 3e12].map(spiceText)).toEqual([
    ...["1.2p", "40", "2.5k", "1meg", "0", "100n", "9.9p", "3000000000000"],
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseSpiceNumber(spiceText(value))).toBe(value + 0);
    }),
  );
});

test("of a problem without a solution it is told which specs nobody meets, and which nobody meets together", () => {
  const specs = ["a", "b", "c"].map((name) => spec({ name, low: 1 }));
  const told = (...penalties: number[]) =>
    ({ specs: penalties.map((penalty) => ({ penalty, value: 1 - penalty })) }) as unknown as Told;
  expect(infeasibilityOf(specs, [told(0, 1, 1), told(1, 0, 1), told(0, 1, 1), told(1, 1, 0.5)])).toEqual({
    metBy: { a: 0.5, b: 0.25, c: 0 },
    reached: { a: 1, b: 1, c: 0.5 },
    neverMet: ["c"],
    conflicts: [["a", "b"]],
  });
});
