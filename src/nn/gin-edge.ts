import { add, type Expression, mul, spread, sub, sumByGroup } from "../tensor/index.js";
import type { Edges } from "./edges.js";
import type { LinearOptions } from "./layers.js";
import { mlp } from "./mlp.js";
import type { Scope } from "./scope.js";

/** States of nodes `[nodes, c]` and of directed edges `[edges, c]`. */
export interface NodeAndEdgeStates {
  readonly nodes: Expression;
  readonly edges: Expression;
}

interface GinEdgeOptions {
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
  { nodes: h, edges: e }: NodeAndEdgeStates,
  edges: Edges,
  { mlpLayers = 5, initial = "fan-in" }: GinEdgeOptions = {},
): NodeAndEdgeStates {
  const width = h.shape[1] as number;
  const options = { layers: mlpLayers, hidden: width, outputs: width, activation: "gelu", initial } as const;
  const messages = sumByGroup(mul(spread(h, edges.bySource), e), edges.byTarget);
  const keep = (name: string, state: Expression) =>
    mul(state, add(scope.parameter(name, [1], { constant: 0 }), 1));
  const difference = sub(spread(messages, edges.bySource), spread(messages, edges.byTarget));
  return {
    nodes: mlp(scope.child("node_mlp"), add(keep("node_eps", h), messages), options),
    edges: mlp(scope.child("edge_mlp"), add(keep("edge_eps", e), difference), options),
  };
}
