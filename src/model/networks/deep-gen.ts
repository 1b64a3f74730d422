import { z } from "zod";
import { batchGraphs, type CircuitGraph, type FeatureScheme } from "../../graph/index.js";
import { concat } from "../../tensor/index.js";
import { deepGen, deepGenEmbedding } from "../deep-gen.js";
import { graphFeeds, graphInputs } from "../graph-inputs.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";

export const deepGenSchema = z.strictObject({
  kind: z.literal("deepgen").describe("DeepGEN, the network of paper A"),
  layers: z.int().min(1).max(100).default(15).describe("residual blocks; the paper has 5, 10 and 15"),
  hidden: z.int().min(1).default(128).describe("channels of a node's state"),
  convNorm: z.enum(["batch", "layer"]).default("batch").describe("norm inside the convolutions"),
  output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
  earlyHeads: z
    .int()
    .min(0)
    .default(0)
    .describe("a head after every so many layers, used in training alone; 0 for none, as in the paper"),
});

/** {@link deepGen} on graphs of these topologies; its embedding has a row for each node. */
export function prepareDeepGen(
  config: z.output<typeof deepGenSchema>,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const profile = profileOf(topologies, (topology) => topology);
  const inputs = (parts: number) =>
    suffixes(parts).map((suffix) => graphInputs(scheme.width, profile, suffix));
  const batches = (graphs: readonly CircuitGraph[], parts: number) => {
    const share = (part: number): number => Math.floor((part * graphs.length) / parts);
    return suffixes(parts).map((suffix, part) => {
      const batch = batchGraphs(graphs.slice(share(part), share(part + 1)), scheme, profile);
      return { batch, firstGraph: share(part), feeds: graphFeeds(batch, scheme, suffix) };
    });
  };
  return {
    predict: (scope, parts = 1) => deepGen(scope, inputs(parts), config).prediction,
    predictByHeads: (scope, parts = 1) => deepGen(scope, inputs(parts), config),
    feeds: (graphs, parts = 1) => Object.assign({}, ...batches(graphs, parts).map(({ feeds }) => feeds)),
    embedding: {
      width: config.hidden,
      states: (scope, parts = 1) => concat(deepGenEmbedding(scope, inputs(parts), config), 0, "embedded"),
      feeds(graphs, parts = 1) {
        const all = batches(graphs, parts);
        return {
          feeds: Object.assign({}, ...all.map(({ feeds }) => feeds)),
          graphOfRow: Int32Array.from(
            all.flatMap(({ batch, firstGraph }) => Array.from(batch.graphOfNode, (g) => firstGraph + g)),
          ),
        };
      },
    },
  };
}

/** Ends of the input names of each part; an undivided batch has plain names. */
const suffixes = (parts: number): string[] =>
  parts === 1 ? [""] : Array.from({ length: parts }, (_, part) => `/${part}`);
