import { z } from "zod";
import { degreeProfile, KirchhoffError } from "../core/index.js";
import { batchGraphs, type CircuitGraph, type FeatureScheme, type GraphTopology } from "../graph/index.js";
import type { Scope } from "../nn/index.js";
import { type Expression, rowTableFeeds, type TensorValue } from "../tensor/index.js";
import { deepGen } from "./deep-gen.js";
import { graphInputs } from "./graph-inputs.js";

/** The architectures that predict node voltages, as data: what a configuration names and a checkpoint's card stores. */
export const networkSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("deepgen").describe("DeepGEN, the network of paper A"),
    layers: z.int().min(1).max(100).default(15).describe("residual blocks; the paper has 5, 10 and 15"),
    hidden: z.int().min(1).default(128).describe("channels of a node's state"),
    convNorm: z.enum(["batch", "layer"]).default("batch").describe("norm inside the convolutions"),
    output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
  }),
]);
export type NetworkConfig = z.output<typeof networkSchema>;

/** A network fitted to the circuits that it will see: which degrees occur decides the program, sizes stay open. */
export interface PreparedNetwork {
  /** Builds the prediction of every output, `[outputs]`, graph by graph in the order of the circuits' outputs. Pure. */
  predict(scope: Scope): Expression;
  /** What the program is fed for these graphs. */
  feeds(graphs: readonly CircuitGraph[]): Record<string, TensorValue>;
}

/** A network of this architecture on these features, for graphs of these topologies. */
export function prepareNetwork(
  config: NetworkConfig,
  scheme: FeatureScheme,
  topologies: readonly GraphTopology[],
): PreparedNetwork {
  switch (config.kind) {
    case "deepgen": {
      const profile = degreeProfile(topologies);
      const inputs = graphInputs(scheme.width, profile);
      return {
        predict: (scope) => deepGen(scope, inputs, config),
        feeds(graphs) {
          const batch = batchGraphs(graphs, scheme, profile);
          return {
            features: { type: "float32", shape: [batch.nodes, scheme.width], data: batch.features },
            ...rowTableFeeds("neighbours", batch.neighbours),
            outputNodes: { type: "int32", shape: [batch.outputNodes.length], data: batch.outputNodes },
          };
        },
      };
    }
    default:
      throw new KirchhoffError(
        "MODEL_UNKNOWN_NETWORK",
        `there is no network of kind "${(config as { kind: string }).kind}"`,
      );
  }
}
