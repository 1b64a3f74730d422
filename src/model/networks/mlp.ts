import { z } from "zod";
import { KirchhoffError } from "../../core/index.js";
import type { FeatureScheme, GraphTopology } from "../../graph/index.js";
import { mlp } from "../../nn/index.js";
import { flatten, input, sigmoid } from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import type { Topologies } from "../topologies.js";

export const mlpSchema = z.strictObject({
  kind: z.literal("mlp").describe("MLP-5 of paper A: all node features at once, for one fixed topology"),
  layers: z.int().min(1).max(100).default(5).describe("linear layers"),
  hidden: z.int().min(1).default(512).describe("channels between them"),
  output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
});

/**
 * MLP-5 (paper A, Table I): the features of all nodes, concatenated in the order of the graph, through linear layers with batch norm and
 * ReLU to all outputs at once. It knows one topology alone. Throws MODEL_MIXED_TOPOLOGIES, also from `feeds`.
 */
export function prepareMlp(
  { layers, hidden, output }: z.output<typeof mlpSchema>,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const [topology, ...others] = topologies === "any" ? [] : topologies;
  if (!topology) throw mixed("no single topology", "the graphs that it will see, all of one topology");
  checkTopology(topology, others);
  const width = topology.nodes * scheme.width;
  const features = input("features", ["graphs", width]);
  return {
    predict(scope) {
      const y = mlp(scope, features, { layers, hidden, outputs: topology.outputNodes.length });
      const flat = flatten(y, "outputs");
      return output === "sigmoid" ? sigmoid(flat) : flat;
    },
    feeds(graphs) {
      checkTopology(
        topology,
        graphs.map((graph) => graph.topology),
      );
      const data = new Float32Array(graphs.length * width);
      graphs.forEach((graph, g) => {
        scheme.encode(graph, data, g * width);
      });
      return { features: { type: "float32", shape: [graphs.length, width], data } };
    },
  };
}

function checkTopology(expected: GraphTopology, topologies: readonly GraphTopology[]): void {
  const seen = new Set([expected]);
  for (const topology of topologies) {
    if (seen.has(topology)) continue;
    if (!sameTopology(expected, topology)) throw mixed(sizeOf(topology), sizeOf(expected));
    seen.add(topology);
  }
}

const sizeOf = ({ nodes, edges, outputNodes }: GraphTopology): string =>
  `a graph of ${nodes} nodes, ${edges} edges and ${outputNodes.length} outputs`;

function sameTopology(a: GraphTopology, b: GraphTopology): boolean {
  return (
    equalNumbers(a.offsets, b.offsets) &&
    equalNumbers(a.neighbours, b.neighbours) &&
    equalNumbers(a.kindOfNode, b.kindOfNode) &&
    equalNumbers(a.outputNodes, b.outputNodes) &&
    `${a.kinds}` === `${b.kinds}`
  );
}

const equalNumbers = (a: Int32Array | Uint16Array, b: Int32Array | Uint16Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

function mixed(found: string, expected: string): KirchhoffError {
  return new KirchhoffError("MODEL_MIXED_TOPOLOGIES", "the mlp network takes graphs of one topology only", {
    found,
    expected,
    hint: "choose circuits of one topology (ladders: one number of branches), or a graph network such as deepgen",
  });
}
