import {
  add,
  type Expression,
  type GroupTable,
  mul,
  spread,
  sub,
  sumByGroup,
  summandCount,
} from "../tensor/index.js";
import type { Edges } from "./edges.js";
import type { LinearOptions } from "./layers.js";
import { lastLinear, type MlpOptions, mlp, mlpBody } from "./mlp.js";
import type { Scope } from "./scope.js";

/** States of nodes `[nodes, c]` and of directed edges `[edges, c]`. */
export interface NodeAndEdgeStates {
  readonly nodes: Expression;
  readonly edges: Expression;
}

export interface GinEdgeOptions {
  /** Linear layers of each MLP; 5 in the published network. */
  readonly mlpLayers?: number;
  readonly initial?: LinearOptions["initial"];
}

/**
 * Graph isomorphism layer with edge features and their update (DICE, section 4; after Xu et al. 2019, eq. 4.1): for edges u→v
 * `m_v = Σ h_u ⊙ h_e`, `h_v ← MLP((1 + ε) h_v + m_v)`, `h_e ← MLP((1 + ε') h_e + m_u - m_v)`.
 */
export function ginEdgeLayer(
  scope: Scope,
  states: NodeAndEdgeStates,
  edges: Edges,
  options: GinEdgeOptions = {},
): NodeAndEdgeStates {
  const { nodes, edges: ofEdges } = ginEdgeSums(scope, states, edges);
  const mlpOptions = ginMlpOptions(states, options);
  return {
    nodes: mlp(scope.child("node_mlp"), nodes, mlpOptions),
    edges: mlp(scope.child("edge_mlp"), ofEdges, mlpOptions),
  };
}

/** What the MLPs of {@link ginEdgeLayer} are given. */
function ginEdgeSums(
  scope: Scope,
  { nodes: h, edges: e }: NodeAndEdgeStates,
  edges: Edges,
): NodeAndEdgeStates {
  const messages = sumByGroup(mul(spread(h, edges.bySource), e), edges.byTarget);
  const keep = (name: string, state: Expression) =>
    mul(state, add(scope.parameter(name, [1], { constant: 0 }), 1));
  const difference = sub(spread(messages, edges.bySource), spread(messages, edges.byTarget));
  return {
    nodes: add(keep("node_eps", h), messages),
    edges: add(keep("edge_eps", e), difference),
  };
}

function ginMlpOptions(
  { nodes }: NodeAndEdgeStates,
  { mlpLayers = 5, initial = "fan-in" }: GinEdgeOptions,
): MlpOptions {
  const width = nodes.shape[1] as number;
  return { layers: mlpLayers, hidden: width, outputs: width, activation: "gelu", initial };
}

/**
 * The sum over a graph's nodes and edges after {@link ginEdgeLayer}, an edge counting for the graph of its source: the same number, but
 * the last linear layers are applied to the sums. `[graphs, c]`.
 */
export function summedGinEdgeLayer(
  scope: Scope,
  states: NodeAndEdgeStates,
  edges: Edges,
  byGraph: GroupTable,
  options: GinEdgeOptions = {},
): Expression {
  const { nodes, edges: ofEdges } = ginEdgeSums(scope, states, edges);
  const mlpOptions = ginMlpOptions(states, options);
  const sums = (name: string, x: Expression, sum: (rows: Expression) => Expression, summands: Expression) =>
    lastLinear(scope.child(name), sum(mlpBody(scope.child(name), x, mlpOptions)), mlpOptions, summands);
  const overNodes = (rows: Expression) => sumByGroup(rows, byGraph);
  const overEdges = (rows: Expression) => overNodes(sumByGroup(rows, edges.bySource));
  return add(
    sums("node_mlp", nodes, overNodes, summandCount(byGraph)),
    sums("edge_mlp", ofEdges, overEdges, overNodes(summandCount(edges.bySource))),
  );
}
