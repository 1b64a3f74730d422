import { type DeviceGraph, deviceGraphKinds } from "../../graph/index.js";
import type { TensorValue } from "../../tensor/index.js";
import type { DecoderShape } from "./decoder.js";
import { floats, slotsOf } from "./decoder-feeds.js";
import type { TaskTopology } from "./topology.js";

/** What messages pass through: a terminal that carries current, or a gate. Bulks are left out. */
export const relationNames = ["current", "gate"] as const;

/** For each relation which slots are neighbours, in both directions: `[topologies, slots, slots]`. */
export function relationFeeds(
  topologies: readonly TaskTopology[],
  { varying, fixed }: DecoderShape,
): Record<string, TensorValue> {
  const slots = varying + fixed;
  const size = slots * slots;
  return Object.fromEntries(
    relationNames.map((name) => {
      const data = new Float32Array(topologies.length * size);
      topologies.forEach((topology, t) => {
        const slotOf = slotsOf(topology, varying);
        for (const [device, net] of connections(topology.graph, name)) {
          const [a, b] = [slotOf[device]!, slotOf[net]!];
          data[t * size + a * slots + b]! += 1;
          data[t * size + b * slots + a]! += 1;
        }
      });
      return [`relations/${name}`, floats([topologies.length, slots, slots], data)];
    }),
  );
}

/** The connections of a relation, `[device, net]` as nodes of the graph. */
function connections(graph: DeviceGraph, relation: (typeof relationNames)[number]): [number, number][] {
  const found: [number, number][] = [];
  for (let device = 0; device < graph.devices; device++) {
    for (let c = graph.connectionOffsets[device]!; c < graph.connectionOffsets[device + 1]!; c++) {
      const kind = deviceGraphKinds[graph.style].edges[graph.kindOfConnection[c]!]!;
      if (kind.endsWith(relation)) found.push([device, graph.devices + graph.netOfConnection[c]!]);
    }
  }
  return found;
}
