import { batchDeviceGraphs, deviceGraphKinds, oneHotRows } from "../../graph/index.js";
import { type Edges, edgeFeeds, edgeInputs, linear, mlp, type Scope, xavier } from "../../nn/index.js";
import {
  add,
  concat,
  type Expression,
  gemm,
  groupFeeds,
  groupTable,
  input,
  leakyRelu,
  matmul,
  mul,
  relu,
  softmaxByGroup,
  spread,
  sumByGroup,
} from "../../tensor/index.js";
import type { TopologyStates } from "./decoder.js";
import { decoderKinds, floats } from "./decoder-feeds.js";
import { encoderScope, type TaskEncoder } from "./encoder.js";
import type { TaskTopology } from "./topology.js";

/** The sizes of a ParaGraph encoder; published: 512 channels, 3 layers. */
export interface ParaGraphOptions {
  readonly hidden: number;
  readonly layers: number;
  readonly nodeOutputs: number;
  readonly graphOutputs: number;
}

export const paraGraphSizes: ParaGraphOptions = { hidden: 64, layers: 3, nodeOutputs: 64, graphOutputs: 128 };

/** Two-terminal devices both ways; net to gate and back; net to drain or source and back. */
const edgeTypes = 5;
const profile = [
  ...[0, 1, 2, 3, 4].map((width) => ({ width, padded: false })),
  ...[8, 16, 32, 64, 128, 256].map((width) => ({ width, padded: true })),
  { width: Number.POSITIVE_INFINITY, padded: true },
];
const profiles = { sourceProfile: profile, targetProfile: profile };

/**
 * ParaGraph as paper B compares with it (section 6.5): attention for each type of edge on a graph without supplies and bulks. It is not
 * pretrained: it learns with its decoder. Supplies have states of zeros.
 */
export function paraGraphEncoder(sizes: ParaGraphOptions = paraGraphSizes): TaskEncoder {
  return {
    settings: { encoder: "paragraph", ...sizes },
    states: (scope, topologies) => build(scope.child(encoderScope), topologies, sizes),
    feeds(topologies) {
      const { nodes, kindOfNode, graphOfNode } = batchDeviceGraphs(topologies.map(({ graph }) => graph));
      const list = edgesOf(topologies);
      const present = Float32Array.from(kindOfNode, (kind) => (isSupply(kind) ? 0 : 1));
      const graphOf = new Float32Array(topologies.length * nodes);
      graphOfNode.forEach((graph, node) => {
        graphOf[graph * nodes + node] = present[node]!;
      });
      const group = Int32Array.from(list.target, (node, e) => node * edgeTypes + list.type[e]!);
      return {
        feeds: {
          "paragraph/kinds": floats([nodes, decoderKinds], oneHotRows(kindOfNode, decoderKinds)),
          "paragraph/present": floats([nodes, 1], present),
          "paragraph/graphOf": floats([topologies.length, nodes], graphOf),
          ...edgeFeeds("paragraph/edges", list, nodes, profiles),
          ...groupFeeds("paragraph/types", group, nodes * edgeTypes, profile),
        },
        edges: topologies.map(() => 0),
      };
    },
  };
}

function build(scope: Scope, topologies: number, sizes: ParaGraphOptions): TopologyStates {
  const { hidden, layers, nodeOutputs, graphOutputs } = sizes;
  const kinds = input("paragraph/kinds", ["nodes", decoderKinds]);
  const present = input("paragraph/present", ["nodes", 1]);
  const edges = edgeInputs("paragraph/edges", { nodes: "nodes", edges: "wires", ...profiles });
  const byType = groupTable("paragraph/types", { items: "wires", groups: "types", profile });
  let h = mul(linear(scope.child("start"), kinds, hidden), present);
  for (let layer = 0; layer < layers; layer++) {
    const own = scope.child("layers").child(layer);
    const found = attention(own, h, edges, byType, hidden);
    h = mul(relu(linear(own.child("update"), concat([h, found], 1), hidden)), present);
  }
  const head = { layers: 2, hidden, activation: "gelu" } as const;
  const nodes = mul(mlp(scope.child("nodes"), h, { ...head, outputs: nodeOutputs }), present);
  const total = matmul(input("paragraph/graphOf", [topologies, "nodes"]), nodes);
  return { nodes, graphs: linear(scope.child("graphs"), total, graphOutputs) };
}

/** For each type of edge a softmax over what enters a node, of `LeakyReLU(a · [W h_u, W h_v])`; the sum over types of `W h_u` so weighted. */
function attention(
  scope: Scope,
  h: Expression,
  { bySource, byTarget }: Edges,
  byType: ReturnType<typeof groupTable>,
  hidden: number,
): Expression {
  const weight = scope.parameter("weight", [hidden, hidden], xavier(hidden, hidden));
  const mapped = gemm(h, weight, { transposeB: true });
  const toward = (name: string) => matmul(mapped, scope.parameter(name, [hidden, 1], xavier(2 * hidden, 1)));
  const logits = add(spread(toward("of_source"), bySource), spread(toward("of_target"), byTarget));
  const weights = softmaxByGroup(leakyRelu(logits, 0.2), byType);
  return sumByGroup(mul(spread(mapped, bySource), weights), byTarget);
}

const [ground, supply] = [0, 1];
const isSupply = (kind: number): boolean => kind === ground || kind === supply;

/** The edges of ParaGraph's own graphs, over the nodes of the device graphs. */
function edgesOf(topologies: readonly TaskTopology[]) {
  const { kindOfNode, kindOfEdge, source, target } = batchDeviceGraphs(topologies.map(({ graph }) => graph));
  const names = deviceGraphKinds.faithful;
  const kept: { source: number; target: number; type: number }[] = [];
  kindOfEdge.forEach((edgeKind, e) => {
    const [u, v] = [source[e]!, target[e]!];
    if (isSupply(kindOfNode[u]!) || isSupply(kindOfNode[v]!)) return;
    const name = names.edges[edgeKind]!;
    if (name.endsWith("bulk")) return;
    if (name.endsWith("gate")) {
      kept.push({ source: u, target: v, type: 1 }, { source: v, target: u, type: 2 });
      return;
    }
    const isMos = (node: number) => names.nodes[kindOfNode[node]!]!.endsWith("mos");
    kept.push({ source: u, target: v, type: isMos(v) ? 3 : isMos(u) ? 4 : 0 });
  });
  const column = (of: (edge: (typeof kept)[number]) => number) => Int32Array.from(kept, of);
  return {
    source: column((edge) => edge.source),
    target: column((edge) => edge.target),
    type: column((edge) => edge.type),
  };
}
