import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import {
  activeCorners,
  type Evaluation,
  Evaluator,
  ledgerOf,
  type SizingDescription,
  SizingFolder,
  size,
} from "../../src/size/index.js";
import { divider, problemOf } from "./problems.js";

let pool: SimulationPool;
let folder: string;
beforeAll(async () => {
  pool = await openSimulator({ workers: 2 });
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-robust-"));
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const description = { format: 1, command: "size" } as SizingDescription;

/** The divider in four corners, of which two are harder than the first: its level follows the supply. */
function cornered(corners: string, more = "") {
  const bench = `${divider["bench.yaml"]}  - { name: low, supply: 0.95 }\n  - { name: hot, temperature: 85 }\n`;
  const problem = `${divider["problem.yaml"].replace("budget: 60", `budget: 200\ncorners: ${corners}`)}${more}`;
  return problemOf({ ...divider, "bench.yaml": bench, "problem.yaml": problem });
}

test("a robust problem simulates further corners only of designs that meet the specs before, and keeps one that they fail in", async () => {
  const problem = cornered("{ names: all }");
  expect(problem.isRobust).toBe(true);
  const evaluator = new Evaluator(problem, pool);
  const [bad, good, high] = await evaluator.evaluate([
    [0, 99],
    [30, 29],
    [30, 36],
  ]);
  expect(bad!.corners).toEqual({ typical: 2 });
  expect(bad!.failsIn).toBeUndefined();
  expect(good).toMatchObject({ feasible: true, corners: { typical: 3, high: 3, low: 3, hot: 3 } });
  // 0.54 of the supply: met at 1 V, missed at 1.1 V.
  expect(high).toMatchObject({ feasible: false, failsIn: ["high"], corners: { typical: 3, hot: 3 } });
  expect(high!.specs[0]!).toMatchObject({ corner: "high" });
  const active = activeCorners([bad!, good!, high!]);
  expect(active).toEqual(["high"]);
  const [again] = await evaluator.evaluate([[30, 36]], { active });
  expect(again).toMatchObject({ feasible: false, corners: { typical: 2, high: 2 } });
  expect(again!.failsIn).toBeUndefined();
});

test("designs simulated before are simulated in a corner that counts from then on, and the search is told", async () => {
  const problem = cornered("{ names: all }", "search: surrogate\nbatch: 4\n");
  const { history } = await size({ ...problem, stop: {}, budget: 40 }, pool);
  const active = activeCorners(history.slice(0, -4));
  expect(active.length).toBeGreaterThan(0);
  // The last batch may have brought another corner into play.
  for (const { corners, failed } of history.slice(0, -4)) {
    for (const name of active) expect(failed || corners![name] !== undefined).toBe(true);
  }
  const [extended] = await new Evaluator(problem, pool).extend(
    (await new Evaluator(problem, pool).evaluate([[30, 36]])) as Evaluation[],
    ["high", "low"],
  );
  const [whole] = await new Evaluator(problem, pool).evaluate([[30, 36]], { active: ["high", "low"] });
  // The transient was simulated before, in the first corner alone.
  expect(extended!.specs.slice(0, 3)).toEqual(whole!.specs.slice(0, 3));
});

test("a robust run that crashed, also while earlier designs were simulated anew, goes on to the same designs", async () => {
  const problem = { ...cornered("{ names: all }", "search: surrogate\nbatch: 4\n"), stop: {}, budget: 36 };
  const calls: number[] = [];
  const nothing = { evaluated: async (index: number) => void calls.push(index), told: async () => {} };
  const whole = await size(problem, pool, { recorder: nothing });
  const again = calls.findIndex((index, i) => calls.slice(0, i).includes(index));
  expect(again).toBeGreaterThan(0);
  const crash = new Error("crash");
  for (const [i, at] of [again + 2, calls.length - 2].entries()) {
    const run = await SizingFolder.create(join(folder, `crashed-${i}`), description);
    let count = 0;
    const recorder = {
      async evaluated(...args: Parameters<SizingFolder["evaluated"]>) {
        if (count++ === at) throw crash;
        await run.evaluated(...args);
      },
      told: run.told.bind(run),
    };
    await expect(size(problem, pool, { recorder })).rejects.toBe(crash);
    const resumed = await size(problem, pool, { memory: await run.memory(), recorder: run });
    await run.close();
    const plain = (history: typeof whole.history) =>
      history.map(({ design, specs, corners }) => ({ design, specs, corners }));
    expect(plain(resumed.history)).toEqual(plain(whole.history));
  }
});

test("a robust search meets every spec in all corners, with fewer runs than all corners of all designs", async () => {
  const problem = cornered("{ names: all, mode: robust }", "search: surrogate\n");
  const { history, best } = await size(problem, pool);
  const { corners, designs } = ledgerOf(history);
  expect(best!.feasible).toBe(true);
  expect(corners.typical!.designs).toBe(designs);
  const total = Object.values(corners).reduce((sum, { designs: each }) => sum + each, 0);
  expect(total).toBeLessThan(4 * designs);
  const [whole] = await new Evaluator(
    cornered("{ names: all, mode: every }", "staged: false\n"),
    pool,
  ).evaluate([best!.design]);
  expect(whole).toMatchObject({ feasible: true, corners: { typical: 3, high: 3, low: 3, hot: 3 } });
});

test("names of corners are checked where they are a list of a mode too", () => {
  expect(() => cornered("{ names: [typical, hihg] }")).toThrowError(/no testbench has a corner "hihg"/);
});
