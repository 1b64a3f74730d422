import { meanPooling } from "../../nn/index.js";
import { flatten } from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { statesByGraph } from "./states-by-graph.js";

/** The mean state of each graph, as a network: `[outputs]`, the `width` channels of each graph after those of the one before. */
export function meanStates(network: PreparedNetwork): PreparedNetwork & { readonly width: number } {
  const { width, states, byGraph, feeds } = statesByGraph(network);
  return {
    width,
    predict: (scope) => flatten(meanPooling(states(scope), byGraph), "outputs"),
    feeds,
  };
}
