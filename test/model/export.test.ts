import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { type Circuit, ladder, wheatstoneBridge } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { type CircuitGraph, featureScheme, terminalGraph } from "../../src/graph/index.js";
import {
  type Checkpoint,
  cardFormat,
  type ExportDescription,
  exportOnnx,
  networkSchema,
  prepareNetwork,
  unpackTensors,
} from "../../src/model/index.js";
import { buildModel, initialState } from "../../src/nn/index.js";
import { compile, type TensorValue } from "../../src/tensor/index.js";
import { nodeRuntime } from "../../src/tensor/node/index.js";

const scheme = featureScheme("kirchhoff@1");

/** A fresh network with weights so large that its outputs differ, and other running statistics than it begins with. */
function untrained(kind: string, options: object) {
  const config = networkSchema.parse({ kind, ...options });
  const network = prepareNetwork(config, scheme, "any");
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const parameters = initialState(model.parameters, 3).map((value) => 3 * value);
  const random = new RandomStream(3, "statistics");
  const buffers = initialState(model.buffers, 3).map((value) => value + random.uniform(0, 0.5));
  const checkpoint: Checkpoint = {
    card: {
      format: cardFormat,
      network: config,
      scheme: scheme.toJSON(),
      seen: { circuits: [], kinds: [] },
      labels: { unit: "volt", minimum: 0, maximum: 1 },
      training: { step: 0 },
      versions: {},
    },
    tensors: new Map([
      ...unpackTensors(model.parameters, parameters),
      ...unpackTensors(model.buffers, buffers),
    ]),
  };
  return { config, checkpoint, parameters, buffers };
}

/** What our own engine predicts, with weights as inputs and the program fitted to these very graphs. */
async function ownPredictions(
  { config, parameters, buffers }: ReturnType<typeof untrained>,
  graphs: readonly CircuitGraph[],
): Promise<Float32Array> {
  const network = prepareNetwork(config, scheme, [...new Set(graphs.map(({ topology }) => topology))]);
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const program = await compile({ y: model.result }, { runtime: nodeRuntime, threads: 1 });
  const vector = (data: Float32Array): TensorValue => ({ type: "float32", shape: [data.length], data });
  const feeds = { ...network.feeds(graphs), parameters: vector(parameters), buffers: vector(buffers) };
  const { y } = await program.run(feeds);
  await program.release();
  return y!.data as Float32Array;
}

async function runPlain(onnx: Uint8Array, feeds: Record<string, ort.Tensor>): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  const { predictions } = await session.run(feeds);
  await session.release();
  return predictions!.data as Float32Array;
}

/** Draws a circuit's values from a stream of its own. */
const built = (
  circuit: { parameters: readonly unknown[]; build(values: number[]): Circuit },
  seed: number,
) => {
  const random = new RandomStream(seed, "values");
  return terminalGraph(circuit.build(circuit.parameters.map(() => random.uniform(0.1, 1))));
};
const graphs = [built(ladder(2), 1), built(wheatstoneBridge, 2), built(ladder(20), 3)];

