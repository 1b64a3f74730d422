import {
  add,
  columnSum,
  constant,
  type Expression,
  type GroupTable,
  matmul,
  mul,
  reshape,
  sumByGroup,
} from "../tensor/index.js";
import type { Edges } from "./edges.js";
import { ginEdgeLayer, type NodeAndEdgeStates, summedGinEdgeLayer } from "./gin-edge.js";
import type { LinearOptions } from "./layers.js";
import { type MlpOptions, mlp } from "./mlp.js";
import type { Scope } from "./scope.js";

interface DiceEncoderOptions {
  /** Layers of message passing; 2 in the published network. */
  readonly depth: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly mlpLayers?: number;
  /** How linear layers start; `xavier` in the published network. */
  readonly initial?: LinearOptions["initial"];
}

interface DeviceGraphInputs {
  /** Kinds of the nodes, one-hot `[nodes, kinds]`. */
  readonly nodeFeatures: Expression;
  /** Kinds of the directed edges, one-hot `[edges, kinds]`. */
  readonly edgeFeatures: Expression;
  readonly edges: Edges;
  readonly byGraph: GroupTable;
}

/**
 * The encoder of DICE (section 4): input MLPs, `depth` layers of {@link ginEdgeLayer}, and a readout of the sum over a graph's nodes and
 * edges, an edge counting for the graph of its source. Dropout is 0.
 *
 * @returns embeddings of the graphs `[graphs, outputs]` and the last states of nodes and edges
 */
export function diceEncoder(
  scope: Scope,
  { nodeFeatures, edgeFeatures, edges, byGraph }: DeviceGraphInputs,
  { depth, hidden, outputs, mlpLayers = 5, initial = "fan-in" }: DiceEncoderOptions,
): { readonly graphs: Expression } & NodeAndEdgeStates {
  const start = { layers: 2, hidden, outputs: hidden, activation: "gelu", initial } as const;
  let states: NodeAndEdgeStates = {
    nodes: mlp(scope.child("init_node"), nodeFeatures, start),
    edges: mlp(scope.child("init_edge"), edgeFeatures, start),
  };
  for (let layer = 0; layer < depth; layer++) {
    states = ginEdgeLayer(scope.child("layers").child(layer), states, edges, { mlpLayers, initial });
  }
  const total = sumByGroup(add(states.nodes, sumByGroup(states.edges, edges.bySource)), byGraph);
  return { graphs: mlp(scope.child("readout"), total, { ...start, outputs }), ...states };
}

/**
 * The embeddings of {@link diceEncoder} at three quarters of the cost, for features that are one-hot: what depends on the kind alone is computed
 * once for each kind, and the last linear layers come after the sums. Tested to be equal, gradients included.
 */
export function diceEmbedding(
  scope: Scope,
  { nodeFeatures, edgeFeatures, edges, byGraph }: DeviceGraphInputs,
  { depth, hidden, outputs, mlpLayers = 5, initial = "fan-in" }: DiceEncoderOptions,
): Expression {
  const start = { layers: 2, hidden, outputs: hidden, activation: "gelu", initial } as const;
  let states: NodeAndEdgeStates = {
    nodes: mlpOfKinds(scope.child("init_node"), nodeFeatures, start),
    edges: mlpOfKinds(scope.child("init_edge"), edgeFeatures, start),
  };
  const layers = scope.child("layers");
  const options = { mlpLayers, initial };
  for (let layer = 0; layer < depth - 1; layer++) {
    states = ginEdgeLayer(layers.child(layer), states, edges, options);
  }
  const total =
    depth > 0
      ? summedGinEdgeLayer(layers.child(depth - 1), states, edges, byGraph, options)
      : sumByGroup(add(states.nodes, sumByGroup(states.edges, edges.bySource)), byGraph);
  return mlp(scope.child("readout"), total, { ...start, outputs });
}

/** An MLP of one-hot rows `[rows, kinds]`, computed once for each kind. */
function mlpOfKinds(scope: Scope, kinds: Expression, options: MlpOptions): Expression {
  const count = kinds.shape[1] as number;
  const identity = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
  const counts = reshape(columnSum(kinds), [count, 1]);
  return matmul(kinds, mlp(scope, constant(identity, [count, count]), { ...options, counts }));
}

/**
 * The features of nodes (or edges) that DICE hands to a task's decoder (section 4): an MLP of their last states, in a block of its own for
 * each kind, 0 in the others. Pretraining has no gradient for it: as published, it stays as it starts.
 *
 * @param states `[rows, c]`
 * @param kinds one-hot `[rows, kinds]`
 * @returns `[rows, kinds * outputs]`
 */
export function blocksByKind(
  scope: Scope,
  states: Expression,
  kinds: Expression,
  { outputs = 64 }: { readonly outputs?: number } = {},
): Expression {
  const [rows, width] = states.shape as [string, number];
  const count = kinds.shape[1] as number;
  const values = mlp(scope, states, {
    ...{ layers: 2, hidden: width, outputs, activation: "gelu", initial: "xavier" },
  });
  const blocks = mul(reshape(kinds, [rows, count, 1]), reshape(values, [rows, 1, outputs]));
  return reshape(blocks, [rows, count * outputs]);
}
