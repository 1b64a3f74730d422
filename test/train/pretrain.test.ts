import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generateInMemory, namedRecipe } from "../../src/dataset/index.js";
import { pretrain } from "../../src/train/index.js";
import { tinyConfig } from "./tiny.js";

const network = { kind: "thevenin", iterations: 4 };

it("learns: the validation error falls to a fraction of that of predicting the mean", async () => {
  const rows = 600;
  const valid = await (await generateInMemory(namedRecipe("ladder-2"), { count: rows })).split("valid");
  const labels = valid.rows.flatMap((row) => Array.from(row.labels));
  const mean = labels.reduce((a, b) => a + b) / labels.length;
  const variance = labels.reduce((sum, label) => sum + (label - mean) ** 2, 0) / labels.length;
  const { best, reason } = await pretrain({
    dataset: { recipe: "ladder-2", rows },
    network,
    batchSize: 32,
    steps: 100,
    learningRate: { kind: "cosine", peak: 1e-2, warmup: 10 },
    validation: { every: 50 },
    threads: 1,
  });
  expect(reason).toBe("finished");
  expect(best!.metrics.mse).toBeLessThan(0.2 * variance);
});

it("is a function of its configuration: the same seed gives the same weights, another gives others", async () => {
  const config = { ...tinyConfig, steps: 6 };
  const weights = async (changes: object) => {
    const { tensors } = (await pretrain({ ...config, ...changes })).checkpoint;
    return [...tensors.values()].flatMap(({ data }) => Array.from(data));
  };
  const first = await weights({});
  expect(await weights({})).toEqual(first);
  expect(await weights({ seed: 2 })).not.toEqual(first);
  expect(await weights({ loss: { kind: "l1" } })).not.toEqual(first);
  expect(await weights({ loss: { kind: "huber" } })).not.toEqual(first);
  expect(await weights({ clipNorm: 0.01 })).not.toEqual(first);
  expect(await weights({ weightDecay: 0.1 })).not.toEqual(first);
});

it("stops early after as many validations without a better accuracy as patience allows", async () => {
  const { reason, step, last, best } = await pretrain({
    ...tinyConfig,
    steps: 200,
    learningRate: { kind: "constant", peak: 1e-9 },
    validation: { every: 5, patience: 3 },
  });
  expect(reason).toBe("stopped-early");
  expect(last!.step - best!.step).toBe(15);
  expect(step).toBe(last!.step);
});

it("says so when training diverges", async () => {
  const learningRate = { kind: "constant", peak: 1e30, warmup: 0 };
  await expect(pretrain({ ...tinyConfig, network, learningRate })).rejects.toMatchObject({
    code: "TRAIN_DIVERGED",
  });
});

it("refuses datasets that it cannot learn from", async () => {
  await expect(
    pretrain({ ...tinyConfig, dataset: { recipe: "ladder-rout", rows: 10 } }),
  ).rejects.toMatchObject({
    code: "TRAIN_LABEL_KIND",
  });
  const recipe = { name: "mine", circuits: ["ladder-2"], splits: { train: 5 } };
  await expect(pretrain({ ...tinyConfig, dataset: { recipe } })).rejects.toMatchObject({
    code: "TRAIN_EMPTY_SPLIT",
  });
  await expect(pretrain({ batchsize: 3 })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});

it("tells how labelling goes on, and stops it when it is asked to, with nothing left behind", async () => {
  const stop = new AbortController();
  const done: number[] = [];
  const folder = join(tmpdir(), `kirchhoff-stopped-${process.pid}`);
  const stopped = pretrain(tinyConfig, {
    folder,
    signal: stop.signal,
    onLabelled(progress) {
      done.push(progress.done);
      expect(progress.total).toBe(200);
      if (progress.done === 10) stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: "DATASET_INTERRUPTED" });
  expect(done.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(done.length).toBeLessThan(200);
  expect(existsSync(folder)).toBe(false);
});
