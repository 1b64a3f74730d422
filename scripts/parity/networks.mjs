import { differences, parityCase } from "./case.mjs";
import * as n from "./naive.mjs";
import { adamWStep, attend, attentionParameters, digraph } from "./operators.mjs";

const linearParameters = (draw, name, outputs, inputs) => ({
  [`${name}.weight`]: draw([outputs, inputs], { scale: 0.7 }),
  [`${name}.bias`]: draw([outputs], { scale: 0.3 }),
});
const normParameters = (draw, name, width) => ({
  [`${name}.weight`]: draw([width], { offset: 1, scale: 0.4 }),
  [`${name}.bias`]: draw([width], { scale: 0.3 }),
});
const normBuffers = (draw, name, width) => ({
  [`${name}.running_mean`]: draw([width], { scale: 0.2 }),
  [`${name}.running_var`]: draw([width], { offset: 1, scale: 0.2 }),
});

/** Parameters and buffers of lin0, bn0, lin1 …, with or without the norms. */
export function mlpParameters(draw, prefix, layers, [inputs, hidden, outputs], norm = true) {
  const parameters = {};
  const buffers = {};
  for (let layer = 0; layer < layers; layer++) {
    const out = layer === layers - 1 ? outputs : hidden;
    const from = layer === 0 ? inputs : hidden;
    Object.assign(parameters, linearParameters(draw, `${prefix}lin${layer}`, out, from));
    if (norm && layer < layers - 1) {
      Object.assign(parameters, normParameters(draw, `${prefix}bn${layer}`, hidden));
      Object.assign(buffers, normBuffers(draw, `${prefix}bn${layer}`, hidden));
    }
  }
  return { parameters, buffers };
}

/** One GCN layer from lists of in-neighbours without self loops. */
function gcn(p, name, x, lists) {
  const g = n.linear(x, { [`${name}.weight`]: p[`${name}.weight`] }, name);
  const root = (i) => Math.sqrt(lists[i].length + 1);
  return lists.map((list, i) =>
    p[`${name}.bias`].data.map((bias, c) =>
      [...list, i].reduce((sum, j) => sum + g[j][c] / (root(j) * root(i)), bias),
    ),
  );
}

/** One GAT layer, heads averaged. */
function gat(p, name, x, lists) {
  const g = n.linear(x, { [`${name}.weight`]: p[`${name}.weight`] }, name);
  const [source, target] = [n.rowsOf(p[`${name}.att_src`]), n.rowsOf(p[`${name}.att_dst`])];
  const heads = source.length;
  const width = source[0].length;
  const head = (j, h) => g[j].slice(h * width, (h + 1) * width);
  return lists.map((list, i) => {
    const from = [...list, i];
    const byHead = source.map((_, h) => {
      const scores = from.map((j) => {
        const score = n.dot(source[h], head(j, h)) + n.dot(target[h], head(i, h));
        return Array(width).fill(score > 0 ? score : 0.2 * score);
      });
      return n.softmaxMean(
        from.map((j) => head(j, h)),
        scores,
      );
    });
    return p[`${name}.bias`].data.map(
      (bias, c) => bias + byHead.reduce((sum, values) => sum + values[c], 0) / heads,
    );
  });
}

export function messagePassingCases() {
  const draw = n.decimals(23);
  const config = { layers: 2, hidden: 4, in: 3, heads: 2 };
  const { layers, hidden, heads } = config;
  const networkOf = (name, layer, layerParameters) =>
    parityCase({
      name,
      description: "input, twice ReLU of the layer, output at some nodes; mean squared error",
      config: name === "gcn" ? { ...config, heads: undefined } : config,
      parameters: {
        ...linearParameters(draw, "input", hidden, 3),
        ...layerParameters("layers.0"),
        ...layerParameters("layers.1"),
        ...linearParameters(draw, "output", 1, hidden),
      },
      inputs: {
        ...digraph(),
        x: draw([6, 3]),
        output_nodes: n.vector([0, 3, 5]),
        target: draw([3]),
      },
      by: ["x"],
      forward: (p, inputs) => {
        const lists = n.incoming(inputs, 6);
        let h = n.linear(n.rowsOf(inputs.x), p, "input");
        for (let k = 0; k < layers; k++) h = n.map(layer(p, `layers.${k}`, h, lists), n.relu);
        const y = n.linear(h, p, "output");
        return { y: n.vector(inputs.output_nodes.data.map((node) => y[node][0])) };
      },
    });
  const bias = (name) => ({ [`${name}.bias`]: draw([hidden], { scale: 0.3 }) });
  return [
    networkOf("gcn", gcn, (name) => ({ [`${name}.weight`]: draw([hidden, hidden]), ...bias(name) })),
    networkOf("gat", gat, (name) => ({
      [`${name}.weight`]: draw([heads * hidden, hidden]),
      [`${name}.att_src`]: draw([heads, hidden]),
      [`${name}.att_dst`]: draw([heads, hidden]),
      ...bias(name),
    })),
  ];
}

