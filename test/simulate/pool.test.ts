import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Circuit, ladder } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import {
  openSimulator,
  type SimulationPool,
  type SimulationResult,
  solveLinear,
} from "../../src/simulate/index.js";
import {
  circuitOf,
  contradiction,
  divider,
  endlessSearch,
  simulators,
  sourceLoop,
  twoTerminal,
} from "./circuits.js";

function randomLadders(count: number, seed = 1): Circuit[] {
  const stream = new RandomStream(seed, "test/simulate");
  return Array.from({ length: count }, () => {
    const topology = ladder(stream.integer(2, 10));
    return topology.build(topology.parameters.map(() => stream.uniform(0.01, 1)));
  });
}

async function collect(pool: SimulationPool, circuits: Iterable<Circuit>) {
  const results: SimulationResult<{ voltages: Float64Array }>[] = [];
  for await (const { index, result } of pool.operatingPoints(circuits)) results[index] = result;
  return results;
}

const outcome = (result: SimulationResult<unknown>) => (result.status === "ok" ? "ok" : result.reason);

describe.each(simulators)("%s pool", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 2, timeoutSeconds: 20 });
  });
  afterAll(() => pool.close());

  test("says what it is", () => {
    expect(pool.name).toBe(`ngspice-${simulator}`);
    expect(pool.version).toMatch(/^\d/);
  });

  test("gives every circuit of a mixed batch its own result", async () => {
    const circuits = randomLadders(600);
    const results = await collect(pool, circuits);
    expect(results.length).toBe(600);
    results.forEach((result, i) => {
      const exact = solveLinear(circuits[i]!);
      if (result.status === "failed" || exact.status === "failed") throw new Error(outcome(result));
      exact.value.voltages.forEach((volts, net) => {
        expect(result.value.voltages[net]).toBeCloseTo(volts, 6);
      });
    });
  });

  test("gives the same bits whatever shares the batch", async () => {
    const circuits = randomLadders(40, 3);
    const together = await collect(pool, circuits);
    const backwards = (await collect(pool, circuits.toReversed())).toReversed();
    expect(together.map((r) => r.status === "ok" && r.value)).toEqual(
      backwards.map((r) => r.status === "ok" && r.value),
    );
  });

  test("fails what cannot be simulated with its reason, and nothing else", async () => {
    const resistor = twoTerminal("r1", "resistor", 1, 0, { resistance: 1 });
    const bad: Record<string, Circuit> = {
      SIMULATION_SINGULAR_MATRIX: sourceLoop(),
      SIMULATION_NO_CONVERGENCE: contradiction(),
      SIMULATION_SYNTAX: circuitOf(
        ["a"],
        [twoTerminal("d1", "diode", 1, 0, {}, { model: "nope" }), resistor],
      ),
      SIMULATION_UNSUPPORTED_DEVICE: circuitOf(["a"], [twoTerminal("u1", "unknown", 1, 0), resistor]),
      SIMULATION_INVALID_VALUE: circuitOf(
        ["a"],
        [twoTerminal("r1", "resistor", 1, 0, { resistance: Number.NaN })],
      ),
    };
    const circuits = Object.values(bad).flatMap((circuit) => [divider(), circuit, divider()]);
    const results = await collect(pool, circuits);
    expect(results.map(outcome)).toEqual(Object.keys(bad).flatMap((reason) => ["ok", reason, "ok"]));
    for (const [i, result] of results.entries()) {
      if (i % 3 !== 1) expect(result.status === "ok" && result.value.voltages[2]).toBeCloseTo(0.5, 9);
    }
    const syntax = results[7]!;
    expect(syntax.status === "failed" && syntax.log).toContain("valid modelname");
  });

  test("survives expressions on which the simulator dies or asks back", async () => {
    const expressions = ["1 +* v(", "nofunc(2)", "foo*2"];
    const circuits = expressions.flatMap((resistance) => [
      divider(),
      circuitOf(
        ["a"],
        [
          twoTerminal("v1", "voltage-source", 1, 0, { dc: 1 }),
          twoTerminal("r1", "resistor", 1, 0, {}, { text: { resistance } }),
        ],
      ),
      divider(),
    ]);
    const results = await collect(pool, circuits);
    expect(results.map((result) => result.status)).toEqual(expressions.flatMap(() => ["ok", "failed", "ok"]));
  });

  test("takes circuits from an asynchronous source as they come", async () => {
    const circuits = randomLadders(5);
    async function* source() {
      for (const circuit of circuits) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield circuit;
      }
    }
    const seen: number[] = [];
    for await (const { index } of pool.operatingPoints(source())) seen.push(index);
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test("draws circuits only as it needs them, and lets go when its reader leaves", async () => {
    let drawn = 0;
    function* endless() {
      for (;;) {
        drawn++;
        yield divider();
      }
    }
    for await (const { result } of pool.operatingPoints(endless())) {
      expect(result.status).toBe("ok");
      break;
    }
    expect(drawn).toBeLessThan(2000);
    expect(outcome(await pool.operatingPoint(divider()))).toBe("ok");
  });

  test("draws circuits only as they are read where each is answered at once", async () => {
    let drawn = 0;
    function* endless() {
      for (;;) {
        drawn++;
        yield circuitOf(["a"], [twoTerminal("u1", "unknown", 1, 0)]);
      }
    }
    let read = 0;
    for await (const { index } of pool.operatingPoints(endless())) {
      expect(index).toBe(read);
      if (++read === 3000) break;
    }
    expect(drawn).toBeLessThan(6000);
  });

  test("needs a worker", async () => {
    for (const workers of [0, -1, 1.5, Number.NaN]) {
      await expect(openSimulator({ simulator, workers })).rejects.toMatchObject({
        code: "SIMULATION_WORKERS",
      });
    }
  });

  test("passes on what the source of circuits throws", async () => {
    function* broken() {
      yield divider();
      throw new Error("no more");
    }
    await expect(collect(pool, broken())).rejects.toThrow("no more");
  });

  test("sweeps a loaded deck to the results of fresh ones", async () => {
    const circuit = divider();
    const changes = [0, 1, 2, 3, 4].map((i) => [
      { device: "r2", parameter: "resistance", value: 500 * (i + 1) },
      ...(i % 2 ? [{ device: "v1", parameter: "dc", value: 3 }] : []),
    ]);
    const swept: number[] = [];
    for await (const { index, result } of pool.sweep(circuit, changes)) {
      if (result.status === "ok") swept[index] = result.value.voltages[2]!;
    }
    const expected = changes.map((_, i) => ((i % 2 ? 3 : 1) * (i + 1)) / (i + 3));
    expect(swept.length).toBe(5);
    swept.forEach((volts, i) => {
      expect(volts).toBeCloseTo(expected[i]!, 9);
    });
    const unknown = pool.sweep(circuit, [[{ device: "r9", parameter: "resistance", value: 1 }]]);
    await expect(unknown[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "SIMULATION_UNKNOWN_PARAMETER",
    });
  });

  test("ends a run that takes too long, replaces the worker and loses nothing else", async () => {
    const impatient = await openSimulator({ simulator, workers: 1, timeoutSeconds: 2 });
    const results = await collect(impatient, [divider(), endlessSearch(), divider(), divider()]);
    expect(results.map(outcome)).toEqual(["ok", "SIMULATION_TIMEOUT", "ok", "ok"]);
    await impatient.close();
  });

  test("replaces its worker after so many runs", async () => {
    const fresh = await openSimulator({ simulator, workers: 1, recycleAfter: 20 });
    const results = await collect(fresh, randomLadders(70));
    expect(results.filter(({ status }) => status === "ok").length).toBe(70);
    await fresh.close();
  });

  test("ends what is under way when it is closed", async () => {
    const closing = await openSimulator({ simulator, workers: 1 });
    const pending = closing.operatingPoint(endlessSearch());
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing.close();
    expect(outcome(await pending)).toBe("SIMULATION_CLOSED");
    expect(outcome(await closing.operatingPoint(divider()))).toBe("SIMULATION_CLOSED");
  });
});

