import {
  add,
  type Expression,
  leakyRelu,
  mul,
  reshape,
  softmaxByGroup,
  spread,
  sum,
  sumByGroup,
} from "../tensor/index.js";
import type { Edges } from "./edges.js";
import { linear } from "./layers.js";
import type { Scope } from "./scope.js";

interface GatOptions {
  /** Channels of the result and of each head. */
  readonly outputs: number;
  readonly heads: number;
}

/**
 * Graph attention (Veličković et al. 2018, eqs. 1-3 and 6) with the heads averaged: per head `g = W x`, the score of edge j→i is
 * `LeakyReLU_0.2(a_src · g_j + a_dst · g_i)`, its weight the softmax over the edges into i: x `[nodes, c]` to `[nodes, outputs]`.
 *
 * @param edges with one self loop for each node
 */
export function gatLayer(scope: Scope, x: Expression, edges: Edges, options: GatOptions): Expression {
  const { outputs, heads } = options;
  const nodes = x.shape[0]!;
  const links = edges.byTarget.source;
  const bound = { uniform: Math.sqrt(6 / (heads + outputs)) };
  const g = linear(scope, x, heads * outputs, { bias: false });
  const byHead = reshape(g, [nodes, heads, outputs]);
  const scoreOf = (name: string) => sum(mul(byHead, scope.parameter(name, [heads, outputs], bound)), [2]);
  const score = leakyRelu(
    add(spread(scoreOf("att_src"), edges.bySource), spread(scoreOf("att_dst"), edges.byTarget)),
    0.2,
  );
  const weight = reshape(softmaxByGroup(score, edges.byTarget), [links, heads, 1]);
  const messages = reshape(spread(g, edges.bySource), [links, heads, outputs]);
  // The mean over the heads is taken on the edges, so that the sum into the nodes is that many times narrower.
  const combined = mul(sum(mul(messages, weight), [1]), 1 / heads);
  return add(sumByGroup(combined, edges.byTarget), scope.parameter("bias", [outputs], { constant: 0 }));
}