export function poolingCases() {
  const draw = n.decimals(31);
  const config = { latents: 2, latent_dim: 3, layers: 2, node_dim: 4, head_layers: 3, head_hidden: 4 };
  return ["none", "batch, evaluation mode"].map((norm) => {
    const head = mlpParameters(draw, "head.", 3, [6, 4, 1], norm !== "none");
    return parityCase({
      name: `pooling, head norm: ${norm}`,
      description:
        "two cross-attention layers, flattened latent by latent, head, sigmoid; mean squared error",
      config: { ...config, head_norm: norm },
      training: false,
      parameters: {
        latents: draw([2, 3]),
        ...attentionParameters(draw, "layers.0.", 3, 4),
        ...attentionParameters(draw, "layers.1.", 3, 4),
        ...head.parameters,
      },
      buffers: head.buffers,
      inputs: {
        nodes: draw([7, 4]),
        graph_id: n.vector([0, 0, 1, 1, 1, 0, 1]),
        num_graphs: 2,
        target: draw([2]),
      },
      by: ["nodes"],
      forward: (p, { nodes, graph_id: ids }, norms) => {
        let latents = [0, 1].map(() => n.rowsOf(p.latents));
        for (let k = 0; k < 2; k++) {
          ({ latents } = attend(p, `layers.${k}.`, n.rowsOf(nodes), ids.data, latents));
        }
        const pooled = latents.map((rows) => rows.flat());
        const y = n.mlp(pooled, p, "head.", 3, norm === "none" ? undefined : norms);
        return { y: n.vector(y.map(([value]) => n.sigmoid(value))) };
      },
    });
  });
}

export function ginEdgeCases() {
  const draw = n.decimals(47);
  const config = { depth: 1, hidden: 3, mlp_layers: 2, out: 2 };
  const parts = {
    "init_node.": mlpParameters(draw, "init_node.", 2, [4, 3, 3]),
    "init_edge.": mlpParameters(draw, "init_edge.", 2, [2, 3, 3]),
    "layers.0.node_mlp.": mlpParameters(draw, "layers.0.node_mlp.", 2, [3, 3, 3]),
    "layers.0.edge_mlp.": mlpParameters(draw, "layers.0.edge_mlp.", 2, [3, 3, 3]),
    "readout.": mlpParameters(draw, "readout.", 2, [3, 3, 2]),
  };
  const graph = {
    edge_src: n.vector([0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7]),
    edge_dst: n.vector([1, 0, 2, 1, 4, 3, 3, 4, 7, 6, 6]),
    graph_id: n.vector([0, 0, 0, 1, 1, 1, 2, 2]),
    num_nodes: 8,
    num_graphs: 3,
  };
  return [
    parityCase({
      name: "gin-edge",
      description: "DICE encoder of depth 1, two-layer MLPs with GELU, training mode, three graphs",
      config,
      parameters: {
        ...Object.assign({}, ...Object.values(parts).map(({ parameters }) => parameters)),
        "layers.0.node_eps": n.vector([0.1]),
        "layers.0.edge_eps": n.vector([-0.2]),
      },
      buffers: Object.assign({}, ...Object.values(parts).map(({ buffers }) => buffers)),
      inputs: { ...graph, node_features: draw([8, 4]), edge_features: draw([11, 2]), target: draw([3, 2]) },
      by: ["node_features", "edge_features"],
      forward: (p, inputs, norms) => {
        const net = (x, name) => n.mlp(x, p, name, 2, norms, n.gelu);
        const h = net(n.rowsOf(inputs.node_features), "init_node.");
        const e = net(n.rowsOf(inputs.edge_features), "init_edge.");
        const [from, to] = [inputs.edge_src.data, inputs.edge_dst.data];
        const message = h.map((row, v) =>
          row.map((_, c) => e.reduce((sum, edge, k) => sum + (to[k] === v ? h[from[k]][c] * edge[c] : 0), 0)),
        );
        const keep = (rows, name) => n.map(rows, (value) => value * (1 + p[name].data[0]));
        const nodes = net(n.add(keep(h, "layers.0.node_eps"), message), "layers.0.node_mlp.");
        const change = e.map((row, k) => row.map((_, c) => message[from[k]][c] - message[to[k]][c]));
        const edges = net(n.add(keep(e, "layers.0.edge_eps"), change), "layers.0.edge_mlp.");
        const graphOf = inputs.graph_id.data;
        const total = [0, 1, 2].map((g) =>
          [0, 1, 2].map(
            (c) =>
              nodes.reduce((sum, row, v) => sum + (graphOf[v] === g ? row[c] : 0), 0) +
              edges.reduce((sum, row, k) => sum + (graphOf[from[k]] === g ? row[c] : 0), 0),
          ),
        );
        return {
          g: n.matrix(net(total, "readout.")),
          node_layer0: n.matrix(nodes),
          edge_layer0: n.matrix(edges),
        };
      },
    }),
  ];
}

