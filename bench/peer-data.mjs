import { readFileSync } from "node:fs";
import { degreeProfile, rowTable } from "../dist/core/index.js";

/** Reads the raw little-endian files that a peer program wrote, so that both time the same batches from the same weights. */
export function readPeer(folder) {
  const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));
  const array = (name) => {
    const { file, dtype } = manifest.files[name];
    const bytes = readFileSync(`${folder}/${file}`);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    return dtype === "int32" ? new Int32Array(buffer) : new Float32Array(buffer);
  };
  const names = ["node_ptr", "out_ptr", "edge_src", "csr_ptr", "x", "out_node", "y", "bench_batches"];
  const data = Object.fromEntries(names.map((name) => [name, array(name)]));
  const init = JSON.parse(readFileSync(`${folder}/init_manifest.json`, "utf8"));
  const raw = readFileSync(`${folder}/init_params.f32.bin`);
  const weights = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  return { ...data, features: manifest.in_features, batchSize: 256, init: init.params, weights };
}

/** Nodes of the graphs sorted by degree, as the engine wants them. */
export function peerBatch(peer, batch, profile) {
  const ids = peer.bench_batches.subarray(batch * peer.batchSize, (batch + 1) * peer.batchSize);
  const nodes = [];
  const firsts = new Map();
  for (const g of ids) {
    firsts.set(g, nodes.length);
    for (let v = peer.node_ptr[g]; v < peer.node_ptr[g + 1]; v++)
      nodes.push({ v, g, degree: peer.csr_ptr[v + 1] - peer.csr_ptr[v] });
  }
  const order = nodes.map((_, i) => i);
  const rank = (d) => (d <= 4 ? d : d <= 16 ? 5 : 6);
  order.sort((a, b) => rank(nodes[a].degree) - rank(nodes[b].degree) || a - b);
  const row = new Int32Array(nodes.length);
  order.forEach((node, position) => {
    row[node] = position;
  });
  const offsets = new Int32Array(nodes.length + 1);
  const indices = [];
  const features = new Float32Array(nodes.length * peer.features);
  order.forEach((node, position) => {
    const { v, g } = nodes[node];
    for (let e = peer.csr_ptr[v]; e < peer.csr_ptr[v + 1]; e++)
      indices.push(row[firsts.get(g) + peer.edge_src[e]]);
    offsets[position + 1] = indices.length;
    features.set(peer.x.subarray(v * peer.features, (v + 1) * peer.features), position * peer.features);
  });
  const outputNodes = [];
  const target = [];
  for (const g of ids) {
    for (let o = peer.out_ptr[g]; o < peer.out_ptr[g + 1]; o++) {
      outputNodes.push(row[firsts.get(g) + peer.out_node[o]]);
      target.push(peer.y[o]);
    }
  }
  const lists = { offsets, indices: Int32Array.from(indices) };
  return {
    nodes: nodes.length,
    features,
    neighbours: rowTable(lists, profile ?? degreeProfile([lists])),
    outputNodes: Int32Array.from(outputNodes),
    target: Float32Array.from(target),
  };
}

/** The peer's name of each of our parameters. */
export function peerParameterName(name) {
  return name
    .replace("input.", "lin.")
    .replace(/^blocks\./, "layers.")
    .replace("mlp_norm.", "bn.")
    .replace("head.lin0.", "h1.")
    .replace("head.bn0.", "hb1.")
    .replace("head.lin1.", "h2.")
    .replace("head.bn1.", "hb2.")
    .replace("head.lin2.", "h3.");
}
