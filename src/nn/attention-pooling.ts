import {
  add,
  type Expression,
  type GroupTable,
  gatherRows,
  matmul,
  mul,
  reshape,
  softmax,
  softmaxByGroup,
  spread,
  sub,
  sum,
  sumByGroup,
  toFloat,
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
  const side = sideBySide(byGraph);
  const rows = side ? withRowCount(nodes, byGraph) : nodes;
  for (let layer = 0; layer < layers; layer++) {
    const own = scope.child("layers").child(layer);
    h = side ? attendSideBySide(own, h, rows, side) : crossAttention(own, h, nodes, byGraph).latents;
  }
  const flat = reshape(h, [h.shape[0]!, latents * latentWidth]);
  return side ? gatherRows(flat, side.restore) : flat;
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

/**
 * {@link crossAttention} on groups side by side, `[graphs, widest]` rows of each and a mask: products of small matrices in place of
 * passes over `[nodes, latents · d]`, which makes it several times as fast where graphs are of similar size.
 */
function attendSideBySide(
  scope: Scope,
  latents: Expression,
  nodes: Expression,
  { indices, mask }: SideBySide,
): Expression {
  const width = latents.shape[2] as number;
  const keys = gatherRows(linear(scope.child("key"), nodes, width), indices);
  const values = gatherRows(linear(scope.child("value"), nodes, width), indices);
  const queries = mul(queriesOf(scope.child("query"), latents, width), 1 / Math.sqrt(width));
  const scores = add(matmul(queries, transpose(keys)), mul(sub(mask, 1), 1e30));
  // Where a graph has no rows, all weights are 0.
  return matmul(mul(softmax(scores), mask), values);
}

interface SideBySide {
  /** `[graphs, widest]`, rows of the groups, filled up with any. */
  readonly indices: Expression;
  /** `[graphs, 1, widest]`, 0 where it is filled up. */
  readonly mask: Expression;
  /** `[graphs]`, the place of each group among these. */
  readonly restore: Expression;
}

/** The rows of a partition whose groups are all in one padded class. */
function sideBySide({ classes, restore }: GroupTable): SideBySide | undefined {
  const [first, ...others] = classes;
  if (!first?.mask || !restore || others.length > 0) return undefined;
  return { indices: first.indices[0]!, mask: first.mask, restore };
}

/** The same nodes; but the program then has an input from which their number can be read, which gradients ask for. */
function withRowCount(nodes: Expression, { transpose: { classes } }: GroupTable): Expression {
  const groupOfNode = classes[0]!.indices[0]!;
  return add(nodes, mul(reshape(toFloat(groupOfNode), [groupOfNode.shape[0]!, 1]), 0));
}

/** A linear layer over the last of three axes. */
function queriesOf(scope: Scope, latents: Expression, width: number): Expression {
  const bound = fanIn(width);
  const weight = scope.parameter("weight", [width, width], bound);
  return add(matmul(latents, transpose(weight)), scope.parameter("bias", [width], bound));
}
