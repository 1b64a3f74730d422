import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openRun, pretrain, resumePretrain } from "../../src/train/index.js";
import { temporaryFolder, weightsIn } from "./folders.js";
import { tinyConfig } from "./tiny.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const config = { ...tinyConfig, steps: 60, averageDecay: 0.95, clipNorm: 1 };

describe("resuming", () => {
  it("goes on after Ctrl-C to the weights, moments and averages of an uninterrupted run, to the last bit", async () => {
    const [whole, parts] = [await temporaryFolder(), await temporaryFolder()];
    await pretrain(config, { folder: whole });
    for (const stop of [13, 37]) {
      const controller = new AbortController();
      const hooks = {
        signal: controller.signal,
        onProgress: ({ step }: { step: number }) => {
          if (step === stop) controller.abort();
        },
      };
      const result = await (stop === 13
        ? pretrain(config, { folder: parts, ...hooks })
        : resumePretrain(parts, hooks));
      expect(result).toMatchObject({ reason: "interrupted", step: stop });
    }
    expect(await resumePretrain(parts)).toMatchObject({ reason: "finished", step: 60 });
    expect(await weightsIn(parts, "last")).toEqual(await weightsIn(whole, "last"));
    expect(await weightsIn(parts, "best")).toEqual(await weightsIn(whole, "best"));
    const [a, b] = [await openRun(whole), await openRun(parts)];
    expect(b.validations).toEqual(a.validations);
    expect(
      b.journal.map(({ event }) => event).filter((event) => event !== "checkpoint" && event !== "validated"),
    ).toEqual([...["started", "interrupted", "resumed", "interrupted", "resumed", "finished"]]);
  });

  it("goes on after kill -9 to the weights of an uninterrupted run", async () => {
    const [whole, killed] = [await temporaryFolder(), await temporaryFolder()];
    await writeFile(join(killed, "config.yaml"), JSON.stringify({ ...config, checkpointEvery: 3 }));
    const child = spawn(process.execPath, [bin, "pretrain", "-c", "config.yaml", "-o", "run", "--quiet"], {
      cwd: killed,
    });
    const ended = once(child, "exit");
    const run = join(killed, "run");
    const journal = () => readFile(join(run, "journal.jsonl"), "utf8").catch(() => "");
    while (!(await journal()).includes('"event":"checkpoint","step":15')) {
      if (child.exitCode !== null) throw new Error("the run ended before it could be killed");
      await sleep(5);
    }
    child.kill("SIGKILL");
    await ended;
    expect(await readdir(run)).toContain("run.lock");
    expect(await journal()).not.toContain('"finished"');
    await appendFile(join(run, "journal.jsonl"), '{"time":"torn li');

    expect(await resumePretrain(run)).toMatchObject({ reason: "finished", step: 60 });
    await pretrain({ ...config, checkpointEvery: 3 }, { folder: whole });
    expect(await weightsIn(run, "last")).toEqual(await weightsIn(whole, "last"));
    expect((await openRun(run)).validations).toEqual((await openRun(whole)).validations);
    expect(await readdir(run)).not.toContain("run.lock");
  });

  it("does nothing more with a run that is finished", async () => {
    const folder = await temporaryFolder();
    const first = await pretrain({ ...tinyConfig, steps: 10 }, { folder });
    const before = await weightsIn(folder, "last");
    const again = await resumePretrain(folder);
    expect(again).toMatchObject({ reason: "finished", step: 10, best: first.best });
    expect(await weightsIn(folder, "last")).toEqual(before);
  });
});
