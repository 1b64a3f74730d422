import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { generateInMemory, namedRecipe } from "../../../src/dataset/index.js";
import type { Checkpoint } from "../../../src/model/index.js";
import {
  finetune,
  loadSplit,
  Predictor,
  pretrain,
  resumeFinetune,
  saveCheckpoint,
} from "../../../src/train/index.js";
import { temporaryFolder, weightsIn } from "../folders.js";
import { tinyConfig } from "../tiny.js";

let pretrained: Checkpoint;
beforeAll(async () => {
  ({ checkpoint: pretrained } = await pretrain({ ...tinyConfig, steps: 100 }));
});

/** A folder with the pretrained network, and a configuration of fine-tuning that begins with it. */
async function setting(changes: object = {}) {
  const folder = await temporaryFolder();
  const from = join(folder, "pretrained.safetensors");
  await saveCheckpoint(from, pretrained);
  const config = {
    from,
    dataset: { recipe: "parallel-divider", rows: 400 },
    samples: 40,
    batchSize: 16,
    steps: 40,
    learningRate: { kind: "cosine", peak: 3e-3, warmup: 5 },
    checkpointEvery: 10,
    threads: 1,
    ...changes,
  };
  return { config, folder: join(folder, "run") };
}

async function predictorOf(checkpoint: Checkpoint): Promise<Predictor> {
  const predictor = await Predictor.of(checkpoint, { threads: 1 });
  onTestFinished(() => predictor.release());
  return predictor;
}

describe("an ensemble", () => {
  it("predicts intervals that hold about as many unseen labels as they state", async () => {
    const { config } = await setting({ members: 5, coverage: 0.8 });
    const { checkpoint } = await finetune(config);
    expect(checkpoint!.card).toMatchObject({ members: 5, calibration: { samples: 40, coverage: 0.8 } });
    const dataset = await generateInMemory(namedRecipe("parallel-divider"), { count: 400 });
    const test = (await dataset.split("test")).rows;
    const { graphs } = await loadSplit(dataset, "test");
    const { interval } = await (await predictorOf(checkpoint!)).estimate(graphs);
    const hits = test.filter(
      ({ labels }, i) => labels[0]! >= interval!.low[i]! && labels[0]! <= interval!.high[i]!,
    ).length;
    expect(hits / test.length).toBeGreaterThan(0.7);
  });
});

it("goes on after Ctrl-C to the weights of an uninterrupted run", async () => {
  const { config, folder } = await setting({ members: 2 });
  const whole = `${folder}-whole`;
  const controller = new AbortController();
  const stopped = await finetune(config, {
    folder,
    signal: controller.signal,
    onProgress: ({ member, step }) => {
      if (member === 1 && step === 13) controller.abort();
    },
  });
  expect(stopped).toMatchObject({ reason: "interrupted", steps: [40, 13] });
  expect(await resumeFinetune(folder)).toMatchObject({ reason: "finished", steps: [40, 40] });
  await finetune(config, { folder: whole });
  expect(await weightsIn(folder, "best")).toEqual(await weightsIn(whole, "best"));
  expect((await readdir(join(folder, "members"))).sort()).toEqual(["0", "1"]);
});
