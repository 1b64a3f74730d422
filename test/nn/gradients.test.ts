import { describe, expect, it } from "vitest";
import { universalProfile } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";
import * as t from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import {
  gradientError,
  gradientErrorOf,
  gradientTolerance,
  type Numbers,
  numbers,
} from "../support/finite-differences.js";
import { directedTables, inNeighbours } from "../support/parity.js";

const nodes = 6;
const source = [0, 1, 2, 0, 3, 3, 4, 4];
const sink = [1, 0, 0, 2, 0, 0, 3, 4];
const lists = inNeighbours(source, sink, nodes);
const { profile, table, backProfile, transpose } = directedTables(lists, nodes);
const neighbours = t.directedTable("n", { rows: nodes, source: nodes, profile, restore: true }, backProfile);
const neighbourFeeds = { ...t.rowTableFeeds("n", table), ...t.rowTableFeeds("n/transpose", transpose) };

const profiles = { sourceProfile: universalProfile, targetProfile: universalProfile };
const edges = nn.edgeInputs("e", { nodes, edges: source.length, ...profiles });
const edgeFeeds = nn.edgeFeeds(
  "e",
  { source: Int32Array.from(source), target: Int32Array.from(sink) },
  nodes,
  profiles,
);
const graphOf = Int32Array.of(1, 0, 1, 1, 0, 0);
const byGraph = t.groupTable("g", { items: nodes, groups: 2, profile: universalProfile });
const graphFeeds = t.groupFeeds("g", graphOf, 2, universalProfile);
const oneClass = [{ width: Number.POSITIVE_INFINITY, padded: true }];
const padded = t.groupTable("p", { items: nodes, groups: 3, profile: oneClass });
const paddedFeeds = t.groupFeeds("p", Int32Array.of(2, 0, 2, 2, 0, 2), 3, oneClass);
const feeds = { ...neighbourFeeds, ...edgeFeeds, ...graphFeeds, ...paddedFeeds };

const x = numbers([nodes, 3], { seed: 20 });
const e = numbers([source.length, 3], { seed: 21 });

/** Checks a layer in training mode: the gradients of its inputs and of all of its parameters, at random values. */
async function layerError(
  inputs: Readonly<Record<string, Numbers>>,
  build: (scope: nn.Scope, x: Readonly<Record<string, t.Expression>>) => t.Expression,
): Promise<number> {
  const symbols = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, t.input(name, shape)]),
  );
  const model = nn.buildModel((scope) => build(scope, symbols), { training: true });
  const { parameters, buffers } = model;
  const start: t.TensorValue = {
    type: "float32",
    shape: [buffers.size],
    data: nn.initialState(buffers, 1),
  };
  const values = { ...inputs, parameters: numbers([parameters.size], { seed: 22, low: -1, high: 1 }) };
  const all = { ...symbols, parameters: model.packedParameters };
  return gradientErrorOf(model.result, all, values, { feeds: { ...feeds, buffers: start } });
}

const e3 = (scope: nn.Scope, at: Readonly<Record<string, t.Expression>>) =>
  nn.ginEdgeLayer(scope, { nodes: at.x!, edges: at.e! }, edges, { mlpLayers: 2 });
const names = { first: "lin1", norm: "norm", second: "lin2" };

const layers: readonly [
  string,
  Readonly<Record<string, Numbers>>,
  (scope: nn.Scope, at: Readonly<Record<string, t.Expression>>) => t.Expression,
][] = [
  ["linear", { x }, (scope, at) => nn.linear(scope, at.x!, 2)],
  ["layer norm", { x }, (scope, at) => nn.layerNorm(scope, at.x!)],
  ["batch norm", { x }, (scope, at) => nn.batchNorm(scope, at.x!)],
  ["MLP with ReLU", { x }, (scope, at) => nn.mlp(scope, at.x!, { layers: 3, hidden: 4, outputs: 2 })],
  [
    "MLP with GELU",
    { x },
    (scope, at) => nn.mlp(scope, at.x!, { layers: 3, hidden: 4, outputs: 2, activation: "gelu" }),
  ],
  [
    "folded batch-norm MLP",
    { x, r: numbers([nodes, 2], { seed: 24 }) },
    (scope, at) => nn.batchNormMlp(scope, [at.x!], { hidden: 4, residuals: [at.r!], names })[0]!,
  ],
  [
    "folded batch-norm MLP on rows in two parts",
    {
      x,
      z: numbers([4, 3], { seed: 27 }),
      r: numbers([nodes, 2], { seed: 24 }),
      q: numbers([4, 2], { seed: 28 }),
    },
    (scope, at) =>
      t.concat(nn.batchNormMlp(scope, [at.x!, at.z!], { hidden: 4, residuals: [at.r!, at.q!], names }), 0),
  ],
  ["GCN", { x }, (scope, at) => nn.gcnLayer(scope, at.x!, 2, neighbours)],
  ["GAT", { x }, (scope, at) => nn.gatLayer(scope, at.x!, edges, { outputs: 2, heads: 3 })],
  [
    "softmax aggregation",
    { x, s: numbers([1], { seed: 23 }) },
    (_, at) => nn.softmaxAggregate(at.x!, at.s!, neighbours),
  ],
  [
    "softmax aggregation with a bound",
    { x, s: numbers([1], { seed: 23 }) },
    (_, at) => nn.softmaxAggregate(at.x!, at.s!, neighbours, { bound: t.constant(3) }),
  ],
  [
    "attention pooling",
    { x },
    (scope, at) => nn.attentionPooling(scope, at.x!, byGraph, { latents: 2, latentWidth: 3, layers: 2 }),
  ],
  [
    "attention pooling of graphs in one padded class",
    { x },
    (scope, at) => nn.attentionPooling(scope, at.x!, padded, { latents: 2, latentWidth: 3, layers: 2 }),
  ],
  ["sum pooling", { x }, (_, at) => nn.sumPooling(t.square(at.x!), byGraph)],
  ["mean pooling", { x }, (_, at) => nn.meanPooling(t.square(at.x!), byGraph)],
  ["GIN with edges: nodes", { x, e }, (scope, at) => e3(scope, at).nodes],
  ["GIN with edges: edges", { x, e }, (scope, at) => e3(scope, at).edges],
];