describe.runIf(simulators.length > 1)("both simulators", () => {
  test("agree on a circuit of diodes and transistors", async () => {
    const models = [
      { name: "dm", type: "d", parameters: { is: 1e-14, n: 1.2 } },
      { name: "qm", type: "npn", parameters: { is: 1e-16, bf: 100 } },
    ];
    const transistor = {
      name: "q1",
      kind: "npn" as const,
      model: "qm",
      parameters: {},
      terminals: ["collector", "base", "emitter"].map((name, i) => ({ name, net: [3, 2, 4][i]! })),
    };
    const circuit = circuitOf(
      ["vcc", "base", "out", "emitter"],
      [
        twoTerminal("v1", "voltage-source", 1, 0, { dc: 5 }),
        twoTerminal("rb", "resistor", 1, 2, { resistance: 1e5 }),
        twoTerminal("d1", "diode", 2, 0, {}, { model: "dm" }),
        twoTerminal("rc", "resistor", 1, 3, { resistance: 1e3 }),
        transistor,
        twoTerminal("re", "resistor", 4, 0, { resistance: 100 }),
      ],
      { models },
    );
    const points = await Promise.all(
      simulators.map(async (simulator) => {
        const pool = await openSimulator({ simulator, workers: 1 });
        const result = await pool.operatingPoint(circuit);
        await pool.close();
        if (result.status === "failed") throw new Error(result.message);
        return result.value.voltages;
      }),
    );
    points[0]!.forEach((volts, net) => {
      expect(points[1]![net]).toBeCloseTo(volts, 4);
    });
  });
});
