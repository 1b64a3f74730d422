import { expect, test } from "vitest";
import { cachedDecoder } from "../../../src/bench/tasks/decoder.js";
import {
  decoderKinds,
  floats,
  shapeFor,
  topologyFeeds,
  valueFeeds,
} from "../../../src/bench/tasks/decoder-feeds.js";
import { type TaskTopology, taskTopology } from "../../../src/bench/tasks/topology.js";
import { RandomStream } from "../../../src/core/index.js";
import { namedRecipe, planRow } from "../../../src/dataset/index.js";
import { buildModel, initialState, linear, mlp, type Scope } from "../../../src/nn/index.js";
import {
  add,
  compile,
  type Expression,
  grad,
  groupFeeds,
  groupTable,
  input,
  mul,
  sum,
  sumByGroup,
  type TensorValue,
} from "../../../src/tensor/index.js";
import { nodeRuntime } from "../../../src/tensor/node/index.js";

const [stateWidth, edgeWidth, graphWidth, rowWidth, hidden, samples, outputs] = [6, 5, 4, 3, 8, 4, 2];
const profile = [{ width: Number.POSITIVE_INFINITY, padded: true }];
const recipe = namedRecipe("delay-lines");
const topologies = recipe.circuits.slice(0, 3).map(taskTopology);
const nodeCounts = topologies.map(({ graph }) => graph.devices + graph.nets);
const edgeCounts = [3, 0, 5];
const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

/** The values that the decoder takes of a few rows of each topology, by node. */
const rowsOf = (topology: TaskTopology, t: number) =>
  Array.from({ length: samples }, (_, s) => {
    const { values } = planRow(recipe, t + recipe.circuits.length * s);
    return topology.varying.map(({ source, enter }) => enter(values[source]!));
  });
const rows = topologies.map(rowsOf);

const random = (name: string, shape: readonly number[]) => {
  const stream = new RandomStream(1, name);
  return floats(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => stream.normal()),
  );
};
const states = {
  nodes: random("nodes", [total(nodeCounts), stateWidth]),
  edges: random("edges", [total(edgeCounts), edgeWidth]),
  graphs: random("graphs", [3, graphWidth]),
  rowFeatures: random("rows", [3 * samples, rowWidth]),
};

const options = { hidden, outputLayers: 3, outputs };
const shape = shapeFor(topologies, 3, rowWidth);

/** The published network: every node of every sample as a row of its own. */
function plainDecoder(scope: Scope): Expression {
  const rowsOfNodes = input("allNodes", ["all", stateWidth + decoderKinds]);
  const graphOfNode = groupTable("ofNode", { items: "all", groups: "rows", profile });
  const graphOfEdge = groupTable("ofEdge", { items: "allEdges", groups: "rows", profile });
  const layers = { layers: 2, hidden, outputs: hidden, activation: "gelu" } as const;
  const nodes = sumByGroup(mlp(scope.child("node"), rowsOfNodes, layers), graphOfNode);
  const edges = sumByGroup(
    mlp(scope.child("edge"), input("allEdgeStates", ["allEdges", edgeWidth]), layers),
    graphOfEdge,
  );
  const graphs = linear(scope.child("graph"), input("allGraphs", ["rows", graphWidth]), hidden);
  const own = linear(scope.child("row"), input("rowFeatures", ["rows", rowWidth]), hidden);
  const known = add(add(add(nodes, edges), graphs), own);
  return mlp(scope.child("output"), known, { layers: 3, hidden, outputs, activation: "gelu" });
}

