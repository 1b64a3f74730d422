import { schemeFromJSON } from "../graph/index.js";
import type { ModelCard } from "./card.js";
import { withGraphHead } from "./heads/with-graph-head.js";
import { prepareNetwork } from "./network.js";
import type { PreparedNetwork } from "./prepared-network.js";
import type { Topologies } from "./topologies.js";

/** What decides a model's program. */
export type ModelDescription = Pick<ModelCard, "network" | "scheme" | "targets" | "head">;

/** The network of a card with its head: it predicts voltages, or the card's targets, standardised, for each graph. */
export function prepareModel(
  { network, scheme, targets, head }: ModelDescription,
  topologies: Topologies,
): PreparedNetwork {
  const backbone = prepareNetwork(network, schemeFromJSON(scheme), topologies);
  return head && targets ? withGraphHead(backbone, head, targets.length) : backbone;
}
