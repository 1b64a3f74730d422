import { fanIn, layerNorm, linear, mlp, type Scope } from "../../nn/index.js";
import {
  add,
  broadcastLike,
  concat,
  type Expression,
  gelu,
  input,
  matmul,
  mul,
  regroup,
  reshape,
  sum,
  transpose,
} from "../../tensor/index.js";
import {
  type DecoderInputs,
  type DecoderOptions,
  type DecoderShape,
  decoderInputs,
  linesBySlot,
} from "./decoder.js";
import { relationNames } from "./message-feeds.js";

/** The sizes of message passing between nodes that know their values. */
export interface MessageOptions {
  /** Rounds of messages. */
  readonly layers: number;
  /** Channels of a node's state, and of the MLP to the outputs. */
  readonly hidden: number;
}

/** The sizes of the encoders `values` and `dice-values`. */
export const messageSizes: MessageOptions = { layers: 3, hidden: 96 };

/**
 * A decoder in which values take part in message passing, so that it can tell which switch is on in front of which capacitor: a linear
 * layer of each node's state and of its kind times its value; then `layers` times, with `h_current` and `h_gate` the sums over a node's
 * neighbours, `h ← h + U GELU(LayerNorm(W h + W_c h_current + W_g h_gate))`; the sum over nodes, and an MLP to the outputs. States of edges
 * and graphs are not read.
 *
 * The neighbours are those of the topology, whatever the sample. So states are held as `[topologies, slots, samples, hidden]`, and a sum
 * over neighbours is one product of matrices for each topology.
 *
 * @param nodes `["nodes", c]`, as a {@link cachedDecoder} takes them
 * @returns `["rows", outputs]`, the samples of one topology after those of another
 */
export function messageDecoder(
  scope: Scope,
  nodes: Expression,
  shape: DecoderShape,
  { outputLayers, outputs }: DecoderOptions,
  { layers, hidden }: MessageOptions,
): Expression {
  const { topologies: t, varying, fixed } = shape;
  const slots = varying + fixed;
  const inputs = decoderInputs(shape);
  const relations = relationNames.map((name) => ({
    name,
    neighbours: input(`relations/${name}`, [t, slots, slots]),
  }));
  const asRows = (x: Expression) => regroup(x, ["places", hidden]);
  const bySlot = (x: Expression) => regroup(x, [t, slots, "columns"]);
  let h = asRows(startStates(scope.child("start"), nodes, shape, inputs, hidden));
  for (let layer = 0; layer < layers; layer++) {
    const own = scope.child("layers").child(layer);
    let mixed = linear(own.child("own"), h, hidden);
    for (const { name, neighbours } of relations) {
      const received = asRows(matmul(neighbours, bySlot(h)));
      mixed = add(mixed, linear(own.child(name), received, hidden, { bias: false }));
    }
    h = add(h, linear(own.child("update"), gelu(layerNorm(own.child("norm"), mixed)), hidden));
  }
  const taken = concat(
    [reshape(inputs.varying.taken, [t, 1, varying]), reshape(inputs.fixed.taken, [t, 1, fixed])],
    2,
  );
  const total = regroup(matmul(taken, bySlot(h)), ["rows", hidden]);
  return mlp(scope.child("output"), total, { layers: outputLayers, hidden, outputs, activation: "gelu" });
}

/** States of all slots before any message, `[topologies, slots, samples, hidden]`, those that vary before the others; of `nodes` `["nodes", c]`. */
function startStates(
  scope: Scope,
  nodes: Expression,
  { topologies: t, kinds, varying, fixed }: DecoderShape,
  inputs: DecoderInputs,
  hidden: number,
): Expression {
  const width = nodes.shape[1] as number;
  const slots = varying + fixed;
  const started = fanIn(width + kinds);
  const ofState = scope.parameter("state", [hidden, width], started);
  const ofValue = scope.parameter("value", [hidden, kinds], started);
  const bias = scope.parameter("bias", [hidden], started);
  const { moving, still } = linesBySlot(nodes, inputs, { ofState, ofValue, bias });
  const bySlot = (x: Expression, count: number) => reshape(x, [t, count, 1, hidden]);
  const both = (key: "constant" | "slope") =>
    concat([bySlot(moving[key], varying), bySlot(still[key], fixed)], 1);
  const values = transpose(inputs.values);
  const fixedValues = reshape(inputs.fixedValues, [t, fixed, 1]);
  const all = concat([values, broadcastLike(fixedValues, sum(values, [1], true))], 1);
  return add(both("constant"), mul(reshape(all, [t, slots, "samples", 1]), both("slope")));
}
