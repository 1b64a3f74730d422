import { z } from "zod";
import { batchGraphs, type FeatureScheme } from "../../graph/index.js";
import { deepGen } from "../deep-gen.js";
import { graphFeeds, graphInputs } from "../graph-inputs.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";

export const deepGenSchema = z.strictObject({
  kind: z.literal("deepgen").describe("DeepGEN, the network of paper A"),
  layers: z.int().min(1).max(100).default(15).describe("residual blocks; the paper has 5, 10 and 15"),
  hidden: z.int().min(1).default(128).describe("channels of a node's state"),
  convNorm: z.enum(["batch", "layer"]).default("batch").describe("norm inside the convolutions"),
  output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
});

/** {@link deepGen} on graphs of these topologies. */
export function prepareDeepGen(
  config: z.output<typeof deepGenSchema>,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const profile = profileOf(topologies, (topology) => topology);
  return {
    predict(scope, parts = 1) {
      const inputs = suffixes(parts).map((suffix) => graphInputs(scheme.width, profile, suffix));
      return deepGen(scope, inputs, config);
    },
    feeds(graphs, parts = 1) {
      const share = (part: number): number => Math.floor((part * graphs.length) / parts);
      return Object.assign(
        {},
        ...suffixes(parts).map((suffix, part) => {
          const batch = batchGraphs(graphs.slice(share(part), share(part + 1)), scheme, profile);
          return graphFeeds(batch, scheme, suffix);
        }),
      );
    },
  };
}

/** Ends of the input names of each part; an undivided batch has plain names. */
const suffixes = (parts: number): string[] =>
  parts === 1 ? [""] : Array.from({ length: parts }, (_, part) => `/${part}`);