describe("gradients of layers by finite differences", () => {
  it.each(layers)("%s", async (_, inputs, build) => {
    expect(await layerError(inputs, build)).toBeLessThan(gradientTolerance);
  });
});

const target = numbers([nodes, 3], { seed: 25 });
const labels: t.TensorValue = { type: "float32", shape: [nodes], data: Float32Array.of(1, 1, -1, 2, 2, -2) };
const labelsInput = t.input("labels", [nodes]);

const losses: readonly [string, (z: t.Expression, y: t.Expression) => t.Expression][] = [
  ["mean squared error", nn.meanSquaredError],
  ["L1", nn.l1Loss],
  ["Huber", (z, y) => nn.huberLoss(z, y, 0.7)],
  ["DICE", (z) => nn.diceLoss(z, labelsInput, { tau: 0.3, positiveTau: 0.5, negativeTau: 0.4 })],
  ["DICE, own negatives", (z) => nn.diceLoss(z, labelsInput, { tau: 0.3, ownNegatives: true })],
  ["DICE, negatives apart", (z) => nn.diceLoss(z, labelsInput, { tau: 0.3, negativeAnchors: true })],
  ["NT-Xent", (z) => nn.ntXentLoss(z, labelsInput, 0.4)],
  [
    "SimSiam, of the predictions",
    (z, y) => nn.simSiamLoss(t.constant(x.data, x.shape), t.add(z, y), labelsInput),
  ],
];

describe("gradients of losses by finite differences", () => {
  it.each(losses)("%s", async (_, build) => {
    const options = { feeds: { labels } };
    expect(await gradientError({ z: x, y: target }, ({ z, y }) => build(z!, y!), options)).toBeLessThan(
      gradientTolerance,
    );
  });
});

describe("clipping by the global norm", () => {
  const gradient = numbers([5], { seed: 26 });
  const norm = Math.hypot(...gradient.data);

  it.each([
    ["leaves a short gradient", 2 * norm, 1],
    ["shortens a long one", norm / 4, 1 / 4],
  ])("%s", async (_, maxNorm, factor) => {
    const clipped = nn.clipByGlobalNorm(t.input("g", [5]), t.input("maxNorm", []));
    const program = await t.compile({ clipped: clipped.gradient, norm: clipped.norm }, { runtime });
    const out = await program.run({
      g: { type: "float32", shape: [5], data: Float32Array.from(gradient.data) },
      maxNorm: { type: "float32", shape: [], data: Float32Array.of(maxNorm) },
    });
    await program.release();
    expect(out.norm!.data[0]).toBeCloseTo(norm, 5);
    gradient.data.forEach((value, i) => {
      expect(out.clipped!.data[i]).toBeCloseTo(value * factor, 5);
    });
  });
});

describe("Acc@K", () => {
  const compared = { labels: [0, 1, 0.5, 0.25], predictions: [0.125, 1, 0.375, 0.5] };

  it("counts predictions nearer than the threshold, strictly", () => {
    expect(nn.accuracyAtK(compared, 8)).toBe(1 / 4);
    expect(nn.accuracyAtK(compared, 7)).toBe(3 / 4);
  });

  it("averages batches with a threshold each", () => {
    const near = { labels: [0, 0.1], predictions: [0.09, 0.1] };
    expect(nn.batchAccuracyAtK([compared, near], 8)).toBe((1 / 4 + 1 / 2) / 2);
  });
});
