import { expect, test } from "vitest";
import { cachedDecoder } from "../../../src/bench/tasks/decoder.js";
import {
  decoderKinds,
  floats,
  plainValues,
  shapeFor,
  topologyFeeds,
  valueFeeds,
} from "../../../src/bench/tasks/decoder-feeds.js";
import { messageDecoder } from "../../../src/bench/tasks/message-decoder.js";
import { relationFeeds } from "../../../src/bench/tasks/message-feeds.js";
import { type TaskTopology, taskTopology } from "../../../src/bench/tasks/topology.js";
import { parametricCircuit } from "../../../src/circuit/index.js";
import { RandomStream } from "../../../src/core/index.js";
import { namedRecipe, planRow } from "../../../src/dataset/index.js";
import { deviceGraphKinds, oneHotRows } from "../../../src/graph/index.js";
import { buildModel, initialState, type Scope } from "../../../src/nn/index.js";
import { compile, type Expression, input } from "../../../src/tensor/index.js";
import { nodeRuntime } from "../../../src/tensor/node/index.js";

const [width, hidden, layers, samples, outputs] = [3, 4, 2, 3, 2];
const recipe = namedRecipe("delay-lines");
const topologies = recipe.circuits.slice(0, 2).map(taskTopology);
const shape = shapeFor(recipe.circuits.map(taskTopology), topologies.length, 0);
const nodesOf = ({ graph }: TaskTopology) => graph.devices + graph.nets;
const values = topologies.map(({ varying }, t) =>
  Array.from({ length: samples }, (_, s) => {
    const row = planRow(recipe, t + recipe.circuits.length * s);
    return varying.map(({ source, enter }) => enter(row.values[source]!));
  }),
);
const allNodes = topologies.reduce((sum, topology) => sum + nodesOf(topology), 0);
const stream = new RandomStream(1, "states");
const states = Float32Array.from({ length: allNodes * width }, () => stream.normal());

type Weights = (name: string) => { readonly data: Float32Array; readonly columns: number };

/** `W x`, or `W x + b` where there is a bias. */
function times(weights: Weights, name: string, x: readonly number[], bias?: string): number[] {
  const { data, columns } = weights(name);
  const added = bias === undefined ? undefined : weights(bias).data;
  return Array.from({ length: data.length / columns }, (_, i) =>
    x.reduce((sum, value, j) => sum + value * data[i * columns + j]!, added?.[i] ?? 0),
  );
}

const plus = (...vectors: readonly number[][]): number[] =>
  vectors[0]!.map((_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0));

/** Abramowitz and Stegun 7.1.26. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
const gelu = (x: number): number => (x / 2) * (1 + erf(x / Math.SQRT2));

function layerNorm(x: readonly number[]): number[] {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
}

/** The network on one sample of one topology, node by node. */
function plainly(
  weights: Weights,
  topology: TaskTopology,
  firstNode: number,
  row: readonly number[],
): number[] {
  const { graph, varying, fixedValues } = topology;
  const own = [...fixedValues];
  varying.forEach(({ node }, i) => {
    own[node] = row[i]!;
  });
  let h = own.map((value, node) => {
    const kinds = Array.from({ length: decoderKinds }, (_, kind) =>
      kind === graph.kindOfNode[node] ? value : 0,
    );
    const state = Array.from(states.subarray((firstNode + node) * width, (firstNode + node + 1) * width));
    return plus(times(weights, "start.state", state, "start.bias"), times(weights, "start.value", kinds));
  });
  for (let layer = 0; layer < layers; layer++) {
    const name = `layers.${layer}`;
    const received = { current: h.map(() => zeros()), gate: h.map(() => zeros()) };
    for (let device = 0; device < graph.devices; device++) {
      for (let c = graph.connectionOffsets[device]!; c < graph.connectionOffsets[device + 1]!; c++) {
        const kind = deviceGraphKinds.faithful.edges[graph.kindOfConnection[c]!]!;
        if (kind.endsWith("bulk")) continue;
        const into = kind === "current" ? received.current : received.gate;
        const net = graph.devices + graph.netOfConnection[c]!;
        into[device] = plus(into[device]!, h[net]!);
        into[net] = plus(into[net]!, h[device]!);
      }
    }
    h = h.map((state, node) => {
      const mixed = plus(
        times(weights, `${name}.own.weight`, state, `${name}.own.bias`),
        times(weights, `${name}.current.weight`, received.current[node]!),
        times(weights, `${name}.gate.weight`, received.gate[node]!),
      );
      const found = layerNorm(mixed).map(gelu);
      return plus(state, times(weights, `${name}.update.weight`, found, `${name}.update.bias`));
    });
  }
  return times(weights, "output.lin0.weight", plus(...h), "output.lin0.bias");
}

