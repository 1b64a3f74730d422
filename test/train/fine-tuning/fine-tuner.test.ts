import { beforeAll, expect, it, onTestFinished } from "vitest";
import { validateConfig } from "../../../src/core/index.js";
import { generateInMemory, namedRecipe } from "../../../src/dataset/index.js";
import type { Checkpoint } from "../../../src/model/index.js";
import {
  FineTuner,
  type FineTunerOptions,
  finetuneSchema,
  loadSplit,
  nestedSubset,
  pretrain,
  scorePredictions,
  selectGraphs,
} from "../../../src/train/index.js";

const settings = { from: "memory", dataset: { recipe: "parallel-divider" }, threads: 1 };
const configOf = (changes: object) =>
  validateConfig(finetuneSchema, { ...settings, ...changes }, "the configuration");

let pretrained: Checkpoint;
beforeAll(async () => {
  const network = { kind: "thevenin", iterations: 4 };
  const learningRate = { kind: "cosine", peak: 1e-2, warmup: 10 };
  ({ checkpoint: pretrained } = await pretrain({
    dataset: { recipe: "ladder-2", rows: 400 },
    ...{ network, learningRate, batchSize: 32, steps: 100, validation: { every: 100 }, threads: 1 },
  }));
});

function tunerOf(options: FineTunerOptions): FineTuner {
  const tuner = new FineTuner(options);
  onTestFinished(() => tuner.release());
  return tuner;
}

it("learns voltages of another topology from fewer samples than scratch needs", async () => {
  const dataset = await generateInMemory(namedRecipe("parallel-divider"), { count: 400 });
  const [all, test] = [await loadSplit(dataset, "train"), await loadSplit(dataset, "test")];
  const { fit, held } = nestedSubset(all.graphs.length, 30, 1);
  const [train, valid] = [selectGraphs(all, fit), selectGraphs(all, held)];
  const tuner = tunerOf({ model: pretrained.card, graphs: all.graphs, config: configOf({ steps: 60 }) });
  const errorOf = async (from?: Checkpoint) => {
    const { weights } = await tuner.fit({ train, valid, from });
    return scorePredictions({ ...test, predictions: await tuner.predict(weights!, test.graphs) }).mse;
  };
  expect(await errorOf(pretrained)).toBeLessThan(0.5 * (await errorOf()));
});