/** The inputs of one circuit made from the description and the graph alone, as docs/training.md explains them. */
function feedsByHand({ classes, columns, inputs }: ExportDescription, graph: CircuitGraph) {
  const { nodes, offsets, neighbours, outputNodes } = graph.topology;
  const degree = (node: number) => offsets[node + 1]! - offsets[node]!;
  const classOf = (node: number) => {
    const exact = classes.findIndex(({ padded, width }) => !padded && width === degree(node));
    return exact >= 0
      ? exact
      : classes.findIndex(({ padded, width }) => padded && (width ?? 1e9) >= degree(node));
  };
  const order = [...Array(nodes).keys()].sort((a, b) => classOf(a) - classOf(b) || a - b);
  const rowOf = order.map((_, node) => order.indexOf(node));
  const plain = new Float32Array(nodes * columns.length);
  scheme.encode(graph, plain);
  const features = Float32Array.from(plain, (_, i) => {
    const node = order[Math.floor(i / columns.length)]!;
    return plain[node * columns.length + (i % columns.length)]!;
  });
  const feeds: Record<string, ort.Tensor> = {
    features: new ort.Tensor("float32", features, [nodes, columns.length]),
    outputNodes: new ort.Tensor(
      "int32",
      outputNodes.map((node) => rowOf[node]!),
      [outputNodes.length],
    ),
  };
  classes.forEach(({ padded, width }, c) => {
    const members = order.filter((node) => classOf(node) === c);
    const lists = members.map((node) =>
      [...neighbours.subarray(offsets[node]!, offsets[node + 1]!)].map((other) => rowOf[other]!),
    );
    const widest = width ?? Math.max(0, ...lists.map((list) => list.length));
    if (padded) {
      const cells = lists.flatMap((list) => Array.from({ length: widest }, (_, slot) => list[slot]));
      const indices = Int32Array.from(cells, (cell) => cell ?? 0);
      const mask = Float32Array.from(cells, (cell) => (cell === undefined ? 0 : 1));
      feeds[`neighbours/${c}/indices`] = new ort.Tensor("int32", indices, [members.length, widest]);
      feeds[`neighbours/${c}/mask`] = new ort.Tensor("float32", mask, [members.length, 1, widest]);
    } else {
      for (let slot = 0; slot < Math.max(1, widest); slot++) {
        const indices = Int32Array.from(lists, (list) => list[slot] ?? 0);
        feeds[`neighbours/${c}/${slot}`] = new ort.Tensor("int32", indices, [members.length]);
      }
    }
  });
  return Object.fromEntries(inputs.map(({ name }) => [name, feeds[name]!]));
}

const spread = (values: Float32Array) => Math.max(...values) - Math.min(...values);

describe("exported networks", () => {
  it.each([
    ["deepgen", { layers: 3, hidden: 8 }],
    ["deepgen", { layers: 2, hidden: 8, convNorm: "layer", output: "linear" }],
    ["thevenin", { hidden: 8, gate: 8, iterations: 3 }],
  ])("predict in plain ONNX Runtime what ours predicts: %s %j", async (kind, options) => {
    const network = untrained(kind, options);
    const { onnx, description } = exportOnnx(network.checkpoint);
    const fed = prepareNetwork(network.config, scheme, "any").feeds(graphs);
    const feeds = Object.fromEntries(
      description.inputs.map(({ name }) => {
        const { type, data, shape } = fed[name]!;
        return [name, new ort.Tensor(type, data as never, shape)];
      }),
    );
    const plain = await runPlain(onnx, feeds);
    const own = await ownPredictions(network, graphs);
    expect(plain.length).toBe(2 + 4 + 20);
    expect(spread(own)).toBeGreaterThan(1e-3);
    own.forEach((value, i) => {
      expect(plain[i]).toBeCloseTo(value, 5);
    });
  });

  it("can be fed from their description alone", async () => {
    const network = untrained("deepgen", { layers: 3, hidden: 8 });
    const { onnx, description } = exportOnnx(network.checkpoint);
    for (const graph of graphs) {
      const plain = await runPlain(onnx, feedsByHand(description, graph));
      (await ownPredictions(network, [graph])).forEach((value, i) => {
        expect(plain[i]).toBeCloseTo(value, 5);
      });
    }
  });

  it("describe every input of the Thévenin network, also of tables with a transpose", () => {
    const { description } = exportOnnx(untrained("thevenin", { hidden: 4, gate: 4 }).checkpoint);
    expect(description.inputs.filter(({ description: text, name }) => text === name)).toEqual([]);
    expect(description.otherClasses?.groups).toEqual([
      { width: 0, padded: false },
      { width: null, padded: true },
    ]);
    const transposed = description.inputs.find(({ name }) => name === "groups/transpose/1/0");
    expect(transposed?.description).toBe(
      "groups/transpose, class 1: index of summand 0 of each row (any row, where the class has none)",
    );
  });

  it("describe every input and hold their weights themselves", () => {
    const { description } = exportOnnx(untrained("deepgen", { layers: 1, hidden: 4 }).checkpoint);
    const names = description.inputs.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["features", "outputNodes", "neighbours/2/1", "neighbours/6/mask"]),
    );
    expect(names.filter((name) => /parameters|buffers/.test(name))).toEqual([]);
    expect(description.inputs.filter(({ description: text, name }) => text === name)).toEqual([]);
    expect(description.columns).toEqual(scheme.columns);
  });
});