function plainFeeds(): Record<string, TensorValue> {
  const [nodeRows, edgeRows, graphRows]: [number[][], number[][], number[][]] = [[], [], []];
  const [ofNode, ofEdge]: [number[], number[]] = [[], []];
  const slice = ({ data }: TensorValue, width: number, i: number) =>
    Array.from((data as Float32Array).subarray(i * width, (i + 1) * width));
  topologies.forEach(({ graph, varying, fixedValues }, t) => {
    const [firstNode, firstEdge] = [total(nodeCounts.slice(0, t)), total(edgeCounts.slice(0, t))];
    for (let s = 0; s < samples; s++) {
      const values = [...fixedValues];
      varying.forEach(({ node }, i) => {
        values[node] = rows[t]![s]![i]!;
      });
      values.forEach((value, node) => {
        const kinds = new Array<number>(decoderKinds).fill(0);
        kinds[graph.kindOfNode[node]!] = value;
        nodeRows.push([...slice(states.nodes, stateWidth, firstNode + node), ...kinds]);
        ofNode.push(t * samples + s);
      });
      for (let e = 0; e < edgeCounts[t]!; e++) {
        edgeRows.push(slice(states.edges, edgeWidth, firstEdge + e));
        ofEdge.push(t * samples + s);
      }
      graphRows.push(slice(states.graphs, graphWidth, t));
    }
  });
  const tensor = (table: number[][]) =>
    floats([table.length, table[0]!.length], Float32Array.from(table.flat()));
  return {
    ...{ allNodes: tensor(nodeRows), allEdgeStates: tensor(edgeRows), allGraphs: tensor(graphRows) },
    ...groupFeeds("ofNode", Int32Array.from(ofNode), 3 * samples, profile),
    ...groupFeeds("ofEdge", Int32Array.from(ofEdge), 3 * samples, profile),
    rowFeatures: states.rowFeatures,
  };
}

function cachedFeeds(): Record<string, TensorValue> {
  const scaling = { mean: new Float64Array(decoderKinds), deviation: new Float64Array(decoderKinds).fill(1) };
  const values = rows.map((table) => Float64Array.from(table.flat()));
  const all = rows.map(() => Array.from({ length: samples }, (_, s) => s));
  return {
    ...topologyFeeds(topologies, edgeCounts, shape, scaling),
    ...valueFeeds(topologies, values, all, shape, scaling),
    ...states,
  };
}

async function run(
  build: (scope: Scope) => Expression,
  feeds: Record<string, TensorValue>,
  training: boolean,
) {
  const model = buildModel(build, { training });
  const weights = input("outputWeights", ["rows", outputs]);
  const loss = sum(mul(model.result, weights));
  const [gradient] = grad(loss, [model.packedParameters]) as [Expression];
  const program = await compile(
    { result: model.result, gradient, nextBuffers: model.nextBuffers },
    { runtime: nodeRuntime, threads: 1 },
  );
  const vector = (data: Float32Array) => floats([data.length], data);
  const found = await program.run({
    ...feeds,
    outputWeights: random("outputWeights", [3 * samples, outputs]),
    parameters: vector(initialState(model.parameters, 1)),
    buffers: vector(initialState(model.buffers, 1)),
  });
  await program.release();
  const data = (name: string) => found[name]!.data as Float32Array;
  /** By name, since the two networks make their tensors in different orders. */
  const named = (entries: typeof model.parameters.entries, packed: Float32Array) =>
    Object.fromEntries(
      entries.map(({ name, offset, size }) => [name, packed.subarray(offset, offset + size)]),
    );
  return {
    result: { result: data("result") },
    gradient: named(model.parameters.entries, data("gradient")),
    buffers: named(model.buffers.entries, data("nextBuffers")),
  };
}

function cached(scope: Scope): Expression {
  return cachedDecoder(
    scope,
    {
      nodes: input("nodes", ["nodes", stateWidth]),
      edges: input("edges", ["edges", edgeWidth]),
      graphs: input("graphs", [3, graphWidth]),
    },
    shape,
    options,
  );
}

test.each([true, false])(
  "the cached decoder equals the plain one, gradients included (training: %s)",
  async (training) => {
    const a = await run(cached, cachedFeeds(), training);
    const b = await run(plainDecoder, plainFeeds(), training);
    for (const what of ["result", "gradient", "buffers"] as const) {
      const [x, y]: Record<string, Float32Array>[] = [a[what], b[what]];
      expect(Object.keys(x!).sort()).toEqual(Object.keys(y!).sort());
      for (const [name, values] of Object.entries(x!)) {
        const scale = Math.max(1, ...y![name]!.map(Math.abs));
        values.forEach((value, i) => {
          expect(Math.abs(value - y![name]![i]!) / scale, `${what} ${name} ${i}`).toBeLessThan(2e-4);
        });
      }
    }
  },
);