/** Two undirected graphs, a star with a tail and a triangle with a tail, each edge in both directions; 11 nodes. */
const undirected = () => {
  const links = [
    [0, 1],
    [0, 2],
    [0, 3],
    [3, 4],
    [4, 5],
    [6, 7],
    [7, 8],
    [8, 6],
    [8, 9],
    [9, 10],
  ];
  return {
    edge_src: n.vector([...links.map(([a]) => a), ...links.map(([, b]) => b)]),
    edge_dst: n.vector([...links.map(([, b]) => b), ...links.map(([a]) => a)]),
    num_nodes: 11,
  };
};

const deepGenConfig = { layers: 2, hidden: 4, in: 3 };

function deepGenForward(convNorm) {
  return (p, inputs, norms) => {
    const lists = n.incoming(inputs, inputs.num_nodes);
    const layerNorm = (x, name) => n.layerNorm(x, p[`${name}.weight`], p[`${name}.bias`]);
    let h = n.linear(n.rowsOf(inputs.x), p, "input");
    for (let k = 0; k < deepGenConfig.layers; k++) {
      const block = `blocks.${k}`;
      const u = n.map(layerNorm(h, `${block}.norm`), n.relu);
      const m = n.map(u, (value) => value + 1e-7);
      const t = p[`${block}.t`].data[0];
      const a = lists.map((list) => {
        const values = list.map((j) => m[j]);
        return n.softmaxMean(
          values,
          n.map(values, (value) => t * value),
        );
      });
      const z = n.linear(n.add(a, u), p, `${block}.lin1`);
      const name = `${block}.mlp_norm`;
      const normal = convNorm === "batch" ? n.batchNorm(z, p, name, norms) : layerNorm(z, name);
      h = n.add(h, n.linear(n.map(normal, n.relu), p, `${block}.lin2`));
    }
    const embedding = n.map(layerNorm(h, "blocks.0.norm"), n.relu);
    const rows = inputs.output_nodes.data.map((node) => embedding[node]);
    const y = n.mlp(rows, p, "head.", 3, norms);
    return { y: n.vector(y.map(([value]) => n.sigmoid(value))) };
  };
}

/** DeepGEN with its gradients, three AdamW steps by two epsilons, and predictions after them. */
export function deepGenCases(convNorm, seed) {
  const draw = n.decimals(seed);
  const { layers, hidden, in: width } = deepGenConfig;
  const head = mlpParameters(draw, "head.", 3, [hidden, hidden, 1]);
  const parameters = { ...linearParameters(draw, "input", hidden, width) };
  const buffers = { ...head.buffers };
  for (let k = 0; k < layers; k++) {
    const block = `blocks.${k}`;
    Object.assign(parameters, normParameters(draw, `${block}.norm`, hidden), {
      [`${block}.t`]: n.vector([0.8 + 0.4 * k]),
      ...linearParameters(draw, `${block}.lin1`, 2 * hidden, hidden),
      ...normParameters(draw, `${block}.mlp_norm`, 2 * hidden),
      ...linearParameters(draw, `${block}.lin2`, hidden, 2 * hidden),
    });
    if (convNorm === "batch") Object.assign(buffers, normBuffers(draw, `${block}.mlp_norm`, 2 * hidden));
  }
  Object.assign(parameters, head.parameters);
  const output = n.vector([0, 2, 4, 5, 7, 8, 10]);
  const inputs = {
    ...undirected(),
    x: draw([11, width]),
    output_nodes: output,
    target: draw([7], { offset: 0.5, scale: 0.4 }),
  };
  const forward = deepGenForward(convNorm);
  const result = parityCase({
    name: `own deepgen, ${convNorm} norm`,
    description: "two blocks of four channels on two small graphs; finite differences",
    config: { ...deepGenConfig, conv_norm: convNorm },
    parameters,
    buffers,
    inputs,
    by: ["x"],
    forward,
  });
  const network = { parameters, buffers, inputs, forward };
  result.expected.optimizer = optimizer(network, 1e-8, result);
  result.expected.optimizer_large_eps = optimizer(network, 1e-4, result);
  return [result];
}

