import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lockRun } from "../../src/train/run-lock.js";
import { temporaryFolder } from "./folders.js";

const stale = () =>
  JSON.stringify({ pid: spawnSync("true").pid, host: hostname(), since: "then", id: "old" });

it("is taken over by one only of many that see a stale lock", async () => {
  const folder = await temporaryFolder();
  const lock = join(folder, "run.lock");
  for (let round = 0; round < 10; round++) {
    await writeFile(lock, round % 2 === 0 ? stale() : "damaged");
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => lockRun(folder)));
    const taken = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(taken).toHaveLength(1);
    expect(JSON.parse(await readFile(lock, "utf8"))).toMatchObject({ pid: process.pid });
    await taken[0]!();
    expect(await readdir(folder)).toEqual([]);
  }
});

it("survives a process that was killed while it removed a stale lock", async () => {
  const folder = await temporaryFolder();
  for (const name of ["run.lock", "run.lock.removal"]) await writeFile(join(folder, name), stale());
  const release = await lockRun(folder);
  await expect(lockRun(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_LOCKED" });
  await release();
  expect(await readdir(folder)).toEqual([]);
});
