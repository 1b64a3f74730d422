import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import {
  hopelessSpecs,
  readHistory,
  type SizingDescription,
  SizingFolder,
  size,
} from "../../src/size/index.js";
import { divider, dividerWith, problemOf } from "./problems.js";

let pool: SimulationPool;
let folder: string;
beforeAll(async () => {
  pool = await openSimulator({ workers: 2 });
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-size-"));
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const description = { format: 1, command: "size" } as SizingDescription;
const keys = (history: readonly { readonly design: readonly number[] }[]) =>
  history.map(({ design }) => design.join(","));

test("a search ends with the first design that meets the specs, or so many of them, or the budget", async () => {
  const first = await size(problemOf(divider), pool);
  expect(first.end).toBe("feasible");
  expect(first.best!.feasible).toBe(true);
  const several = await size(problemOf(divider, { stop: { feasible: 5 } }), pool);
  expect(several.history.filter(({ feasible }) => feasible).length).toBeGreaterThanOrEqual(5);
  const all = await size(problemOf(divider, { stop: {}, budget: 30, search: "random" }), pool);
  expect([all.end, all.history.length]).toEqual(["budget", 30]);
  const one = await size(problemOf(divider, { budget: 1 }), pool);
  expect([one.end, one.history.length]).toEqual(["budget", 1]);
});

test("a run that crashed in the middle of a batch goes on to the same designs, and simulates none of them again", async () => {
  const problem = problemOf(divider, { stop: {}, budget: 40, batch: 8, search: "surrogate" });
  const whole = await size(problem, pool);
  const path = join(folder, "crashed");
  const run = await SizingFolder.create(path, description);
  const crash = new Error("crash");
  const recorder = {
    async evaluated(...args: Parameters<SizingFolder["evaluated"]>) {
      if (args[0] === 28) throw crash;
      await run.evaluated(...args);
    },
    told: run.told.bind(run),
  };
  await expect(size(problem, pool, { recorder })).rejects.toBe(crash);
  await run.close();
  appendFileSync(join(path, "journal.jsonl"), '{"index":28,"desi');
  expect(keys(await readHistory(path))).toEqual(keys(whole.history.slice(0, 28)));

  const again = await SizingFolder.reopen(path);
  let jobs = 0;
  const counting = {
    analyse: (...args: Parameters<SimulationPool["analyse"]>) => {
      const [given, options] = args;
      async function* counted() {
        for await (const job of given) {
          jobs++;
          yield job;
        }
      }
      return pool.analyse(counted(), options);
    },
  };
  const memory = await again.memory();
  const resumed = await size(problem, counting, { memory, recorder: again });
  await again.close();
  expect(keys(resumed.history)).toEqual(keys(whole.history));
  expect(keys(await readHistory(path))).toEqual(keys(whole.history));
  const stages = (history: typeof whole.history) =>
    history.reduce((sum, { runs }) => sum + (runs.op ?? 0) + (runs.tran ?? 0), 0);
  expect(jobs).toBe(stages(whole.history.slice(28)));
});

test("an interrupted run stops at a whole batch", async () => {
  const controller = new AbortController();
  const problem = problemOf(divider, { stop: {}, search: "random" });
  const { end, history } = await size(problem, pool, {
    signal: controller.signal,
    onProgress: ({ history: so }) => so.length >= 16 && controller.abort(),
  });
  expect([end, history.length]).toEqual(["interrupted", 16]);
});

test("where no simulation of the first designs gives anything, it stops", async () => {
  const problem = dividerWith({ "Cload out 0 1n": "Cload out 0 1n\nVloop in 0 2" }, {}, "divider.sp");
  const { end, history, best } = await size({ ...problem, search: "random" }, pool);
  expect([end, history.length, best!.failed]).toEqual(["failing", 32, true]);
});

test("it stops too where the simulations for one spec always fail, and the others do not", async () => {
  const broken = `decks:
  broken:
    devices: "Vin in 0 1\\nVloop in 0 2"
    analyses: { broken: { kind: op } }
`;
  const problem = problemOf(
    {
      ...divider,
      "bench.yaml": divider["bench.yaml"]
        .replace("decks:\n", broken)
        .replace("measures:\n", "measures:\n  loop: { measure: value, analysis: broken, of: v(out) }\n"),
      "problem.yaml": divider["problem.yaml"].replace("specs:\n", "specs:\n  loop: { atLeast: 0 }\n"),
    },
    { search: "random" },
  );
  const { end, history } = await size(problem, pool);
  expect([end, history.length, history[0]!.failed]).toEqual(["failing", 32, false]);
  expect(history[0]!.message).toBeDefined();
  expect(hopelessSpecs(problem.specs, history).map(({ name }) => name)).toEqual(["loop"]);
});

test("a folder holds one run, and nobody else's files", async () => {
  const path = join(folder, "one");
  await (await SizingFolder.create(path, description)).close();
  await expect(SizingFolder.create(path, description)).rejects.toMatchObject({ code: "SIZE_RUN_EXISTS" });
  await expect(SizingFolder.create(folder, description)).rejects.toMatchObject({
    code: "SIZE_FOLDER_NOT_EMPTY",
  });
  await expect(SizingFolder.reopen(join(folder, "nothing"))).rejects.toMatchObject({
    code: "SIZE_RUN_NOT_FOUND",
  });
  expect(readFileSync(join(path, "run.yaml"), "utf8")).toMatch(/command: size/);
});

test("files of a run that cannot be read are damaged, not a bug", async () => {
  const path = join(folder, "damaged");
  const run = await SizingFolder.create(path, description);
  writeFileSync(join(path, "state.json"), '{"told":');
  await expect(run.memory()).rejects.toMatchObject({ code: "SIZE_RUN_DAMAGED" });
  await run.close();
  writeFileSync(join(path, "run.yaml"), "format: [1");
  await expect(SizingFolder.reopen(path)).rejects.toMatchObject({ code: "SIZE_RUN_DAMAGED" });
});
