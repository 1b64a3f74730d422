import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ladder,
  loadedDivider,
  parallelDivider,
  seriesDivider,
  wheatstoneBridge,
} from "../../src/circuit/index.js";
import { openSimulator, type SimulationPool, solveLinear } from "../../src/simulate/index.js";
import { circuitOf, divider, simulators, sourceLoop, twoTerminal } from "./circuits.js";

test("a divider, by hand", () => {
  const result = solveLinear(divider(), { currents: true });
  expect(result.status === "ok" && [...result.value.voltages]).toEqual([0, 1, 0.5]);
  expect(result.status === "ok" && result.value.sourceCurrents!.v1).toBeCloseTo(-0.0005, 12);
});

test("current flows out of a current source's minus terminal", () => {
  const circuit = circuitOf(
    ["a"],
    [
      twoTerminal("i1", "current-source", 0, 1, { dc: 2 }),
      twoTerminal("r1", "resistor", 1, 0, { resistance: 3 }),
    ],
  );
  const result = solveLinear(circuit);
  expect(result.status === "ok" && result.value.voltages[1]).toBeCloseTo(6, 12);
});

test("at DC a capacitor is open and an inductor a short", () => {
  const circuit = circuitOf(
    ["in", "mid", "out"],
    [
      twoTerminal("v1", "voltage-source", 1, 0, { dc: 4 }),
      twoTerminal("l1", "inductor", 1, 2, { inductance: 1e-6 }),
      twoTerminal("r1", "resistor", 2, 3, { resistance: 1 }),
      twoTerminal("c1", "capacitor", 3, 0, { capacitance: 1e-12 }),
    ],
  );
  const result = solveLinear(circuit);
  expect(result.status === "ok" && [...result.value.voltages]).toEqual([0, 4, 4, 4]);
});

test("what has no unique solution, or is not linear, is a failed result", () => {
  const floating = circuitOf(["a", "b"], [twoTerminal("r1", "resistor", 1, 2, { resistance: 1 })]);
  const diode = circuitOf(["a"], [twoTerminal("d1", "diode", 1, 0, {}, { model: "d" })]);
  const zero = circuitOf(["a"], [twoTerminal("r1", "resistor", 1, 0, { resistance: 0 })]);
  const reasons = [sourceLoop(), floating, diode, zero].map((circuit) => {
    const result = solveLinear(circuit);
    return result.status === "failed" ? result.reason : "ok";
  });
  expect(reasons).toEqual([
    "SIMULATION_SINGULAR_MATRIX",
    "SIMULATION_SINGULAR_MATRIX",
    "SIMULATION_UNSUPPORTED_DEVICE",
    "SIMULATION_INVALID_VALUE",
  ]);
});

/** A connected network: each net hangs on an earlier one, and a few more resistors and sources stand anywhere. */
const resistiveNetwork = fc
  .record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
    extra: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }),
    injections: fc.array(fc.tuple(fc.nat(), fc.double({ min: -1e-3, max: 1e-3, noNaN: true })), {
      maxLength: 4,
    }),
    resistances: fc.array(fc.double({ min: 1, max: 1e5, noNaN: true }), { minLength: 24, maxLength: 24 }),
    supply: fc.double({ min: -5, max: 5, noNaN: true }),
  })
  .map(({ parents, extra, injections, resistances, supply }) => {
    const count = parents.length + 1;
    const resistance = (i: number) => ({ resistance: resistances[i % resistances.length]! });
    const devices = [
      twoTerminal("vs", "voltage-source", 1, 0, { dc: supply }),
      ...parents.map((parent, i) =>
        twoTerminal(`rp${i}`, "resistor", i + 2, parent % (i + 2), resistance(i)),
      ),
      ...extra.map(([a, b], i) =>
        twoTerminal(`re${i}`, "resistor", a % (count + 1), b % (count + 1), resistance(i + 12)),
      ),
      ...injections.map(([net, dc], i) =>
        twoTerminal(`is${i}`, "current-source", 0, net % (count + 1), { dc }),
      ),
    ];
    return circuitOf(
      Array.from({ length: count }, (_, i) => `n${i + 1}`),
      devices,
    );
  });

describe.each(simulators)("%s ngspice and the exact solution", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1 });
  });
  afterAll(() => pool.close());

  test("agree on random resistive networks to 1e-6", async () => {
    const circuits = fc.sample(resistiveNetwork, { numRuns: 200, seed: 2 });
    for await (const { index, result } of pool.operatingPoints(circuits, { currents: true })) {
      const exact = solveLinear(circuits[index]!, { currents: true });
      if (result.status === "failed" || exact.status === "failed") throw new Error(JSON.stringify(result));
      const scale = Math.max(1, ...exact.value.voltages.map(Math.abs));
      exact.value.voltages.forEach((volts, net) => {
        expect(Math.abs(result.value.voltages[net]! - volts) / scale).toBeLessThan(1e-6);
      });
      expect(result.value.sourceCurrents!.vs).toBeCloseTo(exact.value.sourceCurrents!.vs!, 6);
    }
  });

  test("agree on every parametric circuit", async () => {
    const family = [loadedDivider, parallelDivider, seriesDivider, wheatstoneBridge, ladder(3), ladder(32)];
    const circuits = family.map(({ parameters, build }) =>
      build(parameters.map((_, i) => 0.2 + (i % 7) / 10)),
    );
    let agreed = 0;
    for await (const { index, result } of pool.operatingPoints(circuits)) {
      const exact = solveLinear(circuits[index]!);
      if (result.status === "failed" || exact.status === "failed") throw new Error(JSON.stringify(result));
      exact.value.voltages.forEach((volts, net) => {
        expect(result.value.voltages[net]).toBeCloseTo(volts, 6);
      });
      agreed++;
    }
    expect(agreed).toBe(circuits.length);
  });
});
