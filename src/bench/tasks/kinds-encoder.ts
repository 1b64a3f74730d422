import { batchDeviceGraphs, oneHotRows } from "../../graph/index.js";
import { input } from "../../tensor/index.js";
import { decoderKinds, floats } from "./decoder-feeds.js";
import type { TaskEncoder } from "./encoder.js";

/** No structure: of each node its kind, of edges and graphs nothing. A decoder then knows how many devices of each kind have which values. */
export function kindsEncoder(): TaskEncoder {
  return {
    settings: { encoder: "none" },
    states: () => ({ nodes: input("states/nodes", ["nodes", decoderKinds]) }),
    feeds(topologies) {
      const { nodes, kindOfNode } = batchDeviceGraphs(topologies.map(({ graph }) => graph));
      const kinds = oneHotRows(kindOfNode, decoderKinds);
      return {
        feeds: { "states/nodes": floats([nodes, decoderKinds], kinds) },
        edges: topologies.map(() => 0),
      };
    },
  };
}
