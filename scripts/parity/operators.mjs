import { parityCase } from "./case.mjs";
import * as n from "./naive.mjs";

/** A digraph of six nodes: in-degrees 3, 1, 0, 2, 1, 0; one edge twice, one node that only sends, one isolated. */
export const digraph = () => ({
  edge_src: n.vector([1, 2, 4, 0, 0, 0, 3]),
  edge_dst: n.vector([0, 0, 0, 1, 3, 3, 4]),
  num_nodes: 6,
});

export function operatorCases() {
  const draw = n.decimals(7);
  const graph = digraph();
  const lists = n.incoming(graph, 6);
  const nodes = () => ({ ...graph, x: draw([6, 3], { scale: 2 }), "cotangent.y": draw([6, 3]) });
  const neighbour = (name, description, pick) =>
    parityCase({
      name,
      description,
      config: { channels: 3 },
      inputs: nodes(),
      by: ["x"],
      forward: (_, { x }) => {
        const rows = n.rowsOf(x);
        return {
          y: n.matrix(lists.map((list) => rows[0].map((__, c) => pick(list.map((j) => rows[j][c]))))),
        };
      },
    });
  const elementwise = (name, description, f) =>
    parityCase({
      name,
      description,
      inputs: { x: draw([9], { scale: 3 }), "cotangent.y": draw([9]) },
      by: ["x"],
      forward: (_, { x }) => ({ y: n.vector(x.data.map(f)) }),
    });
  const batchNorm = (name, training) =>
    parityCase({
      name,
      description: training ? "batch statistics, running ones updated" : "running statistics",
      config: { train: training },
      training,
      parameters: { "bn.weight": draw([3], { offset: 1, scale: 0.5 }), "bn.bias": draw([3]) },
      buffers: {
        "bn.running_mean": draw([3]),
        "bn.running_var": draw([3], { offset: 1, scale: 0.5 }),
      },
      inputs: { x: draw([5, 3], { scale: 2 }), "cotangent.y": draw([5, 3]) },
      by: ["x"],
      forward: (p, { x }, norms) => ({ y: n.matrix(n.batchNorm(n.rowsOf(x), p, "bn", norms)) }),
    });
  const segment = (name, divide) =>
    parityCase({
      name,
      description: "graphs 1 and 3 are empty, ids are unsorted",
      inputs: {
        x: draw([5, 3]),
        graph_id: n.vector([2, 0, 2, 2, 0]),
        num_graphs: 4,
        "cotangent.y": draw([4, 3]),
      },
      by: ["x"],
      forward: (_, { x, graph_id: ids, num_graphs: graphs }) => {
        const y = Array.from({ length: graphs }, (__, g) => {
          const members = n.rowsOf(x).filter((___, i) => ids.data[i] === g);
          const sums = [0, 1, 2].map((c) => members.reduce((sum, row) => sum + row[c], 0));
          return divide && members.length > 0 ? sums.map((sum) => sum / members.length) : sums;
        });
        return { y: n.matrix(y) };
      },
    });
  const aggregate = (rows, t, weighed = rows) =>
    lists.map((list) => {
      const values = list.map((j) => rows[j]);
      const scores = list.map((j) => weighed[j].map((value) => t * value));
      return n.softmaxMean(values, scores) ?? rows[0].map(() => 0);
    });
  return [
    parityCase({
      name: "linear",
      description: "y = x Wᵀ + b",
      config: { in: 3, out: 2 },
      parameters: { "lin.weight": draw([2, 3]), "lin.bias": draw([2]) },
      inputs: { x: draw([4, 3]), "cotangent.y": draw([4, 2]) },
      by: ["x"],
      forward: (p, { x }) => ({ y: n.matrix(n.linear(n.rowsOf(x), p, "lin")) }),
    }),
    parityCase({
      name: "layer_norm",
      description: "over the last axis, biased variance",
      parameters: { weight: draw([4], { offset: 1 }), bias: draw([4]) },
      inputs: { x: draw([3, 4], { scale: 2 }), "cotangent.y": draw([3, 4]) },
      by: ["x"],
      forward: (p, { x }) => ({ y: n.matrix(n.layerNorm(n.rowsOf(x), p.weight, p.bias)) }),
    }),
    batchNorm("batch_norm_train", true),
    batchNorm("batch_norm_eval", false),
    parityCase({
      name: "softmax_aggregation",
      description: "per node and channel, weights softmax over in-neighbours of t x",
      config: { channels: 3 },
      parameters: { t: n.vector([1.3]) },
      inputs: nodes(),
      by: ["x"],
      forward: (p, { x }) => ({ y: n.matrix(aggregate(n.rowsOf(x), p.t.data[0])) }),
    }),
    parityCase({
      name: "genconv_before_mlp",
      description: "message ReLU(x) + 1e-7, softmax aggregation, plus x",
      config: { channels: 3 },
      parameters: { t: n.vector([0.8]) },
      inputs: { ...nodes(), "cotangent.message": draw([6, 3]), "cotangent.aggregated": draw([6, 3]) },
      by: ["x"],
      forward: (p, { x }) => {
        const message = n.map(n.rowsOf(x), (value) => n.relu(value) + 1e-7);
        const aggregated = aggregate(message, p.t.data[0]);
        const y = n.add(aggregated, n.rowsOf(x));
        return { message: n.matrix(message), aggregated: n.matrix(aggregated), y: n.matrix(y) };
      },
    }),
    neighbour("neighbour_sum", "over in-neighbours", (values) => values.reduce((a, b) => a + b, 0)),
    neighbour(
      "neighbour_mean",
      "over in-neighbours",
      (values) => values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1),
    ),
    neighbour("neighbour_max", "over in-neighbours, 0 of none", (values) =>
      values.length > 0 ? Math.max(...values) : 0,
    ),
    elementwise("gelu_exact", "x Φ(x)", n.gelu),
    elementwise("sigmoid", "1 / (1 + exp(-x))", n.sigmoid),
    parityCase({
      name: "log_sum_exp",
      description: "over the columns",
      inputs: { x: draw([3, 4], { scale: 5 }), "cotangent.y": draw([3]) },
      by: ["x"],
      forward: (_, { x }) => ({ y: n.vector(n.rowsOf(x).map(n.logSumExp)) }),
    }),
    parityCase({
      name: "cosine_similarity_matrix",
      description: "of the rows",
      inputs: { x: draw([4, 3]), "cotangent.s": draw([4, 4]) },
      by: ["x"],
      forward: (_, { x }) => ({ s: n.matrix(n.cosines(n.rowsOf(x), n.rowsOf(x))) }),
    }),
    crossAttention(draw),
    segment("segment_sum", false),
    segment("segment_mean", true),
    adamW(draw),
  ];
}

