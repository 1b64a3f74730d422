import type { Circuit, Edit } from "../../circuit/index.js";
import { type DeviceGraph, toDevice, toNet } from "./device-graph.js";
import { currentEdge, deviceGraphKinds, nodeKindOf, withPolarity } from "./kinds.js";

const bothWays = toDevice | toNet;
const plainNet = deviceGraphKinds.faithful.nodes.indexOf("net");

/**
 * The device graph of a circuit after edits. Equal to the graph of the edited circuit, but for what
 * the published code does and a circuit cannot express, which the `faithful` style does too: a transistor that is added has gate and bulk
 * edges of the polarity of the one it stands beside; and cutting one end of a device off a net that its other end is also on takes
 * both edges from the device to that net away.
 */
export function editDeviceGraph(graph: DeviceGraph, edits: readonly Edit[], circuit: Circuit): DeviceGraph {
  const firstAdded = circuit.devices.length;
  const growing = new GrowingGraph(graph, edits.length);
  for (const edit of edits) {
    const device =
      edit.device < firstAdded
        ? graph.circuitDevices.indexOf(edit.device)
        : graph.devices + edit.device - firstAdded;
    const kind = nodeKindOf(edit.kind, graph.style)!;
    if (edit.operation === "series") growing.insertInSeries(device, kind, edit.end);
    else if (edit.operation === "parallel") growing.copyDevice(device, kind);
    else growing.kindOfDevice[device] = kind;
  }
  return growing.finish(circuit);
}

/** The arrays of a graph with room for the devices and nets that edits add. */
class GrowingGraph {
  readonly kindOfDevice: Uint8Array;
  readonly #graph: DeviceGraph;
  readonly #connectionOffsets: Int32Array;
  readonly #nets: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #directions: Uint8Array;
  #devices: number;
  #addedNets = 0;
  #connections: number;

  constructor(graph: DeviceGraph, edits: number) {
    this.#graph = graph;
    this.#devices = graph.devices;
    this.#connections = graph.netOfConnection.length;
    // Edited devices have two terminals or four, and what is added has as many.
    const room = this.#connections + 4 * edits;
    this.kindOfDevice = enlarged(graph.kindOfNode.subarray(0, graph.devices), graph.devices + edits);
    this.#connectionOffsets = enlarged(graph.connectionOffsets, graph.devices + edits + 1);
    this.#nets = enlarged(graph.netOfConnection, room);
    this.#kinds = enlarged(graph.kindOfConnection, room);
    this.#directions = enlarged(graph.directions, room);
  }

  /** Adds a device of this kind on the nets of another. */
  copyDevice(device: number, kind: number): number {
    const { style } = this.#graph;
    const end = this.#connectionOffsets[device + 1]!;
    for (let c = this.#connectionOffsets[device]!; c < end; c++) {
      const own = this.#kinds[c]!;
      const at = this.#connections++;
      this.#nets[at] = this.#nets[c]!;
      this.#kinds[at] = style === "sound" && own !== currentEdge ? withPolarity(own, kind) : own;
      this.#directions[at] = own === currentEdge ? bothWays : this.#directions[c]!;
    }
    const added = this.#devices++;
    this.kindOfDevice[added] = kind;
    this.#connectionOffsets[this.#devices] = this.#connections;
    return added;
  }

  /** Cuts a current end of a device off its net and adds a net and a device of this kind between them. */
  insertInSeries(device: number, kind: number, end: 0 | 1): void {
    const added = this.copyDevice(device, kind);
    const middle = this.#graph.nets + this.#addedNets++;
    const ends = this.#ends(device);
    const [cut, kept] = [ends[end], ends[1 - end]!];
    if (this.#graph.style === "faithful" && this.#nets[cut] === this.#nets[kept]) {
      this.#directions[kept]! &= ~toNet;
    }
    this.#nets[cut] = middle;
    this.#directions[cut] = bothWays;
    this.#nets[this.#ends(added)[1 - end]!] = middle;
  }

  /** The two connections of a device at which current flows. */
  #ends(device: number): [number, number] {
    let c = this.#connectionOffsets[device]!;
    while (this.#kinds[c] !== currentEdge) c++;
    const first = c++;
    while (this.#kinds[c] !== currentEdge) c++;
    return [first, c];
  }

  finish(circuit: Circuit): DeviceGraph {
    const graph = this.#graph;
    const nets = graph.nets + this.#addedNets;
    const kindOfNode = new Uint8Array(this.#devices + nets).fill(plainNet);
    kindOfNode.set(this.kindOfDevice.subarray(0, this.#devices));
    kindOfNode.set(graph.kindOfNode.subarray(graph.devices), this.#devices);
    return {
      style: graph.style,
      devices: this.#devices,
      nets,
      kindOfNode,
      connectionOffsets: this.#connectionOffsets.subarray(0, this.#devices + 1),
      netOfConnection: this.#nets.subarray(0, this.#connections),
      kindOfConnection: this.#kinds.subarray(0, this.#connections),
      directions: this.#directions.subarray(0, this.#connections),
      circuitDevices: numbered(graph.circuitDevices, this.#devices, circuit.devices.length),
      circuitNets: numbered(graph.circuitNets, nets, circuit.nets.length),
    };
  }
}

function enlarged<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}

/** The numbers, then as many more as are missing, counting from `next`. */
function numbered(numbers: Int32Array, length: number, next: number): Int32Array {
  const all = enlarged(numbers, length);
  for (let i = numbers.length; i < length; i++) all[i] = next + i - numbers.length;
  return all;
}
