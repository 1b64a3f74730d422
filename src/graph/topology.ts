import type { Circuit, Device, DeviceKind, Terminal } from "../circuit/index.js";

/**
 * The terminal graph of a circuit without its values (paper A, arXiv 2203.15913, section III-A): one node for each device terminal,
 * then one for each net; each device is a complete subgraph of its terminals, each net is joined to every terminal on it. Undirected,
 * no self loops, and no parallel edges, also where two terminals of a device share a net.
 *
 * Nodes 0 to `terminals - 1` are the terminals, device by device; node `terminals + n` is net `n`.
 */
export interface GraphTopology {
  readonly nodes: number;
  readonly terminals: number;
  /** Undirected edges; `neighbours` holds each twice. */
  readonly edges: number;
  /** `[nodes + 1]`: the neighbours of node `i` are `neighbours[offsets[i]]` to `neighbours[offsets[i + 1] - 1]`. */
  readonly offsets: Int32Array;
  /** `[2 edges]`, symmetric. */
  readonly neighbours: Int32Array;
  /** Names of the node kinds that occur: `nmos.gate`, `resistor.plus` …, `net`, `ground`. */
  readonly kinds: readonly string[];
  /** `[nodes]`, index into `kinds`. */
  readonly kindOfNode: Uint16Array;
  /** `[nodes]`, index of the owning device; -1 for nets. */
  readonly deviceOfNode: Int32Array;
  /** `[nodes]`, the net itself or the net that the terminal is on. */
  readonly netOfNode: Int32Array;
  readonly deviceKinds: readonly DeviceKind[];
  /** `[devices + 1]`: the terminals of device `d` are nodes `terminalOffsets[d]` to `terminalOffsets[d + 1] - 1`. */
  readonly terminalOffsets: Int32Array;
  /** `[devices + 1]`: the parameters of device `d` are entries `parameterOffsets[d]` to `parameterOffsets[d + 1] - 1`. */
  readonly parameterOffsets: Int32Array;
  /** Names of all device parameters, device by device; {@link CircuitGraph.values} follow this order. */
  readonly parameterNames: readonly string[];
  /** Net nodes in the order of {@link Circuit.outputs}; all nets but ground where the circuit names none. */
  readonly outputNodes: Int32Array;
}

/** A terminal graph with its values: what feature schemes encode and batches are made of. */
export interface CircuitGraph {
  readonly topology: GraphTopology;
  /** `[topology.parameterNames.length]`, SI units. */
  readonly values: Float64Array;
}

/** The terminal graph of any circuit; circuits that share their nets and terminals share the topology object. Linear in its edges. */
export function terminalGraph(circuit: Circuit): CircuitGraph {
  const topology = graphTopology(circuit);
  const values = new Float64Array(topology.parameterNames.length);
  let next = 0;
  for (const { parameters } of circuit.devices) {
    for (const name in parameters) values[next++] = parameters[name]!;
  }
  return { topology, values };
}

const knownTopologies = new WeakMap<Circuit["nets"], { circuit: Circuit; topology: GraphTopology }[]>();

/** The graph of a circuit without its values, built once for all circuits that differ in values alone and share `nets`. */
export function graphTopology(circuit: Circuit): GraphTopology {
  const known = knownTopologies.get(circuit.nets) ?? [];
  const match = known.find((entry) => sameStructure(entry.circuit, circuit));
  if (match) return match.topology;
  const topology = buildTopology(circuit);
  knownTopologies.set(circuit.nets, [...known, { circuit, topology }]);
  return topology;
}

function sameStructure(a: Circuit, b: Circuit): boolean {
  return (
    a.devices.length === b.devices.length &&
    a.devices.every((device, i) => sameDeviceStructure(device, b.devices[i]!)) &&
    (a.outputs === b.outputs || `${a.outputs}` === `${b.outputs}`)
  );
}

function sameDeviceStructure(a: Device, b: Device): boolean {
  return a.kind === b.kind && sameTerminals(a.terminals, b.terminals) && sameKeys(a.parameters, b.parameters);
}

function sameTerminals(a: readonly Terminal[], b: readonly Terminal[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every(({ name, net }, i) => name === b[i]!.name && net === b[i]!.net);
}

/** Whether both have the same keys in the same order. */
function sameKeys(a: object, b: object): boolean {
  const keys = Object.keys(b);
  let i = 0;
  for (const key in a) if (key !== keys[i++]) return false;
  return i === keys.length;
}

function buildTopology({ devices, nets, outputs }: Circuit): GraphTopology {
  const terminalOffsets = prefixSums(devices, (device) => device.terminals.length);
  const parameterNames = devices.flatMap((device) => Object.keys(device.parameters));
  const parameterOffsets = prefixSums(devices, (device) => Object.keys(device.parameters).length);
  const terminals = terminalOffsets[devices.length]!;
  const nodes = terminals + nets.length;

  const kinds = new Map<string, number>();
  const kindIndex = (name: string) => kinds.get(name) ?? kinds.set(name, kinds.size).size - 1;
  const kindOfNode = new Uint16Array(nodes);
  const deviceOfNode = new Int32Array(nodes).fill(-1);
  const netOfNode = new Int32Array(nodes);
  const terminalsOnNet = new Int32Array(nets.length);
  devices.forEach((device, d) => {
    device.terminals.forEach((terminal, t) => {
      const node = terminalOffsets[d]! + t;
      kindOfNode[node] = kindIndex(`${device.kind}.${terminal.name}`);
      deviceOfNode[node] = d;
      netOfNode[node] = terminal.net;
      terminalsOnNet[terminal.net]!++;
    });
  });
  nets.forEach((net, n) => {
    kindOfNode[terminals + n] = kindIndex(net.isGround ? "ground" : "net");
    netOfNode[terminals + n] = n;
  });

  const offsets = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node++) {
    const d = deviceOfNode[node]!;
    // A terminal neighbours the device's other terminals and one net: as many nodes as the device has terminals.
    const degree = d < 0 ? terminalsOnNet[node - terminals]! : terminalOffsets[d + 1]! - terminalOffsets[d]!;
    offsets[node + 1] = offsets[node]! + degree;
  }
  const neighbours = new Int32Array(offsets[nodes]!);
  const next = offsets.slice(0, nodes);
  for (let node = 0; node < terminals; node++) {
    const d = deviceOfNode[node]!;
    for (let mate = terminalOffsets[d]!; mate < terminalOffsets[d + 1]!; mate++) {
      if (mate !== node) neighbours[next[node]!++] = mate;
    }
    const net = terminals + netOfNode[node]!;
    neighbours[next[node]!++] = net;
    neighbours[next[net]!++] = node;
  }

  const outputNets = outputs ?? [...nets.keys()].filter((net) => !nets[net]!.isGround);
  return {
    nodes,
    terminals,
    edges: neighbours.length / 2,
    offsets,
    neighbours,
    kinds: [...kinds.keys()],
    kindOfNode,
    deviceOfNode,
    netOfNode,
    deviceKinds: devices.map((device) => device.kind),
    terminalOffsets,
    parameterOffsets,
    parameterNames,
    outputNodes: Int32Array.from(outputNets, (net) => terminals + net),
  };
}

function prefixSums<T>(items: readonly T[], size: (item: T) => number): Int32Array {
  const sums = new Int32Array(items.length + 1);
  items.forEach((item, i) => {
    sums[i + 1] = sums[i]! + size(item);
  });
  return sums;
}
