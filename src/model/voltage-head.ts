import { mlp, type Scope } from "../nn/index.js";
import { type Expression, gatherRows, relu, reshape, sigmoid } from "../tensor/index.js";
import type { GraphInputs } from "./graph-inputs.js";

export interface VoltageHeadOptions {
  readonly hidden: number;
  readonly output: "sigmoid" | "linear";
}

/** The three-layer head of paper A on the embeddings `[nodes, hidden]` of the output nodes: predictions `[outputs]`. */
export function voltageHead(
  scope: Scope,
  embedding: Expression,
  { outputNodes }: Pick<GraphInputs, "outputNodes">,
  { hidden, output }: VoltageHeadOptions,
): Expression {
  const rows = gatherRows(embedding, outputNodes);
  const y = reshape(mlp(scope, rows, { layers: 3, hidden, outputs: 1 }), outputNodes.shape);
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
