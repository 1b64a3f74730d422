import { z } from "zod";
import { KirchhoffError } from "../core/index.js";
import type { FeatureScheme, GraphTopology } from "../graph/index.js";
import { deepGenSchema, prepareDeepGen } from "./networks/deep-gen.js";
import type { PreparedNetwork } from "./prepared-network.js";

/** The architectures that predict node voltages, as data: what a configuration names and a checkpoint's card stores. */
export const networkSchema = z.discriminatedUnion("kind", [deepGenSchema]);
export type NetworkConfig = z.output<typeof networkSchema>;

/** A network of this architecture on these features, for graphs of these topologies. */
export function prepareNetwork(
  config: NetworkConfig,
  scheme: FeatureScheme,
  topologies: readonly GraphTopology[],
): PreparedNetwork {
  switch (config.kind) {
    case "deepgen":
      return prepareDeepGen(config, scheme, topologies);
    default:
      throw new KirchhoffError(
        "MODEL_UNKNOWN_NETWORK",
        `there is no network of kind "${(config as { kind: string }).kind}"`,
      );
  }
}
