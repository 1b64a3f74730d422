import { z } from "zod";
import { KirchhoffError } from "../core/index.js";
import type { FeatureScheme } from "../graph/index.js";
import { deepGenSchema, prepareDeepGen } from "./networks/deep-gen.js";
import { gatSchema, prepareGat } from "./networks/gat.js";
import { gcnSchema, prepareGcn } from "./networks/gcn.js";
import { mlpSchema, prepareMlp } from "./networks/mlp.js";
import { nortonSchema, prepareNorton } from "./networks/norton.js";
import { prepareThevenin, theveninSchema } from "./networks/thevenin.js";
import type { PreparedNetwork } from "./prepared-network.js";
import type { Topologies } from "./topologies.js";

/** The architectures that predict node voltages, as data: what a configuration names and a checkpoint's card stores. */
export const networkSchema = z.discriminatedUnion("kind", [
  theveninSchema,
  nortonSchema,
  deepGenSchema,
  gcnSchema,
  gatSchema,
  mlpSchema,
]);
export type NetworkConfig = z.output<typeof networkSchema>;

/** A network of this architecture on these features, for graphs of these topologies, or for any graph at a little more cost. */
export function prepareNetwork(
  config: NetworkConfig,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  switch (config.kind) {
    case "deepgen":
      return prepareDeepGen(config, scheme, topologies);
    case "thevenin":
      return prepareThevenin(config, scheme, topologies);
    case "norton":
      return prepareNorton(config, scheme, topologies);
    case "gcn":
      return prepareGcn(config, scheme, topologies);
    case "gat":
      return prepareGat(config, scheme, topologies);
    case "mlp":
      return prepareMlp(config, scheme, topologies);
    default:
      throw new KirchhoffError(
        "MODEL_UNKNOWN_NETWORK",
        `there is no network of kind "${(config as { kind: string }).kind}"`,
      );
  }
}
