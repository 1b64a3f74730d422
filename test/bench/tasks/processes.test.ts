import { expect, test } from "vitest";
import type { TaskCell } from "../../../src/bench/tasks/record.js";
import { unitsOf } from "../../../src/bench/tasks/run-in-processes.js";
import { openProcess } from "../../../src/bench/tasks/task-process.js";

const cells = [1, 2].flatMap((seed) =>
  (["none", "dice"] as const).flatMap((encoder) =>
    ["a", "b", "c"].map((fold): TaskCell => ({ task: "op-amps", protocol: "honest", fold, encoder, seed })),
  ),
);

test("processes take an encoder and a seed with all folds, or single cells where these are too few", () => {
  expect(unitsOf(cells, 4).map((unit) => unit.length)).toEqual([3, 3, 3, 3]);
  expect(unitsOf(cells, 8)).toHaveLength(12);
  expect(unitsOf(cells, 8).flat()).toEqual(cells);
});

test("a process that ends before it has answered is told of", async () => {
  const own = openProcess({ task: "similarity", protocol: "honest", folder: "/nowhere", paths: {} });
  const running = own.run(cells, () => {});
  process.kill(own.pid!, "SIGKILL");
  await expect(running).rejects.toMatchObject({ code: "BENCH_WORKER_LOST" });
  await expect(own.run(cells, () => {})).rejects.toMatchObject({ code: "BENCH_WORKER_LOST" });
  await own.end();
});
