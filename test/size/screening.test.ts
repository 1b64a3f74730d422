import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { ledgerOf, type SearchKind, size } from "../../src/size/index.js";
import { divider, dividerWith, problemOf } from "./problems.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ workers: 1 });
});
afterAll(() => pool.close());

/** Asks for operating points of a few designs, and for the one whose output is nearest to the middle of the input. */
const screening: SearchKind = {
  name: "screening",
  description: "for this test",
  initialDesigns: () => 1,
  async open({ circuitOf, screen }) {
    let asked = false;
    return {
      async ask() {
        if (asked) return [];
        asked = true;
        const designs = [
          [0, 99],
          [20, 9],
          [40, 0],
        ];
        const out = circuitOf!(designs[0]!).nets.findIndex(({ name }) => name === "out");
        const points = await screen!(designs);
        const off = points.map((point) => (point.status === "ok" ? Math.abs(point.voltages[out]! - 0.5) : 1));
        return [{ design: designs[off.indexOf(Math.min(...off))]!, phase: "initial" as const }];
      },
      async tell() {},
      state: () => asked,
    };
  },
};

test("a search may look at circuits and ask for operating points, which are counted apart", async () => {
  const result = await size(problemOf(divider, { stop: {} }), pool, { search: screening });
  const { end, history, screened, screeningSeconds } = result;
  expect([end, screened, history.length]).toEqual(["exhausted", 3, 1]);
  expect(history[0]!.design).toEqual([20, 9]);
  expect(history[0]!.specs[0]!.value).toBeCloseTo(0.5, 6);
  expect(screeningSeconds).toBeGreaterThan(0);
  expect(ledgerOf(history, result)).toMatchObject({
    ...{ designs: 1, screened: 3, screeningSeconds, runs: { op: 1, ac: 1 } },
    simulatorSeconds: history[0]!.seconds,
  });
});

test("an interruption ends the operating points too, and none of them is counted", async () => {
  const controller = new AbortController();
  const problem = problemOf(divider, { stop: {}, search: "screened" });
  let jobs = 0;
  const stopping: Pick<SimulationPool, "analyse"> = {
    async *analyse(given, options) {
      for await (const result of pool.analyse(given, options)) {
        if (++jobs === 5) controller.abort();
        yield result;
      }
    },
  };
  const { end, history, screened } = await size(problem, stopping, { signal: controller.signal });
  expect([end, history.length, screened]).toEqual(["interrupted", 0, 0]);
  expect(jobs).toBeLessThan(100);
});

test("designs of which the netlist has no circuit fail, but do not end a run that screens", async () => {
  // Below zero under the root between 300 and 900 ohms; above it where a setup tries the values.
  const changes = { "Rtop in out {top}": "Rtop in out {sqrt((top-900)*(top-300))}" };
  const problem = dividerWith(changes, { stop: {}, search: "screened", budget: 20 }, "divider.sp");
  const top = problem.space.variables[0]!.values;
  const isReal = (at: number) => top[at]! < 300 || top[at]! > 900;
  const { end, history, screened } = await size(problem, pool);
  expect(end).toBe("budget");
  expect(screened).toBeGreaterThan(100);
  for (const { design, failed } of history) expect(failed).toBe(!isReal(design[0]!));
  expect(history.some(({ failed }) => !failed)).toBe(true);
});
