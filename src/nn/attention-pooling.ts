import {
  add,
  type Expression,
  type GroupTable,
  matmul,
  mul,
  reshape,
  softmaxByGroup,
  spread,
  sum,
  sumByGroup,
  transpose,
} from "../tensor/index.js";
import { linear } from "./layers.js";
import { fanIn, type Scope } from "./scope.js";

interface AttentionPoolingOptions {
  readonly latents: number;
  readonly latentWidth: number;
  /** Cross-attention layers. */
  readonly layers: number;
  /** Whether the latents train (default); otherwise they stay as they were drawn. */
  readonly learned?: boolean;
}

/**
 * Attention pooling of paper A (section III-C; its code's Node2GraphEmb): learned latents attend to the nodes of each graph,
 * `layers` times: `h ← softmax(Q(h) K(nodes)ᵀ / √d) V(nodes)`, single head, without residual, norm or projection.
 * Nodes `[nodes, c]` to `[graphs, latents · latentWidth]`, latent by latent.
 */
export function attentionPooling(
  scope: Scope,
  nodes: Expression,
  byGraph: GroupTable,
  { latents, latentWidth, layers, learned = true }: AttentionPoolingOptions,
): Expression {
  const shape = [latents, latentWidth];
  const start = learned
    ? scope.parameter("latents", shape, { normal: 1 })
    : scope.buffer("latents", shape, { normal: 1 });
  let h = reshape(start, [1, latents, latentWidth]);
  for (let layer = 0; layer < layers; layer++) {
    h = crossAttention(scope.child("layers").child(layer), h, nodes, byGraph).latents;
  }
  return reshape(h, [byGraph.rows, latents * latentWidth]);
}

/**
 * One cross-attention layer: the latents of each graph `[graphs, latents, d]` (or of all, `[1, latents, d]`) attend to its nodes.
 *
 * @returns the new latents `[graphs, latents, d]` and the attention `[nodes, latents]`
 */
export function crossAttention(
  scope: Scope,
  latents: Expression,
  nodes: Expression,
  byGraph: GroupTable,
): { readonly latents: Expression; readonly attention: Expression } {
  const [graphs, count, width] = latents.shape as [number | string, number, number];
  const items = nodes.shape[0]!;
  const keys = linear(scope.child("key"), nodes, width);
  const values = linear(scope.child("value"), nodes, width);
  const queries = queriesOf(scope.child("query"), latents, width);
  const flat = reshape(queries, [graphs, count * width]);
  const perNode = graphs === 1 ? queries : reshape(spread(flat, byGraph), [items, count, width]);
  const scores = mul(sum(mul(perNode, reshape(keys, [items, 1, width])), [2]), 1 / Math.sqrt(width));
  const attention = softmaxByGroup(scores, byGraph);
  const weighted = mul(reshape(attention, [items, count, 1]), reshape(values, [items, 1, width]));
  const sums = sumByGroup(reshape(weighted, [items, count * width]), byGraph);
  return { latents: reshape(sums, [byGraph.rows, count, width]), attention };
}

/** A linear layer over the last of three axes. */
function queriesOf(scope: Scope, latents: Expression, width: number): Expression {
  const bound = fanIn(width);
  const weight = scope.parameter("weight", [width, width], bound);
  return add(matmul(latents, transpose(weight)), scope.parameter("bias", [width], bound));
}