const zeros = () => new Array<number>(hidden).fill(0);

test("messages between nodes that know their values are those of the network written out", async () => {
  const nodes = input("nodes", ["nodes", width]);
  const sizes = { hidden, outputLayers: 1, outputs };
  const model = buildModel((scope) => messageDecoder(scope, nodes, shape, sizes, { layers, hidden }), {
    training: true,
  });
  const parameters = initialState(model.parameters, 1);
  const program = await compile({ result: model.result }, { runtime: nodeRuntime, threads: 1 });
  const all = values.map(() => Array.from({ length: samples }, (_, s) => s));
  const tables = values.map((table) => Float64Array.from(table.flat()));
  const { result } = await program.run({
    ...topologyFeeds(topologies, [0, 0], shape, plainValues),
    ...valueFeeds(topologies, tables, all, shape, plainValues),
    ...relationFeeds(topologies, shape),
    nodes: floats([allNodes, width], states),
    parameters: floats([parameters.length], parameters),
  });
  await program.release();
  const weights: Weights = (name) => {
    const { offset, size, shape: own } = model.parameters.entries.find((entry) => entry.name === name)!;
    return { data: parameters.subarray(offset, offset + size), columns: own.at(-1)! };
  };
  const expected = topologies.flatMap((topology, t) => {
    const firstNode = topologies.slice(0, t).reduce((sum, each) => sum + nodesOf(each), 0);
    return values[t]!.flatMap((row) => plainly(weights, topology, firstNode, row));
  });
  expect(result!.data).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(result!.data[i]).toBeCloseTo(value, 3);
  });
});

test("messages tell which switch is on in front of which capacitor; a sum over nodes does not", async () => {
  const bank = recipe.circuits.map(taskTopology).find(({ name }) => name === "capbank_delay_line")!;
  const own = shapeFor([bank], 1, 0);
  const kinds = oneHotRows(Int32Array.from(bank.graph.kindOfNode), decoderKinds);
  const rowWith = (first: number, second: number) => {
    const row = planRow(recipe, recipe.circuits.length + 1).values.slice();
    const { parameters } = parametricCircuit(recipe.circuits.find((name) => name.startsWith(bank.name))!);
    row[parameters.findIndex(({ name }) => /ctrl0/i.test(name))] = first;
    row[parameters.findIndex(({ name }) => /ctrl1/i.test(name))] = second;
    return bank.varying.map(({ source, enter }) => enter(row[source]!));
  };
  const values = Float64Array.from([...rowWith(1, 0), ...rowWith(0, 1)]);
  const difference = async (build: (scope: Scope, nodes: Expression) => Expression) => {
    const nodes = input("nodes", ["nodes", decoderKinds]);
    const model = buildModel((scope) => build(scope, nodes), { training: false });
    const program = await compile({ result: model.result }, { runtime: nodeRuntime, threads: 1 });
    const packed = (layout: typeof model.parameters) => floats([layout.size], initialState(layout, 1));
    const { result } = await program.run({
      ...topologyFeeds([bank], [0], own, plainValues),
      ...valueFeeds([bank], [values], [[0, 1]], own, plainValues),
      ...relationFeeds([bank], own),
      ...{ nodes: floats([kinds.length / decoderKinds, decoderKinds], kinds) },
      ...{ parameters: packed(model.parameters), buffers: packed(model.buffers) },
    });
    await program.release();
    return Math.abs((result!.data[0] as number) - (result!.data[1] as number));
  };
  const sizes = { hidden: 8, outputLayers: 1, outputs: 1 };
  expect(await difference((scope, nodes) => cachedDecoder(scope, { nodes }, own, sizes))).toBeLessThan(1e-5);
  const messages = { layers: 3, hidden: 32 };
  expect(
    await difference((scope, nodes) => messageDecoder(scope, nodes, own, sizes, messages)),
  ).toBeGreaterThan(1e-3);
});
