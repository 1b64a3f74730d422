import { batchNormMlp, fanIn, type Scope, softmaxAggregate } from "../nn/index.js";
import {
  abs,
  add,
  concat,
  type Expression,
  gatherRows,
  layerNorm,
  linear,
  max,
  mul,
  relu,
} from "../tensor/index.js";
import type { GraphInputs } from "./graph-inputs.js";
import type { HeadPredictions } from "./prepared-network.js";
import { voltageHead } from "./voltage-head.js";

export interface DeepGenOptions {
  /** Residual blocks: 5, 10 or 15 in the paper. */
  readonly layers: number;
  readonly hidden: number;
  /** The norm inside each convolution's MLP: `batch` in the paper; `layer` does not couple the graphs of a batch. */
  readonly convNorm: "batch" | "layer";
  /** `sigmoid` for voltages in (0, 1), `linear` for standardised labels. */
  readonly output: "sigmoid" | "linear";
  /** A head of its own after every so many layers, trained beside the last one; 0 for none, as in the paper. */
  readonly earlyHeads?: number | undefined;
}

/**
 * DeepGEN (paper A, section III; Li et al. 2020): an input layer, `layers` pre-activated residual blocks
 * `h ← h + GENConv(ReLU(LayerNorm(h)))`, a last norm that shares the first block's weights, and a three-layer head on the
 * output nodes.
 *
 * A large batch is given in parts, whole graphs each: the result is that of the undivided batch (batch norms take their statistics over
 * all parts), but what is worked on at a time fits the processor's cache.
 *
 * Early heads bring the lower layers a gradient that has not come through all upper ones (deep supervision, Lee et al. 2015).
 */
export function deepGen(
  scope: Scope,
  parts: readonly GraphInputs[],
  options: DeepGenOptions,
): HeadPredictions {
  const states = deepGenStates(scope, parts, options);
  const head = scope.child("head");
  const predict = (name: Scope, embeddings: readonly Expression[]) => {
    const outputs = embeddings.map((embedding, i) => gatherRows(embedding, parts[i]!.outputNodes));
    return voltageHead(name, concat(outputs, 0, "outputs"), options);
  };
  return {
    prediction: predict(head, states.last),
    early: states.early.map((embeddings, i) => predict(head.child("early").child(i), embeddings)),
  };
}

/** The node embeddings below DeepGEN's head, part by part: `[nodes, hidden]`. */
export const deepGenEmbedding = (
  scope: Scope,
  parts: readonly GraphInputs[],
  options: DeepGenOptions,
): Expression[] => deepGenStates(scope, parts, options).last;

function deepGenStates(
  scope: Scope,
  parts: readonly GraphInputs[],
  { layers, hidden, convNorm, earlyHeads = 0 }: DeepGenOptions,
): { readonly last: Expression[]; readonly early: readonly Expression[][] } {
  const weight = scope.parameter("input.weight", [hidden, inputWidth(parts)], fanIn(inputWidth(parts)));
  const bias = scope.parameter("input.bias", [hidden], fanIn(inputWidth(parts)));
  let h = parts.map(({ features }) => linear(features, weight, bias));
  const norms: { scale: Expression; shift: Expression }[] = [];
  const lastNorm = (states: readonly Expression[]) =>
    states.map((x) => relu(layerNorm(x, norms[0]!.scale, norms[0]!.shift)));
  const early: Expression[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const block = scope.child("blocks").child(layer);
    const scale = block.parameter("norm.weight", [hidden], { constant: 1 });
    const shift = block.parameter("norm.bias", [hidden], { constant: 0 });
    norms.push({ scale, shift });
    const t = block.parameter("t", [1], { constant: 1 });
    // A layer norm's output is at most √c |scale| + |shift|: what keeps the exponentials in range without looking at them.
    const bound = add(mul(max(abs(scale), 0), Math.sqrt(hidden)), max(abs(shift), 0));
    const convolved = h.map((x, i) => {
      const root = relu(layerNorm(x, scale, shift));
      // GENConv's messages are ReLU(x) + 1e-7; x is a ReLU's output already. A batch norm removes the constant; behind a layer norm AdamW
      // sees it, in the gradients of channels that are 0 at all nodes.
      const messages = convNorm === "batch" ? root : add(root, 1e-7);
      return add(root, softmaxAggregate(messages, t, parts[i]!.neighbours, { bound }));
    });
    h = convMlp(block, convolved, h, convNorm);
    const above = layers - 1 - layer;
    if (earlyHeads > 0 && above > 0 && above % earlyHeads === 0) early.push(lastNorm(h));
  }
  return { last: lastNorm(h), early };
}

const inputWidth = (parts: readonly GraphInputs[]): number => parts[0]!.features.shape[1] as number;

/** The convolution's MLP, `hidden -> 2 hidden -> hidden`, plus the block's residual. */
function convMlp(
  block: Scope,
  parts: readonly Expression[],
  residuals: readonly Expression[],
  norm: "batch" | "layer",
): Expression[] {
  const hidden = residuals[0]!.shape[1] as number;
  if (norm === "batch") {
    const names = { first: "lin1", norm: "mlp_norm", second: "lin2" };
    return batchNormMlp(block, parts, { hidden: 2 * hidden, residuals, names });
  }
  const weight1 = block.parameter("lin1.weight", [2 * hidden, hidden], fanIn(hidden));
  const bias1 = block.parameter("lin1.bias", [2 * hidden], fanIn(hidden));
  const scale = block.parameter("mlp_norm.weight", [2 * hidden], { constant: 1 });
  const shift = block.parameter("mlp_norm.bias", [2 * hidden], { constant: 0 });
  const weight2 = block.parameter("lin2.weight", [hidden, 2 * hidden], fanIn(2 * hidden));
  const bias2 = block.parameter("lin2.bias", [hidden], fanIn(2 * hidden));
  return parts.map((x, i) => {
    const z = relu(layerNorm(linear(x, weight1, bias1), scale, shift));
    return add(residuals[i]!, linear(z, weight2, bias2));
  });
}
