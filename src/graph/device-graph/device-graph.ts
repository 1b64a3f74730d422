import type { Circuit } from "../../circuit/index.js";
import { currentEdge, type DeviceGraphStyle, edgeKindOf, netKindOf, nodeKindOf } from "./kinds.js";

/** Directions of a connection's edges, to be combined. */
export const toDevice = 1;
export const toNet = 2;

/**
 * The device graph of a circuit (DICE, arXiv 2502.08949): one node for each device, one for each net that such a device is on. A
 * terminal is a connection of the two, which stands for one directed edge or two; parallel edges are kept, and there is no value.
 *
 * Nodes are the devices, then the nets. Kinds are indices into `deviceGraphKinds[style]`.
 */
export interface DeviceGraph {
  readonly style: DeviceGraphStyle;
  readonly devices: number;
  readonly nets: number;
  /** `[devices + nets]`. */
  readonly kindOfNode: Uint8Array;
  /** `[devices + 1]`: connections `connectionOffsets[d]` to `connectionOffsets[d + 1] - 1` are those of device `d`. */
  readonly connectionOffsets: Int32Array;
  /** `[connections]`, the net as a number of the graph's nets. */
  readonly netOfConnection: Int32Array;
  /** `[connections]`, kind of its edges. */
  readonly kindOfConnection: Uint8Array;
  /** `[connections]`: {@link toDevice}, {@link toNet}, or both. */
  readonly directions: Uint8Array;
  /** `[devices]` and `[nets]`: their numbers in the circuit. */
  readonly circuitDevices: Int32Array;
  readonly circuitNets: Int32Array;
}

/** The device graph of any circuit. Linear in its terminals. */
export function deviceGraph(circuit: Circuit, style: DeviceGraphStyle = "sound"): DeviceGraph {
  const kinds: number[] = [];
  const offsets = [0];
  const nets: number[] = [];
  const edgeKinds: number[] = [];
  const directions: number[] = [];
  const circuitDevices: number[] = [];
  const netIds = new Map<number, number>();
  const netId = (net: number) => netIds.get(net) ?? netIds.set(net, netIds.size).size - 1;
  circuit.devices.forEach(({ kind, terminals }, device) => {
    const nodeKind = nodeKindOf(kind, style);
    if (nodeKind === undefined) return;
    for (const { name, net } of terminals) {
      const edgeKind = edgeKindOf(kind, name, style);
      if (edgeKind === undefined) continue;
      nets.push(netId(net));
      edgeKinds.push(edgeKind);
      directions.push(style === "sound" || edgeKind === currentEdge ? toDevice | toNet : toDevice);
    }
    kinds.push(nodeKind);
    offsets.push(nets.length);
    circuitDevices.push(device);
  });
  const circuitNets = [...netIds.keys()];
  const netKinds = circuitNets.map((net) => netKindOf(circuit.nets[net]!, style));
  return {
    style,
    devices: kinds.length,
    nets: netIds.size,
    kindOfNode: Uint8Array.from([...kinds, ...netKinds]),
    connectionOffsets: Int32Array.from(offsets),
    netOfConnection: Int32Array.from(nets),
    kindOfConnection: Uint8Array.from(edgeKinds),
    directions: Uint8Array.from(directions),
    circuitDevices: Int32Array.from(circuitDevices),
    circuitNets: Int32Array.from(circuitNets),
  };
}

/** How many directed edges a graph has. */
export function directedEdges({ directions }: DeviceGraph): number {
  let edges = 0;
  for (const bits of directions) edges += (bits & 1) + (bits >> 1);
  return edges;
}