function optimizer({ parameters, buffers, inputs, forward }, eps, { expected }) {
  const config = { lr: 1e-3, weight_decay: 0.01, beta1: 0.9, beta2: 0.999, eps };
  const copy = (tensors) => structuredClone(tensors);
  let state = { parameters: copy(parameters), buffers: copy(buffers) };
  const moments = Object.fromEntries(
    Object.entries(parameters).map(([name, { data }]) => [
      name,
      { m: data.map(() => 0), v: data.map(() => 0) },
    ]),
  );
  const run = (training) => {
    const norms = { training, buffers: state.buffers, after: {} };
    const { y } = forward(state.parameters, inputs, norms);
    const loss =
      y.data.reduce((sum, value, i) => sum + (value - inputs.target.data[i]) ** 2, 0) / y.data.length;
    return { y, loss, after: norms.after };
  };
  const cancelled = Object.entries(expected.gradients.parameters)
    .filter(([name, { data }]) => name.endsWith(".bias") && data.every((value) => value === 0))
    .map(([name]) => name);
  const steps = [1, 2, 3].map((step) => {
    const { loss, after } = run(true);
    const gradients = Object.entries(state.parameters).map(([name, value]) => [
      name,
      differences(value, () => run(true).loss).data,
    ]);
    for (const [name, g] of gradients) {
      adamWStep({ parameter: state.parameters[name].data, ...moments[name] }, g, step, config);
    }
    state = { ...state, buffers: { ...state.buffers, ...after } };
    return {
      step,
      loss_before_update: loss,
      ...copy(state),
      absolute_tolerance: allowances(cancelled, buffers, step, config.lr),
    };
  });
  const [trained, evaluated] = [run(true), run(false)];
  const after_step_3 = {
    losses_before_update: steps.map(({ loss_before_update: loss }) => loss),
    ...copy(state),
    train_mode_y: trained.y,
    train_mode_loss: trained.loss,
    eval_mode_y: evaluated.y,
    eval_mode_loss: evaluated.loss,
    absolute_tolerance: { eval_mode_y: 0.004, eval_mode_loss: 0.004 },
  };
  return eps < 1e-6 ? { config, steps, after_step_3 } : { config, after_step_3 };
}

/**
 * In single precision the gradient of a bias that a batch norm cancels is a residue of rounding, which AdamW with a small epsilon turns
 * into a step of up to the learning rate; running means behind it follow.
 */
function allowances(cancelled, buffers, step, rate) {
  const behind = Object.keys(buffers).filter((name) => name.endsWith(".running_mean"));
  return Object.fromEntries([
    ...cancelled.map((name) => [name, 1.02 * step * rate]),
    ...(step > 1 ? behind.map((name) => [name, (step === 2 ? 0.102 : 0.295) * rate]) : []),
  ]);
}

/** Acc@K by both definitions, on a grid where differences are exact. */
export function accuracyExample() {
  const k = 4;
  const batches = [
    { label: [0, 1, 0.5, 0.25], prediction: [0.25, 1, 0.375, 0.5] },
    { label: [0.5, 0.25], prediction: [0.53125, 0.3125] },
  ];
  const score = ({ label, prediction }) => {
    const threshold = (Math.max(...label) - Math.min(...label)) / k;
    return label.filter((value, i) => Math.abs(value - prediction[i]) < threshold).length;
  };
  const all = {
    label: batches.flatMap(({ label }) => label),
    prediction: batches.flatMap((b) => b.prediction),
  };
  const stored = batches.map(({ label, prediction }) => ({
    label: n.vector(label),
    prediction: n.vector(prediction),
  }));
  const each = batches.map((batch) => score(batch) / batch.label.length);
  return {
    K: k,
    batches: stored,
    dataset: { correct: score(all), total: all.label.length },
    per_batch: { accuracy: each.reduce((a, b) => a + b) / each.length },
  };
}
