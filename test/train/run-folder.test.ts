import { spawn, spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { generateDataset, namedRecipe, openSource, withRowCount } from "../../src/dataset/index.js";
import { openRun, Predictor, pretrain, resumePretrain } from "../../src/train/index.js";
import { temporaryFolder, weightsIn } from "./folders.js";
import { tinyConfig } from "./tiny.js";

const config = { ...tinyConfig, steps: 10 };

it("records the complete configuration, versions, data, every validation and the metrics", async () => {
  const folder = await temporaryFolder();
  const result = await pretrain(config, { folder });
  const run = await openRun(folder);
  expect(run.description).toMatchObject({
    command: "pretrain",
    versions: { node: process.versions.node, onnxruntime: expect.any(String) },
    dataset: { name: "loaded-divider", simulator: { name: "exact" }, train: 90, valid: 10 },
  });
  expect(run.config).toMatchObject({
    ...config,
    weightDecay: 0,
    features: { scheme: "kirchhoff@1", fit: true },
  });
  expect(run.validations).toEqual([result.last]);
  expect(run.metrics.map(({ step }) => step)).toEqual([5, 10]);
  expect((await run.checkpoint("best")).card.training).toMatchObject({ step: 10, best: result.best });
});

it("refuses a folder with a run or with other files, and leaves it alone", async () => {
  const folder = await temporaryFolder();
  await pretrain(config, { folder });
  const before = await weightsIn(folder, "last");
  await expect(pretrain(config, { folder })).rejects.toMatchObject({ code: "TRAIN_RUN_EXISTS" });
  expect(await weightsIn(folder, "last")).toEqual(before);
  const other = await temporaryFolder();
  await writeFile(join(other, "thesis.tex"), "years of work");
  await expect(pretrain(config, { folder: other })).rejects.toMatchObject({ code: "TRAIN_FOLDER_NOT_EMPTY" });
  expect(await readdir(other)).toEqual(["thesis.tex"]);
});

it("leaves no folder behind when the data are missing", async () => {
  const folder = join(await temporaryFolder(), "run");
  await expect(pretrain({ ...config, dataset: { folder: "nowhere" } }, { folder })).rejects.toMatchObject({
    code: "DATASET_NOT_FOUND",
  });
  await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
});

it("refuses a run that another process writes, and takes over the lock of one that is gone", async () => {
  const folder = await temporaryFolder();
  await pretrain(config, { folder });
  const other = spawn("sleep", ["60"]);
  onTestFinished(() => void other.kill());
  const lock = (holder: object) =>
    writeFile(join(folder, "run.lock"), JSON.stringify({ host: hostname(), since: "now", ...holder }));
  await lock({ pid: other.pid });
  await expect(resumePretrain(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_LOCKED" });
  await lock({ pid: 1, host: "another-machine" });
  await expect(resumePretrain(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_LOCKED" });
  await lock({ pid: spawnSync("true").pid });
  await expect(resumePretrain(folder)).resolves.toMatchObject({ reason: "finished" });
  await lock({ pid: process.pid });
  await expect(resumePretrain(folder)).resolves.toMatchObject({ reason: "finished" });
});

it("says what is wrong with a folder that holds no run, or a damaged one", async () => {
  const folder = await temporaryFolder();
  await expect(resumePretrain(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_NOT_FOUND" });
  await expect(openRun(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_NOT_FOUND" });
  await pretrain(config, { folder });
  const path = join(folder, "run.yaml");
  await writeFile(path, (await readFile(path, "utf8")).replace("batchSize", "batchsize"));
  await expect(resumePretrain(folder)).rejects.toMatchObject({ code: "TRAIN_RUN_DAMAGED" });
});

it("does not go on with other data than it began with", async () => {
  const cwd = await temporaryFolder();
  const [data, folder] = [join(cwd, "data"), join(cwd, "run")];
  const generate = async (seed: number) =>
    generateDataset({
      folder: data,
      recipe: { ...withRowCount(namedRecipe("ladder-2"), 100), seed },
      source: await openSource("exact"),
      force: true,
    });
  await generate(1);
  await pretrain({ ...config, dataset: { folder: data } }, { folder });
  await generate(2);
  await expect(resumePretrain(folder)).rejects.toMatchObject({ code: "TRAIN_DATA_CHANGED" });
  await generate(1);
  await expect(resumePretrain(folder)).resolves.toMatchObject({ reason: "finished" });
});

it("learns from data that a simulator labels in memory, and says which", async () => {
  const folder = await temporaryFolder();
  const dataset = { recipe: "loaded-divider", rows: 60, simulator: "embedded" };
  await pretrain({ ...config, dataset }, { folder });
  expect((await openRun(folder)).description.dataset).toMatchObject({
    simulator: { name: "ngspice-embedded", version: expect.stringMatching(/^\d/) },
    train: 27,
  });
});

const canMount = process.platform === "linux" && process.getuid?.() === 0;

it.skipIf(!canMount)(
  "stops with a clear error on a full disk and goes on when there is room",
  async (context) => {
    const [disk, whole] = [await temporaryFolder(), await temporaryFolder()];
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status === 0;
    if (!mounted) return context.skip("this machine lets nobody mount a file system");
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    const folder = join(disk, "run");
    await mkdir(folder);
    const controller = new AbortController();
    const onProgress = ({ step }: { step: number }) => step === 20 && controller.abort();
    const longer = { ...tinyConfig, steps: 40 };
    await pretrain(longer, { folder, signal: controller.signal, onProgress });
    const { size } = await import("node:fs/promises").then(({ stat }) =>
      stat(join(folder, "checkpoints/last.safetensors")),
    );
    spawnSync("dd", ["if=/dev/zero", `of=${join(disk, "filler")}`, "bs=1k"]);
    expect(size).toBeGreaterThan(20_000);

    const before = await weightsIn(folder, "last");
    await expect(resumePretrain(folder)).rejects.toMatchObject({
      code: expect.stringMatching(/TRAIN_DISK_FULL|ENOSPC/),
    });
    expect(await weightsIn(folder, "last")).toEqual(before);
    expect((await readdir(join(folder, "checkpoints"))).filter((file) => file.endsWith(".tmp"))).toEqual([]);

    await rm(join(disk, "filler"));
    expect(await resumePretrain(folder)).toMatchObject({ reason: "finished", step: 40 });
    await pretrain(longer, { folder: whole });
    expect(await weightsIn(folder, "last")).toEqual(await weightsIn(whole, "last"));
  },
);

it("opens the best checkpoint of a run by the run's folder", async () => {
  const folder = await temporaryFolder();
  await pretrain(config, { folder });
  const predictor = await Predictor.open(folder);
  expect(predictor.card.seen.circuits).toEqual(["loaded-divider"]);
  await predictor.release();
  await expect(Predictor.open(join(folder, "none.safetensors"))).rejects.toMatchObject({
    code: "CHECKPOINT_NOT_FOUND",
  });
});
