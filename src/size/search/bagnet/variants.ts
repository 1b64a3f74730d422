import { KirchhoffError } from "../../../core/index.js";
import { openBackbone } from "../graph/backbone.js";
import type { BagnetVariant } from "./bagnet.js";
import { type BackboneWeights, graphEncoder } from "./graph-encoder.js";
import { parameterEncoder } from "./parameter-encoder.js";

const heads = { layers: 1, width: 20 };
/** Paper A's where features cannot learn. */
const largeHeads = { layers: 3, width: 64 };

/** The BagNets of paper A. */
export const bagnetVariants: readonly BagnetVariant[] = [
  {
    name: "bagnet-fc",
    description: "BagNet of paper A with fully connected features: a discriminator filters the offspring",
    openEncoder: async ({ space }) => parameterEncoder(space),
    heads,
  },
  {
    name: "bagnet-gnn",
    description: "BagNet with features of a graph network whose weights begin at random",
    openEncoder: graphs("random"),
    heads,
    usesNetwork: true,
  },
  {
    name: "bagnet-gnn-frozen",
    description: "BagNet with features of a pretrained graph network that stays as it is",
    openEncoder: graphs("frozen"),
    heads: largeHeads,
    usesNetwork: true,
  },
  {
    name: "bagnet-gnn-tuned",
    description: "BagNet with features of a pretrained graph network that learns on",
    openEncoder: graphs("tuned"),
    heads,
    usesNetwork: true,
  },
];

/** Throws SIZE_NETWORK_CHANGED where the network is another than the one that an earlier run of the search had. */
function graphs(weights: BackboneWeights): BagnetVariant["openEncoder"] {
  return async (context, before) => {
    const backbone = await openBackbone(context);
    const { sha256 } = backbone;
    if (before !== undefined && before !== sha256) {
      throw new KirchhoffError("SIZE_NETWORK_CHANGED", "the network is not the one that the run began with", {
        found: `weights of SHA-256 ${sha256}`,
        expected: before,
        hint: "bring the checkpoint back as it was, or begin a new run",
      });
    }
    return { ...(await graphEncoder(context.space, backbone, weights)), identity: sha256 };
  };
}
