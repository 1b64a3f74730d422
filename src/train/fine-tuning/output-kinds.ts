import { type GraphTopology, terminalRelations } from "../../graph/index.js";

/** The kind of an output net that a path of voltage sources ties to ground. */
export const drivenNet = "driven";

const known = new WeakMap<GraphTopology, readonly string[]>();

/**
 * What each output net of a circuit is like, whatever its name and place: {@link drivenNet}, or the kinds of the terminals on it
 * (`nmos.drain+pmos.gate`). Nets of a kind share the scale of their errors.
 */
export function outputKinds(topology: GraphTopology): readonly string[] {
  const found = known.get(topology);
  if (found) return found;
  const { outputNodes, terminals, netOfNode, kinds, kindOfNode } = topology;
  const onNet = new Map<number, Set<string>>();
  for (const node of outputNodes) onNet.set(netOfNode[node]!, new Set());
  for (let node = 0; node < terminals; node++) onNet.get(netOfNode[node]!)?.add(kinds[kindOfNode[node]!]!);
  for (const { net } of terminalRelations(topology).references) onNet.set(net, new Set([drivenNet]));
  const made = Array.from(outputNodes, (node) => [...onNet.get(netOfNode[node]!)!].sort().join("+"));
  known.set(topology, made);
  return made;
}
