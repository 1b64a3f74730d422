import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { opAmp } from "../../src/circuit/index.js";
import {
  opAmpTestbench,
  openSimulator,
  runTestbench,
  type SimulationPool,
} from "../../src/simulate/index.js";
import { simulators } from "./circuits.js";

describe.each(simulators)("%s", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1 });
  });
  afterAll(() => pool.close());
  test("op-amp", async () => {
    const good = opAmp.build([20, 20, 40, 20, 10, 20, 2e-12, 5e-12, 500, 30e-6, 0, 1.2, 0.6, 0.6]);
    for await (const { index, result } of runTestbench(pool, opAmpTestbench(undefined, { large: true }), [
      good,
      good,
    ]))
      console.log(index, result.measures, result.seconds);
    expect(1).toBe(1);
    const t0 = performance.now();
    let n = 0;
    for await (const { result } of runTestbench(
      pool,
      opAmpTestbench(),
      Array.from({ length: 500 }, (_, i) =>
        opAmp.build([
          20 + (i % 7),
          20,
          40 - (i % 20),
          20,
          10,
          20,
          2e-12,
          5e-12,
          500,
          30e-6,
          0,
          1.2,
          0.6,
          0.6,
        ]),
      ),
    ))
      if (result.measures.gain!.status === "ok") n++;
    console.log(n, (performance.now() - t0) / 500, "ms each");
  });
});
