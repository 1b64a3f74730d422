import {
  abs,
  add,
  clip,
  columnSum,
  div,
  type Expression,
  exp,
  max,
  maximum,
  minimum,
  mul,
  neg,
  type RowTableInput,
  reshape,
  stopGradient,
  sub,
  sum,
  sumRows,
  withGradient,
} from "../tensor/index.js";

/** Exponents beyond this over- or underflow float32 sums. */
const largestExponent = 80;

interface AggregationOptions {
  /** A bound of |messages| known beforehand (a scalar expression), with which no pass over the messages is needed. */
  readonly bound?: Expression;
}

/**
 * Softmax aggregation, channel by channel: `y_i = Σ_j a_ij m_j`, `a_ij = softmax_j(t m_j)` over the in-neighbours of i
 * (GENConv, Li et al. 2020, eq. 6). A message depends on its source alone, so its exponential is taken once a node, and the
 * aggregate is the quotient of two sums of rows. Exponents are shifted by the middle of each channel's range, which is exact
 * while `t (max - min) < 160`; with a `bound`, `t` itself is held so that `|t m| < 80`.
 *
 * @param messages `[source, c]`
 * @param t inverse temperature `[1]`
 */
export function softmaxAggregate(
  messages: Expression,
  t: Expression,
  table: RowTableInput,
  { bound }: AggregationOptions = {},
): Expression {
  const temperature = bound
    ? mul(t, stopGradient(minimum(1, div(largestExponent, maximum(mul(abs(t), bound), 1e-30)))))
    : t;
  const exponent = mul(messages, temperature);
  const e = exp(
    bound ? exponent : clip(sub(exponent, stopGradient(middle(exponent))), -largestExponent, largestExponent),
  );
  const weights = sumRows(e, table, { empty: 1 });
  const mean = div(sumRows(mul(e, messages), table), weights);
  return withGradient([messages, t], [mean], (_, [adjoint]) => {
    const share = div(adjoint!, weights);
    const p = sumRows(share, table.transpose);
    const q = sumRows(mul(share, mean), table.transpose);
    const u = sub(mul(messages, p), q);
    const dMessages = mul(e, add(p, mul(u, temperature)));
    const dt = sum(columnSum(mul(mul(e, messages), u)), [1], true);
    return [dMessages, reshape(dt, t.shape)];
  })[0]!;
}

/** Half the sum of each channel's largest and smallest value, `[1, c]`. */
function middle(x: Expression): Expression {
  return mul(sub(max(x, 0, true), max(neg(x), 0, true)), 0.5);
}
