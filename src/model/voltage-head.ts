import { mlp, type Scope } from "../nn/index.js";
import { type Expression, relu, reshape, sigmoid } from "../tensor/index.js";

export interface VoltageHeadOptions {
  readonly hidden: number;
  readonly output: "sigmoid" | "linear";
}

/** The three-layer head of paper A on the embeddings of the output nodes `[outputs, hidden]`: predictions `[outputs]`. */
export function voltageHead(
  scope: Scope,
  embedding: Expression,
  { hidden, output }: VoltageHeadOptions,
): Expression {
  const y = reshape(mlp(scope, embedding, { layers: 3, hidden, outputs: 1 }), [embedding.shape[0]!]);
  return output === "sigmoid" ? sigmoid(y) : y;
}

/** Layers of message passing, each followed by ReLU, without residuals. */
export function stack(
  count: number,
  start: Expression,
  layer: (h: Expression, index: number) => Expression,
): Expression {
  let h = start;
  for (let index = 0; index < count; index++) h = relu(layer(h, index));
  return h;
}
