import { beforeAll, expect, it, onTestFinished } from "vitest";
import { validateConfig } from "../../../src/core/index.js";
import { generateInMemory, namedRecipe } from "../../../src/dataset/index.js";
import { type Checkpoint, graphHeadSchema, unpackTensors } from "../../../src/model/index.js";
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
  const network = {
    kind: "deepgen",
    layers: 3,
    hidden: 16,
    convNorm: "batch",
    output: "sigmoid",
    earlyHeads: 0,
  } as const;
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

it("leaves a frozen backbone as it was to the last bit, running statistics included, and learns by its head", async () => {
  const network = {
    kind: "deepgen",
    layers: 2,
    hidden: 8,
    convNorm: "batch",
    output: "sigmoid",
    earlyHeads: 0,
  } as const;
  const data = { dataset: { recipe: "parallel-divider", rows: 100 }, network, batchSize: 16, threads: 1 };
  const { checkpoint } = await pretrain({ ...data, steps: 10, validation: { every: 10 } });
  const dataset = await generateInMemory(namedRecipe("parallel-divider"), { count: 100 });
  const train = await loadSplit(dataset, "train");
  const tuner = tunerOf({
    model: checkpoint.card,
    graphs: train.graphs,
    config: configOf({ steps: 5, batchSize: 16, weightDecay: 0.1, averageDecay: 0.9 }),
    trains: "head",
  });
  const { position } = await tuner.fit({ train, valid: train, from: checkpoint });
  const { parameters, buffers } = await tuner.layouts();
  const tuned = new Map([
    ...unpackTensors(parameters, position.state.parameters),
    ...unpackTensors(buffers, position.state.buffers),
  ]);
  const changed = [...tuned].filter(([name, { data: now }]) => {
    const before = checkpoint.tensors.get(name)!.data;
    return now.some((value, i) => value !== before[i]);
  });
  expect(changed.map(([name]) => name).filter((name) => !name.startsWith("head."))).toEqual([]);
  expect(changed.map(([name]) => name)).toContain("head.bn0.running_mean");
});

it.each(["states", "voltages"] as const)(
  "trains a head alone on %s that are computed once",
  async (reads) => {
    const recipe = { ...namedRecipe("ladder-rout"), circuits: ["ladder-2"] };
    const dataset = await generateInMemory(recipe, { count: 60 });
    const all = await loadTargets(dataset, "train", resistance);
    const scaling = fitScaling(all, resistance);
    const { network, scheme } = pretrained.card;
    const head = graphHeadSchema.parse({ reads, pooling: { kind: "mean" }, hidden: 8 });
    const tuner = tunerOf({
      model: { network, scheme, head, targets: scaling },
      graphs: all.graphs,
      config: configOf({ steps: 20, batchSize: 16, weightDecay: 0.1, averageDecay: 0.9 }),
      trains: "head",
    });
    const { fit, held } = nestedSubset(all.graphs.length, 30, 1);
    const scaled = scaleLabels(all, scaling);
    const valid = selectGraphs(scaled, held);
    const { weights, best } = await tuner.fit({ train: selectGraphs(scaled, fit), valid, from: pretrained });
    // The whole network, from its backbone on, finds what validation found.
    const predictions = await tuner.predict(weights!, valid.graphs);
    expect(scorePredictions({ ...valid, predictions }).mse).toBeCloseTo(best!.metrics.mse, 5);
    const { parameters } = await tuner.layouts();
    const backbone = unpackTensors(parameters, weights!.parameters).filter(
      ([name]) => !/^head\.(pooling|mlp)\./.test(name),
    );
    expect(backbone.length).toBeGreaterThan(5);
    for (const [name, { data }] of backbone) expect(data).toEqual(pretrained.tensors.get(name)!.data);
  },
);

it("lets invalid labels count for nothing", async () => {
  const dataset = await generateInMemory(
    { ...namedRecipe("ladder-rout"), circuits: ["ladder-2"] },
    { count: 40 },
  );
  const all = await loadTargets(dataset, "train", resistance);
  const twice = (second: (label: number) => number) => ({
    ...all,
    labels: Float64Array.from({ length: 2 * all.graphs.length }, (_, i) =>
      i % 2 === 0 ? all.labels[i / 2]! : second(all.labels[(i - 1) / 2]!),
    ),
    offsets: all.offsets.map((at) => 2 * at),
  });
  const targets = [...resistance, { name: "other", scale: "log" }] as const;
  const labels = twice((label) => (label > 0.3 ? label : Number.NaN));
  const scaling = fitScaling(labels, targets);
  const network = {
    kind: "deepgen",
    layers: 1,
    hidden: 8,
    convNorm: "batch",
    output: "sigmoid",
    earlyHeads: 0,
  } as const;
  const head = graphHeadSchema.parse({ pooling: { kind: "mean" }, hidden: 8 });
  const tuner = tunerOf({
    model: { network, scheme: pretrained.card.scheme, head, targets: scaling },
    graphs: all.graphs,
    config: configOf({ steps: 5, batchSize: 16 }),
  });
  const scaled = scaleLabels(labels, scaling);
  const { best } = await tuner.fit({ train: scaled, valid: scaled });
  expect(best!.metrics.labels).toBe(scaled.labels.filter((label) => !Number.isNaN(label)).length);
  expect(best!.metrics.mse).toBeGreaterThan(0);
  expect(() =>
    fitScaling(
      twice(() => -1),
      targets,
    ),
  ).toThrow(expect.objectContaining({ code: "TRAIN_NO_VALID_LABEL" }));
});
