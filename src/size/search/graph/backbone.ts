import { fileURLToPath } from "node:url";
import { KirchhoffError } from "../../../core/index.js";
import { circuitKinds, schemeFromJSON } from "../../../graph/index.js";
import { memberTensors, prepareNetwork } from "../../../model/index.js";
import {
  checkpointPath,
  digestOfWeights,
  type FrozenBackbone,
  loadCheckpoint,
} from "../../../train/index.js";
import type { Design } from "../../space.js";
import type { SearchContext } from "../search.js";
import { DesignGraphs } from "./design-graphs.js";
import { unreadVariables } from "./unread.js";

/** The network of op-amps that comes with Kirchhoff. */
const packagedModel = fileURLToPath(new URL("../../../../models/opamp-norton.safetensors", import.meta.url));

/** A pretrained network without its head, prepared for a problem's circuit. */
export interface Backbone extends FrozenBackbone {
  /** Of its weights. */
  readonly sha256: string;
  readonly graphs: DesignGraphs;
  /** Variables that change nothing that the network reads, by their place in a design. */
  readonly unread: readonly number[];
}

/**
 * Opens the checkpoint (or the run folder) that the context names, else the one that comes with Kirchhoff; of an ensemble the first member.
 * Throws SIZE_NO_CIRCUIT, SIZE_NETWORK_UNFIT where it never saw what the circuit has or is no graph network, and what loading throws.
 */
export async function openBackbone(context: SearchContext): Promise<Backbone> {
  const { space, model = packagedModel } = context;
  const graphs = new DesignGraphs(context);
  const middle: Design = space.variables.map(({ values }) => values.length >> 1);
  const { topology } = graphs.of(middle);
  const { card, tensors } = await loadCheckpoint(await checkpointPath(model));
  const unknown = circuitKinds(topology).filter((kind) => !card.seen.kinds.includes(kind));
  if (unknown.length > 0) {
    throw new KirchhoffError("SIZE_NETWORK_UNFIT", "the circuit has what the network has never seen", {
      found: unknown.join(", "),
      expected: card.seen.kinds.join(", "),
      hint: "name a network that was trained on such circuits (--model), or use a search without one",
    });
  }
  // Asked for anew: equal designs share a topology where the netlist does not choose devices by values.
  const isShared = graphs.of([...middle]).topology === topology;
  const network = prepareNetwork(card.network, schemeFromJSON(card.scheme), isShared ? [topology] : "any");
  const { embedding } = network;
  if (!embedding) {
    throw new KirchhoffError("SIZE_NETWORK_UNFIT", "this network has no states of a circuit's parts", {
      found: card.network.kind,
      expected: "a graph network such as norton or deepgen",
      hint: "name another network (--model), or use a search without one",
    });
  }
  return {
    embedding,
    tensors: memberTensors(tensors, card.members ?? 1)[0]!,
    sha256: digestOfWeights({ tensors }),
    graphs,
    unread: unreadVariables(space, graphs, embedding),
  };
}
