import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";
import { trainingRecipes } from "../../src/train/index.js";
import { tinyConfig } from "../train/tiny.js";
import { captureContext } from "./helpers.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), "kirchhoff-cli-train-"));
const opAmpModel = fileURLToPath(new URL("../../models/opamp-norton.safetensors", import.meta.url));
const ladder = fileURLToPath(new URL("../../examples/circuits/ladder-3.sp", import.meta.url));

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

beforeAll(async () => {
  await writeFile(
    join(cwd, "tiny.yaml"),
    JSON.stringify({ ...tinyConfig, dataset: { recipe: "ladder-2", rows: 100 } }),
  );
  const made = await run("pretrain", "-c", "tiny.yaml", "--out", "model");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toContain("model: finished after 40 steps");
  expect(made.stdout).toContain("kirchhoff evaluate model --data ladder-12 ladder-32");
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe("kirchhoff pretrain", () => {
  it("takes recipes, files, --set and --data together, and shows what they come to", async () => {
    const shown = await run(
      "pretrain",
      "--recipe",
      "ladder-paper",
      "--set",
      "network.layers=5",
      "--show-config",
    );
    expect(shown.stdout).toContain("layers: 5");
    expect(shown.stdout).toContain("batchSize: 256");
    const file = await run("pretrain", "-c", "tiny.yaml", "-d", "data/x", "--threads", "2", "--show-config");
    expect(file.stdout).toContain(`folder: ${join(cwd, "data/x")}`);
    expect(file.stdout).toContain("threads: 2");
    const schema = JSON.parse((await run("pretrain", "--schema")).stdout);
    expect(schema.properties.steps.description).toBe("optimiser steps");
  });

  it("names every recipe in its help", async () => {
    const { stdout } = await run("pretrain", "--help");
    for (const name of Object.keys(trainingRecipes)) expect(stdout).toContain(name);
  });

  it("explains the mistakes that people make", async () => {
    expect((await run("pretrain", "-c", "none.yaml")).stderr).toContain("ENOENT");
    expect((await run("pretrain", "-c", "tiny.yaml", "--out", "tiny.yaml")).stderr).toContain("error EEXIST");
    expect((await run("pretrain", "-c", "model")).stderr).toContain(join(cwd, "model"));
    expect((await run("pretrain", "--recipe", "lader")).stderr).toContain('did you mean "ladder"?');
    expect((await run("pretrain", "--set", "stepps=3")).stderr).toContain('did you mean "steps"?');
    expect((await run("pretrain", "--data", "nowhere", "--out", "x")).stderr).toContain("DATASET_NOT_FOUND");
    expect((await run("pretrain", "-c", "tiny.yaml", "--out", "model")).stderr).toContain("TRAIN_RUN_EXISTS");
    expect((await run("pretrain", "--resume", "nowhere")).stderr).toContain("TRAIN_RUN_NOT_FOUND");
    expect((await run("pretrain", "--resume", "model", "--set", "steps=3")).stderr).toContain(
      "TRAIN_SETTING",
    );
    expect((await run("pretrain", "--device", "tpu")).code).toBe(2);
    await writeFile(join(cwd, "typo.yaml"), "steps: 3\nbatchsize: 4\n");
    expect((await run("pretrain", "-c", "typo.yaml")).stderr).toContain("typo.yaml:2:1");
  });

  it("finishes its step on Ctrl-C, says how to resume, and does so to the end", async () => {
    const argv = ["pretrain", "-c", "tiny.yaml", "--set", "steps=2000", "-o", "stopped"];
    const child = spawn(process.execPath, [bin, ...argv], { cwd });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const ended = once(child, "exit");
    const journal = join(cwd, "stopped/journal.jsonl");
    while (!(await readFile(journal, "utf8").catch(() => "")).includes('"checkpoint"')) {
      if (child.exitCode !== null) throw new Error(`ended early: ${stderr}`);
      await sleep(10);
    }
    child.kill("SIGINT");
    const [code] = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("kirchhoff pretrain --resume stopped");
    const step = JSON.parse((await readFile(journal, "utf8")).trim().split("\n").at(-1)!).step;
    expect(step).toBeLessThan(2000);
    const path = join(cwd, "stopped/run.yaml");
    await writeFile(path, (await readFile(path, "utf8")).replace("steps: 2000", `steps: ${step + 10}`));
    const outcome = JSON.parse((await run("pretrain", "--resume", "stopped", "--json")).stdout);
    expect(outcome).toMatchObject({ folder: "stopped", reason: "finished", step: step + 10 });
  });
});

describe("kirchhoff evaluate", () => {
  it("prints a line for each data set, named or in a folder", async () => {
    await run("generate", "ladder-4", "--count", "42", "--simulator", "exact", "--out", "data/l4");
    const { code, stdout } = await run("evaluate", "model", "--data", "ladder-3", "data/l4", "--rows", "20");
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toMatch(/^data set +split +Acc@100 +by batch +RMSE \(V\) +circuits +outputs$/);
    expect(lines[1]).toMatch(/^ladder-3 +test +0\.\d{4} +0\.\d{4} +0\.\d+ +20 +60$/);
    expect(lines[2]).toMatch(/^ladder-4 +test /);
  });

  it("tells nets that no source drives apart, where there are both", async () => {
    const rows = ["--rows", "8", "--levels", "200", "--data", "opamp"];
    const { stdout } = await run("evaluate", opAmpModel, ...rows);
    expect(stdout).toMatch(/^data set +split +Acc@200 +free nets +by batch /);
    expect(stdout).toMatch(/^opamp +test +\d\.\d{4} +\d\.\d{4} +\d\.\d{4} /m);
  });

  it("gives the numbers of the run's own validation as JSON", async () => {
    const recipe = ["generate", "ladder-2", "--count", "100", "--simulator", "exact", "--out", "data/l2"];
    expect((await run(...recipe)).code).toBe(0);
    const { stdout } = await run("evaluate", "model", "--data", "data/l2", "--split", "valid", "--json");
    const best = JSON.parse(await readFile(join(cwd, "model/checkpoints/best.json"), "utf8")).training.best;
    const { metrics } = JSON.parse(stdout).rows[0];
    expect(metrics.rmse).toBeCloseTo(best.metrics.rmse, 5);
    expect(metrics.labels).toBe(best.metrics.labels);
  });

  it("explains a missing model and an unknown name", async () => {
    expect((await run("evaluate", "none", "--data", "ladder-3")).stderr).toContain("CHECKPOINT_NOT_FOUND");
    expect((await run("evaluate", "model", "--data", "lader")).stderr).toContain("DATASET_UNKNOWN_RECIPE");
  });
});

describe("kirchhoff predict", () => {
  it("prints each net's prediction beside the simulation", async () => {
    const { code, stdout } = await run(
      "predict",
      "model",
      ladder,
      "--nets",
      "o1,O3",
      "--simulator",
      "embedded",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/ngspice-embedded/);
    expect(stdout).toMatch(/^ {2}o1 +0\.\d{4} +0\.4714 +[+-][\d.]+ [mµ]V$/m);
    expect(stdout).toMatch(/^ {2}o3 +0\.\d{4} +0\.4299 +[+-][\d.]+ [mµ]V$/m);
    expect(stdout).not.toMatch(/^ {2}o2 /m);
    expect(stdout).not.toContain("never seen");
  });

  it("says which kinds of device the network has never seen", async () => {
    await writeFile(join(cwd, "rc.sp"), "an RC\nv1 a 0 1\nr1 a b 1k\nc1 b 0 1u\n.end\n");
    const { stdout } = await run("predict", "model", "rc.sp", "--no-simulate", "--json");
    const { nets, unseenKinds } = JSON.parse(stdout);
    expect(unseenKinds).toEqual(["capacitor.plus", "capacitor.minus"]);
    expect(nets.map(({ net }: { net: string }) => net)).toEqual(["a", "b"]);
    expect((await run("predict", "model", "rc.sp", "--no-simulate")).stdout).toContain(
      "never seen capacitor",
    );
  });

  it("says so of a voltage source that floats", async () => {
    await writeFile(join(cwd, "float.sp"), "floating\nv1 a 0 1\nr1 a b 1k\nv2 b c 1\nr2 c 0 1k\n.end\n");
    const { stdout } = await run("predict", "model", "float.sp", "--no-simulate", "--json");
    expect(JSON.parse(stdout).unseenKinds).toEqual(["floating voltage source"]);
  });

  it("explains a broken netlist, a missing one and an unknown net", async () => {
    await writeFile(join(cwd, "bad.sp"), "bad\nr1 a\n.end\n");
    const bad = await run("predict", "model", "bad.sp");
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain("bad.sp:2");
    expect((await run("predict", "model", "none.sp")).code).toBe(1);
    await writeFile(join(cwd, "empty.sp"), "");
    expect((await run("predict", "model", "empty.sp")).stderr).toContain("CLI_EMPTY_CIRCUIT");
    await writeFile(join(cwd, "prose.sp"), "a title\n=\n".repeat(100));
    const prose = (await run("predict", "model", "prose.sp")).stderr.trim().split("\n");
    expect(prose).toHaveLength(21);
    expect(prose.at(-1)).toContain("see them all with: kirchhoff parse prose.sp");
    expect((await run("predict", "model", ladder, "--nets", "o33")).stderr).toContain('did you mean "o3"?');
    expect((await run("predict", "model", ladder, "--nets", "o1,,o2")).stderr).toContain(
      "CLI_EMPTY_NET_NAME",
    );
  });
});

describe("kirchhoff export", () => {
  it("writes the model and the description of its inputs", async () => {
    const { code, stdout } = await run("export", "model", "--onnx", "m.onnx");
    expect(code).toBe(0);
    expect(stdout).toContain("described in m.json");
    const description = JSON.parse(await readFile(join(cwd, "m.json"), "utf8"));
    expect(description.inputs[0]).toHaveProperty("description");
    expect((await readFile(join(cwd, "m.onnx"))).length).toBeGreaterThan(10_000);
  });

  it("refuses a damaged checkpoint", async () => {
    const bytes = await readFile(join(cwd, "model/checkpoints/best.safetensors"));
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(join(cwd, "damaged.safetensors"), bytes);
    expect((await run("export", "damaged.safetensors", "--onnx", "d.onnx")).stderr).toContain(
      "CHECKPOINT_ALTERED",
    );
  });
});