/** One layer of attention pooling from `latents` (lists of rows, one list a graph). */
export function attend(p, prefix, nodes, graphOf, latents) {
  const keys = n.linear(nodes, p, `${prefix}key`);
  const values = n.linear(nodes, p, `${prefix}value`);
  const attention = nodes.map(() => []);
  const next = latents.map((rows, g) => {
    const members = graphOf.flatMap((graph, node) => (graph === g ? [node] : []));
    return n.linear(rows, p, `${prefix}query`).map((query, l) => {
      const scores = members.map((node) => n.dot(query, keys[node]) / Math.sqrt(query.length));
      const total = n.logSumExp(scores);
      members.forEach((node, k) => {
        attention[node][l] = Math.exp(scores[k] - total);
      });
      return query.map((_, c) =>
        members.reduce((sum, node) => sum + attention[node][l] * values[node][c], 0),
      );
    });
  });
  return { attention, latents: next };
}

const projection = (draw, name, out, width) => ({
  [`${name}.weight`]: draw([out, width], { scale: 0.6 }),
  [`${name}.bias`]: draw([out], { scale: 0.3 }),
});

export const attentionParameters = (draw, prefix, latentWidth, nodeWidth) => ({
  ...projection(draw, `${prefix}query`, latentWidth, latentWidth),
  ...projection(draw, `${prefix}key`, latentWidth, nodeWidth),
  ...projection(draw, `${prefix}value`, latentWidth, nodeWidth),
});

function crossAttention(draw) {
  return parityCase({
    name: "cross_attention_pooling",
    description: "two latents attend to the nodes of three graphs of 3, 1 and 2 nodes",
    parameters: attentionParameters(draw, "", 3, 4),
    inputs: {
      nodes: draw([6, 4]),
      latents: draw([2, 3]),
      graph_id: n.vector([0, 1, 0, 2, 2, 0]),
      num_graphs: 3,
      "cotangent.attention": draw([6, 2]),
      "cotangent.y": draw([3, 2, 3]),
    },
    by: ["nodes", "latents"],
    forward: (p, { nodes, latents, graph_id: ids, num_graphs: graphs }) => {
      const start = Array.from({ length: graphs }, () => n.rowsOf(latents));
      const { attention, latents: y } = attend(p, "", n.rowsOf(nodes), ids.data, start);
      return { attention: n.matrix(attention), y: n.tensor([graphs, 2, 3], y.flat(2)) };
    },
  });
}

function adamW(draw) {
  const config = { lr: 0.05, weight_decay: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8 };
  const w = draw([3]);
  const gradients = draw([3, 3]);
  gradients.data[1] = 0;
  gradients.data[4] = 0;
  gradients.data[7] = 0;
  const state = { parameter: [...w.data], m: [0, 0, 0], v: [0, 0, 0] };
  const steps = n.rowsOf(gradients).map((g, k) => {
    adamWStep(state, g, k + 1, config);
    const copy = Object.entries(state).map(([name, data]) => [name, n.vector([...data])]);
    return { step: k + 1, ...Object.fromEntries(copy) };
  });
  return {
    name: "adamw",
    description: "three steps; element 1 never has a gradient",
    config,
    parameters: { w },
    inputs: { gradients },
    expected: { steps },
  };
}

/** One AdamW update in place: decay first, epsilon outside the root. */
export function adamWStep({ parameter, m, v }, g, step, { lr, weight_decay: decay, beta1, beta2, eps }) {
  for (let i = 0; i < parameter.length; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2;
    const direction = m[i] / (1 - beta1 ** step) / (Math.sqrt(v[i] / (1 - beta2 ** step)) + eps);
    parameter[i] = parameter[i] * (1 - lr * decay) - lr * direction;
  }
}
