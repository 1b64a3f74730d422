import { parityCase } from "./case.mjs";
import * as n from "./naive.mjs";
import { attend, attentionParameters, digraph } from "./operators.mjs";

export const linearParameters = (draw, name, outputs, inputs) => ({
  [`${name}.weight`]: draw([outputs, inputs], { scale: 0.7 }),
  [`${name}.bias`]: draw([outputs], { scale: 0.3 }),
});
export const normParameters = (draw, name, width) => ({
  [`${name}.weight`]: draw([width], { offset: 1, scale: 0.4 }),
  [`${name}.bias`]: draw([width], { scale: 0.3 }),
});
export const normBuffers = (draw, name, width) => ({
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
