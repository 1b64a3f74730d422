import { batchNormMlp, layerNorm, linear, mlpHead, type Scope, softmaxAggregate } from "../nn/index.js";
import {
  abs,
  add,
  type Expression,
  gatherRows,
  layerNorm as layerNormOf,
  max,
  mul,
  relu,
  reshape,
  sigmoid,
} from "../tensor/index.js";
import type { GraphInputs } from "./graph-inputs.js";

export interface DeepGenOptions {
  /** Residual blocks: 5, 10 or 15 in the paper. */
  readonly layers: number;
  readonly hidden: number;
  /** The norm inside each convolution's MLP: `batch` in the paper; `layer` does not couple the graphs of a batch. */
  readonly convNorm: "batch" | "layer";
  /** `sigmoid` for voltages in (0, 1), `linear` for standardised labels. */
  readonly output: "sigmoid" | "linear";
}

/**
 * DeepGEN (paper A, section III; Li et al. 2020): an input layer, `layers` pre-activated residual blocks
 * `h ← h + GENConv(ReLU(LayerNorm(h)))`, a last norm that shares the first block's weights, and a three-layer head on the
 * output nodes.
 *
 * @returns predictions `[outputs]`
 */
export function deepGen(scope: Scope, graph: GraphInputs, options: DeepGenOptions): Expression {
  const embedding = deepGenEmbedding(scope, graph, options);
  const head = { hidden: options.hidden, layers: 3, outputs: 1 };
  const y = reshape(mlpHead(scope.child("head"), gatherRows(embedding, graph.outputNodes), head), [
    "outputs",
  ]);
  return options.output === "sigmoid" ? sigmoid(y) : y;
}

/** The node embeddings below DeepGEN's head: `[nodes, hidden]`. */
export function deepGenEmbedding(
  scope: Scope,
  { features, neighbours }: GraphInputs,
  { layers, hidden, convNorm }: DeepGenOptions,
): Expression {
  let h = linear(scope.child("input"), features, hidden);
  const norms: { scale: Expression; shift: Expression }[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const block = scope.child("blocks").child(layer);
    const scale = block.parameter("norm.weight", [hidden], { constant: 1 });
    const shift = block.parameter("norm.bias", [hidden], { constant: 0 });
    norms.push({ scale, shift });
    const root = relu(layerNormOf(h, scale, shift));
    const t = block.parameter("t", [1], { constant: 1 });
    // A layer norm's output is at most √c |scale| + |shift|: what keeps the exponentials in range without looking at them.
    const bound = add(mul(max(abs(scale), 0), Math.sqrt(hidden)), max(abs(shift), 0));
    // GENConv's messages are ReLU(x) + 1e-7; x is a ReLU's output already, and batch norm removes the constant.
    const aggregated = softmaxAggregate(root, t, neighbours, { bound });
    h = convMlp(block, add(root, aggregated), h, convNorm);
  }
  return relu(layerNormOf(h, norms[0]!.scale, norms[0]!.shift));
}

/** The convolution's MLP, `hidden -> 2 hidden -> hidden`, plus the block's residual. */
function convMlp(block: Scope, x: Expression, residual: Expression, norm: "batch" | "layer"): Expression {
  const hidden = residual.shape[1] as number;
  if (norm === "batch") {
    const names = { first: "lin1", norm: "mlp_norm", second: "lin2" };
    return batchNormMlp(block, x, { hidden: 2 * hidden, residual, names });
  }
  const z = layerNorm(block.child("mlp_norm"), linear(block.child("lin1"), x, 2 * hidden));
  return add(residual, linear(block.child("lin2"), relu(z), hidden));
}
