// One training step of DeepGEN-15/128 on 256 ladders of 2-10 branches, and inference on the same batch.
//
//   npm run build && node bench/step.mjs [--peer FOLDER] [--steps N] [--parts N] [--json]
//
// --peer FOLDER reads the batches and initial weights that a peer program wrote (see bench/peer-data.mjs), so that both time the same work.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ladder } from "../dist/circuit/index.js";
import { degreeProfile, RandomStream } from "../dist/core/index.js";
import { batchGraphs, featureScheme, terminalGraph } from "../dist/graph/index.js";
import { deepGen, graphInputs } from "../dist/model/index.js";
import { adamW, adamWFeeds, adamWInputs, buildModel, initialState } from "../dist/nn/index.js";
import { compile, gemm, grad, input, mean, rowTableFeeds, square, sub, sum } from "../dist/tensor/index.js";
import { nodeRuntime as runtime } from "../dist/tensor/node/index.js";
import { peerBatch, peerParameterName, readPeer } from "./peer-data.mjs";

const { values: options } = parseArgs({
  options: {
    peer: { type: "string" },
    steps: { type: "string", default: "12" },
    parts: { type: "string", default: "4" },
    threads: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
});
const steps = Number(options.steps);
const parts = Number(options.parts);
const threads = Number(options.threads);
const [layers, hidden, batchSize, batches] = [15, 128, 256, 5];
const float = (data, shape = [data.length]) => ({ type: "float32", shape, data });
const suffixes = parts === 1 ? [""] : Array.from({ length: parts }, (_, part) => `/${part}`);

const work = options.peer ? peerWork(options.peer) : ownWork();

/** Batches in parts, from the peer's files. */
function peerWork(folder) {
  const peer = { ...readPeer(folder), batchSize: batchSize / parts };
  const profile = [2, 3].map((width) => ({ width, padded: false })).concat({ width: 16, padded: true });
  const pieces = Array.from({ length: batches * parts }, (_, i) => peerBatch(peer, i, profile));
  return { width: peer.features, profile, pieces, weights: (layout) => peerWeights(peer, layout) };
}

function peerWeights(peer, { entries, size }) {
  const weights = new Float32Array(size);
  for (const { name, offset } of entries) {
    const stored = peer.init.find((tensor) => tensor.name === peerParameterName(name));
    weights.set(peer.weights.subarray(stored.offset, stored.offset + stored.size), offset);
  }
  return weights;
}

/** The same kind of batches from our own circuits; targets are noise, which costs as much to learn. */
function ownWork() {
  const scheme = featureScheme("paper-resistive@1");
  const graphs = Array.from({ length: batches * batchSize }, (_, index) => {
    const random = new RandomStream(1, "bench/step", index);
    const circuit = ladder(2 + (index % 9));
    return terminalGraph(circuit.build(circuit.parameters.map(() => random.uniform())));
  });
  const profile = degreeProfile(graphs.map(({ topology }) => topology));
  const share = batchSize / parts;
  const pieces = Array.from({ length: batches * parts }, (_, i) => {
    const batch = batchGraphs(graphs.slice(i * share, (i + 1) * share), scheme, profile);
    return { ...batch, target: Float32Array.from(batch.outputNodes, () => 0.5) };
  });
  return { width: scheme.width, profile, pieces, weights: (layout) => initialState(layout, 1) };
}

function feedsOf(batch) {
  const targets = [];
  const feeds = {};
  suffixes.forEach((suffix, part) => {
    const piece = work.pieces[batch * parts + part];
    Object.assign(feeds, rowTableFeeds(`neighbours${suffix}`, piece.neighbours));
    feeds[`features${suffix}`] = float(piece.features, [piece.nodes, work.width]);
    feeds[`outputNodes${suffix}`] = {
      type: "int32",
      shape: [piece.outputNodes.length],
      data: piece.outputNodes,
    };
    targets.push(...piece.target);
  });
  return { ...feeds, target: float(Float32Array.from(targets)) };
}

const build = (training) =>
  buildModel(
    (scope) => {
      const graphs = suffixes.map((suffix) => graphInputs(work.width, work.profile, suffix));
      return deepGen(scope, graphs, { layers, hidden, convNorm: "batch", output: "sigmoid" }).prediction;
    },
    { training },
  );

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (x, digits = 1) => Number(x.toFixed(digits));

/** The training program, with a profile of its operators where a file prefix is given. */
async function compileTraining(profile) {
  const model = build(true);
  const loss = mean(square(sub(model.result, input("target", ["outputs"]))));
  const [gradient] = grad(loss, [model.packedParameters]);
  const size = model.parameters.size;
  const moments = { firstMoment: input("m", [size]), secondMoment: input("v", [size]) };
  const next = adamW(model.packedParameters, gradient, moments, adamWInputs());
  const outputs = {
    loss,
    p1: next.parameters,
    m1: next.firstMoment,
    v1: next.secondMoment,
    b1: model.nextBuffers,
  };
  const program = await compile(outputs, { runtime, threads, ...(profile && { profile }) });
  const start = {
    parameters: float(work.weights(model.parameters)),
    m: float(new Float32Array(size)),
    v: float(new Float32Array(size)),
    buffers: float(initialState(model.buffers, 1)),
  };
  return { program, start };
}

async function train({ program, start }, count) {
  const times = [];
  const losses = [];
  let state = start;
  for (let step = 0; step < count; step++) {
    const rates = Object.entries(adamWFeeds(step + 1, 1e-3, 0)).map(([name, x]) => [
      name,
      float(Float32Array.of(x), []),
    ]);
    const feeds = { ...feedsOf(step % batches), ...state, ...Object.fromEntries(rates) };
    const begun = performance.now();
    const { loss, p1, m1, v1, b1 } = await program.run(feeds);
    times.push(performance.now() - begun);
    losses.push(loss.data[0]);
    state = { parameters: p1, m: m1, v: v1, buffers: b1 };
  }
  await program.release();
  return { times, losses, state };
}

/** Milliseconds a step by operator, of three steps after a warm-up. */
async function profileTraining() {
  const prefix = join(tmpdir(), `kirchhoff-step-${process.pid}`);
  await train(await compileTraining(prefix), 3);
  const file = readdirSync(tmpdir()).find((name) => name.startsWith(`kirchhoff-step-${process.pid}`));
  const path = join(tmpdir(), file);
  const totals = new Map();
  for (const { cat, name, dur, args } of JSON.parse(readFileSync(path, "utf8"))) {
    if (cat !== "Node" || !name.endsWith("kernel_time")) continue;
    totals.set(args.op_name, (totals.get(args.op_name) ?? 0) + dur / 1e3 / 3);
  }
  rmSync(path);
  return Object.fromEntries([...totals].sort((a, b) => b[1] - a[1]).map(([name, ms]) => [name, round(ms)]));
}

/** The step's matrix products alone: six for each layer and part. */
async function timeProducts(rows) {
  const [narrow, wide] = [input("narrow", ["n", hidden]), input("wide", ["n", 2 * hidden])];
  const [up, down] = [input("up", [2 * hidden, hidden]), input("down", [hidden, 2 * hidden])];
  const products = [
    gemm(narrow, up, { transposeB: true }),
    gemm(wide, down, { transposeB: true }),
    gemm(narrow, down),
    gemm(wide, up),
    gemm(narrow, wide, { transposeA: true }),
    gemm(wide, narrow, { transposeA: true }),
  ];
  const outputs = Object.fromEntries(products.map((product, i) => [`product${i}`, sum(product)]));
  const program = await compile(outputs, { runtime, threads });
  const random = (...shape) => float(new Float32Array(shape[0] * shape[1]).fill(0.5), shape);
  const feeds = {
    narrow: random(rows, hidden),
    wide: random(rows, 2 * hidden),
    up: random(2 * hidden, hidden),
    down: random(hidden, 2 * hidden),
  };
  const times = [];
  for (let i = 0; i < 10; i++) {
    const begun = performance.now();
    for (let part = 0; part < parts; part++) await program.run(feeds);
    times.push(performance.now() - begun);
  }
  await program.release();
  return layers * median(times);
}

/** Forward passes of a batch with running statistics. */
async function timeInference(weights) {
  const model = build(false);
  const program = await compile({ y: model.result }, { runtime, threads });
  const buffers = float(initialState(model.buffers, 1));
  const times = [];
  for (let i = 0; i < steps; i++) {
    const { target, ...feeds } = feedsOf(i % batches);
    const begun = performance.now();
    await program.run({ ...feeds, parameters: weights, buffers });
    times.push(performance.now() - begun);
  }
  await program.release();
  return median(times);
}

const compiling = performance.now();
const compiled = await compileTraining();
const compileMs = performance.now() - compiling;
const { times, losses, state } = await train(compiled, steps);
const peakMb = process.resourceUsage().maxRSS / 1024;
const inferenceMs = await timeInference(state.parameters);
const nodes = work.pieces.slice(0, parts).reduce((total, piece) => total + piece.nodes, 0);
const result = {
  network: `DeepGEN-${layers}/${hidden}`,
  batchSize,
  nodes,
  parts,
  threads,
  stepMs: round(median(times.slice(1))),
  stepMsLeast: round(Math.min(...times)),
  productsMs: round(await timeProducts(Math.round(nodes / parts))),
  inferenceMs: round(inferenceMs),
  inferenceGraphsPerSecond: round((1e3 * batchSize) / inferenceMs, 0),
  compileMs: round(compileMs, 0),
  peakMb: round(peakMb, 0),
  firstLosses: losses.slice(0, 5).map((loss) => round(loss, 6)),
  operatorMs: await profileTraining(),
};

if (options.json) console.log(JSON.stringify(result));
else {
  const { operatorMs, ...figures } = result;
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(26)} ${value}`);
  console.log("\noperator                   ms a step");
  for (const [name, ms] of Object.entries(operatorMs).slice(0, 15)) console.log(`${name.padEnd(26)} ${ms}`);
}
