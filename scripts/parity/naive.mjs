/**
 * Plain loops in double precision over matrices as lists of rows: what the tensor engine is compared with. Nothing here is shared with
 * the engine, and gradients are finite differences.
 */

export const tensor = (shape, data) => ({ shape, data });
export const matrix = (rows) => tensor([rows.length, rows[0]?.length ?? 0], rows.flat());
export const vector = (data) => tensor([data.length], data);
export const rowsOf = ({ shape: [n, c], data }) =>
  Array.from({ length: n }, (_, i) => data.slice(i * c, (i + 1) * c));

/** Short decimals between -1 and 1 from a linear congruential generator, so that a rerun writes the same file. */
export function decimals(seed) {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return (shape, { scale = 1, offset = 0 } = {}) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const data = Array.from({ length: size }, () => Number((offset + scale * (2 * next() - 1)).toFixed(4)));
    return tensor(shape, data);
  };
}

export const add = (a, b) => a.map((row, i) => row.map((value, c) => value + b[i][c]));
export const map = (rows, f) => rows.map((row) => row.map(f));
export const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
export const relu = (value) => Math.max(value, 0);
export const sigmoid = (value) => 1 / (1 + Math.exp(-value));
export const gelu = (value) => 0.5 * value * (1 + erf(value * Math.SQRT1_2));

/** The error function by its Taylor series, enough for the small arguments of the cases. */
export function erf(x) {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** `x Wᵀ + b` with the parameters `name.weight` and, where it exists, `name.bias`. */
export function linear(x, p, name) {
  const weight = rowsOf(p[`${name}.weight`]);
  const bias = p[`${name}.bias`]?.data;
  return x.map((row) => weight.map((w, k) => dot(row, w) + (bias ? bias[k] : 0)));
}

export function layerNorm(x, weight, bias, epsilon = 1e-5) {
  return x.map((row) => {
    const mean = row.reduce((a, b) => a + b) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map(
      (value, c) => ((value - mean) / Math.sqrt(variance + epsilon)) * weight.data[c] + bias.data[c],
    );
  });
}

/** Batch norm with the parameters `name.weight`, `name.bias`; in training it notes the running statistics in `norms.after`. */
export function batchNorm(x, p, name, norms, epsilon = 1e-5) {
  const means = norms.buffers[`${name}.running_mean`].data;
  const variances = norms.buffers[`${name}.running_var`].data;
  const n = x.length;
  const columns = means.map((running, c) => {
    const mean = x.reduce((sum, row) => sum + row[c], 0) / n;
    const variance = x.reduce((sum, row) => sum + (row[c] - mean) ** 2, 0) / n;
    return norms.training ? { mean, variance } : { mean: running, variance: variances[c] };
  });
  if (norms.training) {
    norms.after[`${name}.running_mean`] = vector(means.map((old, c) => 0.9 * old + 0.1 * columns[c].mean));
    norms.after[`${name}.running_var`] = vector(
      variances.map((old, c) => 0.9 * old + (0.1 * columns[c].variance * n) / (n - 1)),
    );
  }
  const weight = p[`${name}.weight`].data;
  const bias = p[`${name}.bias`].data;
  return x.map((row) =>
    row.map((value, c) => {
      const { mean, variance } = columns[c];
      return ((value - mean) / Math.sqrt(variance + epsilon)) * weight[c] + bias[c];
    }),
  );
}

/** lin0, bn0, activation, lin1 … and a last linear layer. */
export function mlp(x, p, prefix, layers, norms, activation = relu) {
  let h = x;
  for (let layer = 0; layer < layers - 1; layer++) {
    h = linear(h, p, `${prefix}lin${layer}`);
    if (norms) h = batchNorm(h, p, `${prefix}bn${layer}`, norms);
    h = map(h, activation);
  }
  return linear(h, p, `${prefix}lin${layers - 1}`);
}

/** For each of `count` nodes, the sources of the edges into it. */
export function incoming({ edge_src: source, edge_dst: target }, count) {
  const lists = Array.from({ length: count }, () => []);
  target.data.forEach((node, e) => {
    lists[node].push(source.data[e]);
  });
  return lists;
}

/** `Σ softmax(scores) · values` channel by channel: values and scores are lists of rows. */
export function softmaxMean(values, scores) {
  if (values.length === 0) return undefined;
  return values[0].map((_, c) => {
    const top = Math.max(...scores.map((row) => row[c]));
    const weights = scores.map((row) => Math.exp(row[c] - top));
    const total = weights.reduce((a, b) => a + b);
    return weights.reduce((sum, weight, j) => sum + (weight / total) * values[j][c], 0);
  });
}

export const logSumExp = (values) => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

export function cosines(a, b) {
  const norm = (row) => Math.max(Math.sqrt(dot(row, row)), 1e-12);
  return a.map((x) => b.map((y) => dot(x, y) / (norm(x) * norm(y))));
}
