import { beforeAll, expect, it, onTestFinished } from "vitest";
import { validateConfig } from "../../../src/core/index.js";
import { generateInMemory, namedRecipe } from "../../../src/dataset/index.js";
import { type Checkpoint, graphHeadSchema } from "../../../src/model/index.js";
import {
  FineTuner,
  type FineTunerOptions,
  finetuneSchema,
  fitScaling,
  loadSplit,
  loadTargets,
  nestedSubset,
  pretrain,
  scaleLabels,
  scoreEachTarget,
  scorePredictions,
  selectGraphs,
  unscale,
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

const resistance = [{ name: "output-resistance", scale: "linear" }] as const;

it.each(["attention", "mean"])("learns a quantity of whole circuits by %s pooling", async (kind) => {
  const recipe = { ...namedRecipe("ladder-rout"), circuits: ["ladder-2", "ladder-3"] };
  const dataset = await generateInMemory(recipe, { count: 400 });
  const [all, test] = [
    await loadTargets(dataset, "train", resistance),
    await loadTargets(dataset, "test", resistance),
  ];
  const scaling = fitScaling(all, resistance);
  const network = { kind: "deepgen", layers: 3, hidden: 16, convNorm: "batch", output: "sigmoid" } as const;
  const tuner = tunerOf({
    model: {
      network,
      scheme: pretrained.card.scheme,
      head: graphHeadSchema.parse({ pooling: { kind }, hidden: 32 }),
      targets: scaling,
    },
    graphs: all.graphs,
    config: configOf({
      steps: 200,
      batchSize: 32,
      clipNorm: 1,
      learningRate: { kind: "cosine", peak: 3e-3 },
    }),
  });
  const { fit, held } = nestedSubset(all.graphs.length, 200, 1);
  const scaled = scaleLabels(all, scaling);
  const { weights } = await tuner.fit({
    train: selectGraphs(scaled, fit),
    valid: selectGraphs(scaled, held),
  });
  const predictions = unscale(await tuner.predict(weights!, test.graphs), scaling);
  const [metrics] = scoreEachTarget({ predictions, labels: test.labels }, 1, { levels: 100 });
  expect(metrics!.r2).toBeGreaterThan(0.25);
});
