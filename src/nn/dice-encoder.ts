import { add, type Expression, type GroupTable, sumByGroup } from "../tensor/index.js";
import type { Edges } from "./edges.js";
import { ginEdgeLayer, type NodeAndEdgeStates } from "./gin-edge.js";
import { mlp } from "./mlp.js";
import type { Scope } from "./scope.js";

interface DiceEncoderOptions {
  /** Layers of message passing; 2 in the published network. */
  readonly depth: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly mlpLayers?: number;
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
  { depth, hidden, outputs, mlpLayers = 5 }: DiceEncoderOptions,
): { readonly graphs: Expression } & NodeAndEdgeStates {
  const start = { layers: 2, hidden, outputs: hidden, activation: "gelu" } as const;
  let states: NodeAndEdgeStates = {
    nodes: mlp(scope.child("init_node"), nodeFeatures, start),
    edges: mlp(scope.child("init_edge"), edgeFeatures, start),
  };
  for (let layer = 0; layer < depth; layer++) {
    states = ginEdgeLayer(scope.child("layers").child(layer), states, edges, { mlpLayers });
  }
  const total = sumByGroup(add(states.nodes, sumByGroup(states.edges, edges.bySource)), byGraph);
  return { graphs: mlp(scope.child("readout"), total, { ...start, outputs }), ...states };
}
