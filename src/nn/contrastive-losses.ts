import {
  add,
  div,
  type Expression,
  equal,
  greater,
  logSumExp,
  matmul,
  maximum,
  mul,
  neg,
  reshape,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  toFloat,
  transpose,
} from "../tensor/index.js";
import { mlp } from "./mlp.js";
import type { Scope } from "./scope.js";

/** Scores of pairs that do not belong in a denominator; their exponential is 0. */
const excluded = -1e30;

/** `s_ij = a_i · b_j / (|a_i| |b_j|)`: rows `[n, c]` and `[m, c]` to `[n, m]`. A row of zeros is similar to nothing. */
export function cosineSimilarity(a: Expression, b: Expression): Expression {
  return matmul(unitRows(a), transpose(unitRows(b)));
}

function unitRows(x: Expression): Expression {
  return div(x, sqrt(maximum(sum(square(x), [1], true), 1e-24)));
}

export interface DiceLossOptions {
  /** Temperatures τ, τ_p and τ_n; the published ones are 0.05, 0.2 and 0.05. */
  readonly tau?: number;
  readonly positiveTau?: number;
  readonly negativeTau?: number;
  /**
   * Whether a circuit's own negatives (label `-a`) stand in its denominator: the intended reading. The published code leaves them out,
   * so that nothing pushes a circuit away from them.
   */
  readonly ownNegatives?: boolean;
  /** Whether rows of negative label, too, are pushed away from all graphs of other circuits, and with `ownNegatives` from their own positives. */
  readonly negativeAnchors?: boolean;
}

/**
 * The contrastive loss of DICE (section 5.1). For a row i of label a > 0, P(i) the rows of label a (i among them) and N(i) those
 * of other circuits, `l_ij = s_ij/τ - log(Σ_P exp(s_ik/τ_p) + Σ_N exp(s_ik/τ_n))`, j in P(i); the loss is `-mean l_ij` over all such
 * pairs, 0 where there is none. Rows of negative label appear in denominators alone, unless `negativeAnchors` adds the mean over them of
 * `log Σ_M exp(s_ik/τ_n)`, M(i) the rows of other circuits, and with `ownNegatives` those of label `-a`.
 *
 * @param embeddings `[graphs, c]`
 * @param labels `[graphs]`: whole numbers, `a` for the positives of a circuit and `-a` for its negatives
 */
export function diceLoss(
  embeddings: Expression,
  labels: Expression,
  {
    tau = 0.05,
    positiveTau = 0.2,
    negativeTau = 0.05,
    ownNegatives = false,
    negativeAnchors = false,
  }: DiceLossOptions = {},
): Expression {
  const similarity = cosineSimilarity(embeddings, embeddings);
  const { same, column, row } = pairs(labels);
  const opposite = toFloat(equal(column, neg(row)));
  const other = ownNegatives ? sub(1, same) : sub(sub(1, same), opposite);
  const scores = add(
    mul(similarity, add(mul(same, 1 / positiveTau), mul(other, 1 / negativeTau))),
    mul(sub(1, add(same, other)), excluded),
  );
  const terms = sub(mul(similarity, 1 / tau), logSumExp(scores, 1, true));
  const loss = neg(meanOver(mul(same, toFloat(greater(column, 0))), terms));
  if (!negativeAnchors) return loss;
  const hasOther = toFloat(greater(sum(other, [1], true), 0));
  const away = logSumExp(add(mul(similarity, 1 / negativeTau), mul(sub(1, other), excluded)), 1, true);
  return add(loss, meanOver(mul(toFloat(greater(neg(column), 0)), hasOther), away));
}

/**
 * NT-Xent over labels (Chen et al. 2020, eq. 1, as DICE's baseline): `l_ij = s_ij/τ - log Σ_k exp(s_ik/τ)` over all k, i itself
 * included; the loss is `-mean l_ij` over all ordered pairs of equal label, i = j included. Arguments as for {@link diceLoss}.
 */
export function ntXentLoss(embeddings: Expression, labels: Expression, tau = 0.05): Expression {
  const scores = mul(cosineSimilarity(embeddings, embeddings), 1 / tau);
  return neg(meanOver(pairs(labels).same, sub(scores, logSumExp(scores, 1, true))));
}

/**
 * SimSiam's loss (Chen and He 2021, eq. 1) over labels: minus the mean cosine of embedding i, through which no gradient flows, and
 * prediction j, over all ordered pairs of equal label, i = j included. Both `[graphs, c]`.
 */
export function simSiamLoss(embeddings: Expression, predictions: Expression, labels: Expression): Expression {
  const similarity = cosineSimilarity(stopGradient(embeddings), predictions);
  return neg(meanOver(pairs(labels).same, similarity));
}

/** SimSiam's predictor: linear – batch norm – ReLU twice, and a linear layer, `[graphs, c]` to `[graphs, c]`, 2 c channels wide. */
export function simSiamPredictor(scope: Scope, embeddings: Expression): Expression {
  const outputs = embeddings.shape[1] as number;
  return mlp(scope, embeddings, { layers: 3, hidden: 2 * outputs, outputs });
}

function pairs(labels: Expression) {
  const count = labels.shape[0]!;
  const column = reshape(labels, [count, 1]);
  const row = reshape(labels, [1, count]);
  return { same: toFloat(equal(column, row)), column, row };
}

/** Mean of the entries whose mask is 1; 0 where there is none. */
const meanOver = (mask: Expression, x: Expression): Expression =>
  div(sum(mul(mask, x)), maximum(sum(mask), 1));
