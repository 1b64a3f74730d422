import { z } from "zod";
import { type DegreeProfile, KirchhoffError } from "../../core/index.js";
import {
  batchDeviceGraphs,
  type DeviceGraph,
  type DeviceGraphStyle,
  deviceGraphKinds,
  oneHotRows,
} from "../../graph/index.js";
import {
  blocksByKind,
  diceEmbedding,
  diceEncoder,
  edgeFeeds,
  edgeInputs,
  type NodeAndEdgeStates,
  type Scope,
} from "../../nn/index.js";
import { type Expression, groupFeeds, groupTable, input, type TensorValue } from "../../tensor/index.js";
import type { PreparedEncoder } from "../encoder.js";

export const diceSchema = z.strictObject({
  kind: z.literal("dice").describe("graph isomorphism network with edge updates over device graphs (DICE)"),
  style: z
    .enum(["sound", "faithful"])
    .default("sound")
    .describe("device graph: every edge both ways and every kind of device, or as published"),
  layers: z.int().min(0).max(20).default(2).describe("layers of message passing"),
  hidden: z.int().min(1).default(64).describe("channels of a node's and an edge's state"),
  mlpLayers: z.int().min(1).max(10).default(2).describe("linear layers of each MLP of message passing"),
  outputs: z.int().min(1).default(128).describe("numbers of an embedding"),
});

/** A DICE encoder as data. */
export type DiceConfig = z.output<typeof diceSchema>;

/** The size that the paper trains (section 4). */
export const publishedDice: DiceConfig = {
  ...{ kind: "dice", style: "faithful", layers: 2, hidden: 512, mlpLayers: 5, outputs: 256 },
};

/** What the encoder knows of a batch of device graphs. */
export interface DiceStates extends NodeAndEdgeStates {
  /** Embeddings `[graphs, outputs]`. */
  readonly graphs: Expression;
}

/** A DICE encoder for any device graphs of its style. */
export interface PreparedDice extends PreparedEncoder<DeviceGraph> {
  /** Builds embeddings, and the last states of nodes `[nodes, hidden]` and edges `[edges, hidden]`. Pure. */
  encode(scope: Scope): DiceStates;
  /** Builds what a published decoder is given: nodes `[nodes, 64 kinds]`, edges `[edges, 64 kinds]` ({@link blocksByKind}). Pure. */
  decoderInputs(scope: Scope, states: NodeAndEdgeStates): NodeAndEdgeStates;
}

/** Padding at most doubles a class, so that cost stays linear in the number of edges. */
const profile: DegreeProfile = [
  ...[0, 1, 2, 3, 4].map((width) => ({ width, padded: false })),
  ...[8, 16, 32, 64, 128, 256, 512, 1024].map((width) => ({ width, padded: true })),
  { width: Number.POSITIVE_INFINITY, padded: true },
];
const profiles = { sourceProfile: profile, targetProfile: profile };

/** The encoder of DICE: one-hot kinds of nodes and edges, {@link diceEncoder}, no values of devices. */
export function prepareDice(config: DiceConfig): PreparedDice {
  const { style, layers, hidden, mlpLayers, outputs } = config;
  const kinds = deviceGraphKinds[style];
  const nodeFeatures = input("kindOfNode", ["nodes", kinds.nodes.length]);
  const edgeFeatures = input("kindOfEdge", ["edges", kinds.edges.length]);
  const edges = edgeInputs("edges", { nodes: "nodes", edges: "edges", ...profiles });
  const byGraph = groupTable("graphs", { items: "nodes", groups: "graphs", profile });
  const graph = { nodeFeatures, edgeFeatures, edges, byGraph };
  const options = { depth: layers, hidden, outputs, mlpLayers, initial: "xavier" } as const;
  return {
    width: outputs,
    encode: (scope) => diceEncoder(scope, graph, options),
    embed: (scope) => diceEmbedding(scope, graph, options),
    decoderInputs: (scope, states) => ({
      nodes: blocksByKind(scope.child("node_out"), states.nodes, nodeFeatures),
      edges: blocksByKind(scope.child("edge_out"), states.edges, edgeFeatures),
    }),
    feeds(graphs) {
      const batch = batchDeviceGraphs(graphs);
      if (graphs.length > 0 && batch.style !== style) throw otherStyle(batch.style, style);
      return {
        kindOfNode: oneHot(batch.kindOfNode, kinds.nodes.length),
        kindOfEdge: oneHot(batch.kindOfEdge, kinds.edges.length),
        ...edgeFeeds("edges", batch, batch.nodes, profiles),
        ...groupFeeds("graphs", batch.graphOfNode, batch.graphs, profile),
      };
    },
  };
}

const oneHot = (kinds: Int32Array, width: number): TensorValue => ({
  ...{ type: "float32", shape: [kinds.length, width], data: oneHotRows(kinds, width) },
});

function otherStyle(found: DeviceGraphStyle, expected: DeviceGraphStyle): KirchhoffError {
  return new KirchhoffError("MODEL_GRAPH_STYLE", "this encoder takes device graphs of another style", {
    ...{ found, expected },
    hint: `make the graphs with deviceGraph(circuit, "${expected}")`,
  });
}
