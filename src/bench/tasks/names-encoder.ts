import { input } from "../../tensor/index.js";
import { floats } from "./decoder-feeds.js";
import type { TaskEncoder } from "./encoder.js";
import type { TaskTopology } from "./topology.js";

/**
 * Every node by its name: a number of its own, one-hot. It says nothing of structure and carries nothing over to another topology, but
 * tells apart what no encoder of bare structure can, such as the equal branches of a bank of capacitors.
 */
export function namesEncoder(topologies: readonly TaskTopology[]): TaskEncoder {
  const counts = topologies.map(({ graph }) => graph.devices + graph.nets);
  const width = counts.reduce((sum, count) => sum + count, 0);
  const firsts = new Map(
    topologies.map(({ name }, t) => [name, counts.slice(0, t).reduce((sum, count) => sum + count, 0)]),
  );
  return {
    settings: { encoder: "names" },
    states: () => ({ nodes: input("states/nodes", ["nodes", width]) }),
    feeds(chosen) {
      const nodes = chosen.flatMap(({ name, graph }) =>
        Array.from({ length: graph.devices + graph.nets }, (_, node) => firsts.get(name)! + node),
      );
      const codes = new Float32Array(nodes.length * width);
      nodes.forEach((code, row) => {
        codes[row * width + code] = 1;
      });
      return {
        feeds: { "states/nodes": floats([nodes.length, width], codes) },
        edges: chosen.map(() => 0),
      };
    },
  };
}
