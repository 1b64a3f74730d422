import type { RowLists } from "../core/index.js";
import { type ReferenceNet, referenceNets, referenceVoltage } from "./reference-nets.js";
import { remember } from "./remember.js";
import type { BoundScheme, FeatureScheme } from "./scheme.js";
import type { CircuitGraph, GraphTopology } from "./topology.js";

/** Who meets whom at the terminals of one circuit; what {@link batchTerminals} repeats for each graph. */
export interface TerminalRelations {
  /** For each terminal, the other terminals on its net; none on nets of known voltage, which carry no message. */
  readonly coTerminals: RowLists;
  /** For each terminal, the other terminals of its device. */
  readonly siblings: RowLists;
  /** For each output net, its terminals. */
  readonly outputTerminals: RowLists;
  /** Ground and the nets that voltage sources tie to it. */
  readonly references: readonly ReferenceNet[];
}

/**
 * The disjoint union of graphs seen from their terminals alone: rows are the terminals, graph by graph. Quadratic in the number of
 * terminals on a net of unknown voltage.
 */
export interface TerminalBatch {
  readonly terminals: number;
  readonly outputs: number;
  /** `[terminals, scheme.width]`. */
  readonly features: Float32Array;
  /** `[terminals, 2]`: volts of the owning voltage source and amperes of the owning current source, 0 elsewhere. */
  readonly drive: Float32Array;
  /** `[terminals, 1]`, 1 on ground and on nets that voltage sources tie to it; and the volts there, 0 elsewhere. */
  readonly isReference: Float32Array;
  readonly referenceVolts: Float32Array;
  /** `[outputs]`, the same of the output nets. */
  readonly outputIsReference: Float32Array;
  readonly outputReferenceVolts: Float32Array;
  readonly coTerminals: RowLists;
  readonly siblings: RowLists;
  readonly outputTerminals: RowLists;
}

const relations = new WeakMap<GraphTopology, TerminalRelations>();

/** The relations of a topology's terminals, computed once. */
export function terminalRelations(topology: GraphTopology): TerminalRelations {
  return remember(relations, topology, () => {
    const { terminals, netOfNode, deviceOfNode, terminalOffsets, outputNodes } = topology;
    const onNet = new Map<number, number[]>();
    for (let t = 0; t < terminals; t++) {
      const net = netOfNode[t]!;
      const list = onNet.get(net);
      if (list) list.push(t);
      else onNet.set(net, [t]);
    }
    const references = referenceNets(topology);
    const known = new Set(references.map(({ net }) => net));
    const every = Array.from({ length: terminals }, (_, t) => t);
    const deviceMates = (t: number): number[] => {
      const device = deviceOfNode[t]!;
      const mates: number[] = [];
      for (let s = terminalOffsets[device]!; s < terminalOffsets[device + 1]!; s++)
        if (s !== t) mates.push(s);
      return mates;
    };
    return {
      coTerminals: rowLists(
        every.map((t) => (known.has(netOfNode[t]!) ? [] : onNet.get(netOfNode[t]!)!.filter((s) => s !== t))),
      ),
      siblings: rowLists(every.map(deviceMates)),
      outputTerminals: rowLists(Array.from(outputNodes, (node) => onNet.get(netOfNode[node]!) ?? [])),
      references,
    };
  });
}

/** Batches graphs by their terminals. Throws GRAPH_SCHEME_KIND where the scheme does not take a circuit. */
export function batchTerminals(graphs: readonly CircuitGraph[], scheme: FeatureScheme): TerminalBatch {
  const parts = graphs.map(({ topology, values }) => ({ topology, values, ...terminalRelations(topology) }));
  const terminals = parts.reduce((n, { topology }) => n + topology.terminals, 0);
  const outputs = parts.reduce((n, { topology }) => n + topology.outputNodes.length, 0);
  const features = new Float32Array(terminals * scheme.width);
  const drive = new Float32Array(terminals * 2);
  const ofTerminals = knownVoltages(terminals);
  const ofOutputs = knownVoltages(outputs);
  let [first, firstOutput] = [0, 0];
  for (const { topology, values, references } of parts) {
    writeFeatures(scheme.bind(topology), scheme.width, topology, values, features, first);
    writeDrive(topology, values, drive, first);
    const { netOfNode, outputNodes } = topology;
    const volts = new Map(references.map((net) => [net.net, referenceVoltage(net, values)]));
    for (let t = 0; t < topology.terminals; t++) ofTerminals.write(first + t, volts.get(netOfNode[t]!));
    outputNodes.forEach((node, i) => {
      ofOutputs.write(firstOutput + i, volts.get(netOfNode[node]!));
    });
    first += topology.terminals;
    firstOutput += outputNodes.length;
  }
  return {
    terminals,
    outputs,
    features,
    drive,
    isReference: ofTerminals.mask,
    referenceVolts: ofTerminals.volts,
    outputIsReference: ofOutputs.mask,
    outputReferenceVolts: ofOutputs.volts,
    coTerminals: joinLists(
      parts.map((part) => part.coTerminals),
      parts,
    ),
    siblings: joinLists(
      parts.map((part) => part.siblings),
      parts,
    ),
    outputTerminals: joinLists(
      parts.map((part) => part.outputTerminals),
      parts,
    ),
  };
}

/** Voltages that are known of some rows. */
function knownVoltages(rows: number) {
  const [mask, volts] = [new Float32Array(rows), new Float32Array(rows)];
  return {
    mask,
    volts,
    write(row: number, voltage: number | undefined): void {
      if (voltage === undefined) return;
      mask[row] = 1;
      volts[row] = voltage;
    },
  };
}

const rowsOfNodes = new WeakMap<GraphTopology, Int32Array>();

/** Writes the rows of a graph's terminals; the rows of its nets go to the scratch space behind them. */
function writeFeatures(
  { codes, writeValues }: BoundScheme,
  width: number,
  topology: GraphTopology,
  values: Float64Array,
  out: Float32Array,
  first: number,
): void {
  const scratch = new Float32Array(topology.nodes * width);
  scratch.set(codes);
  const own = remember(rowsOfNodes, topology, () =>
    Int32Array.from({ length: topology.nodes }, (_, node) => node),
  );
  writeValues(values, own, 0, scratch);
  out.set(scratch.subarray(0, topology.terminals * width), first * width);
}

function writeDrive(topology: GraphTopology, values: Float64Array, out: Float32Array, first: number): void {
  const { deviceKinds, parameterOffsets, parameterNames, terminalOffsets } = topology;
  deviceKinds.forEach((kind, device) => {
    const column = kind === "voltage-source" ? 0 : kind === "current-source" ? 1 : undefined;
    if (column === undefined) return;
    for (let p = parameterOffsets[device]!; p < parameterOffsets[device + 1]!; p++) {
      if (parameterNames[p] !== "dc") continue;
      for (let t = terminalOffsets[device]!; t < terminalOffsets[device + 1]!; t++) {
        out[(first + t) * 2 + column] = values[p]!;
      }
    }
  });
}

function rowLists(lists: readonly (readonly number[])[]): RowLists {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = offsets[i]! + list.length;
  });
  return { offsets, indices: Int32Array.from(lists.flat()) };
}

/** Lists of several graphs one after another, their terminals renumbered. */
function joinLists(
  lists: readonly RowLists[],
  graphs: readonly { readonly topology: GraphTopology }[],
): RowLists {
  const rows = lists.reduce((n, { offsets }) => n + offsets.length - 1, 0);
  const entries = lists.reduce((n, { indices }) => n + indices.length, 0);
  const joined = { offsets: new Int32Array(rows + 1), indices: new Int32Array(entries) };
  let [row, entry, terminal] = [0, 0, 0];
  lists.forEach(({ offsets, indices }, g) => {
    for (let i = 1; i < offsets.length; i++) joined.offsets[row + i] = entry + offsets[i]!;
    for (let k = 0; k < indices.length; k++) joined.indices[entry + k] = terminal + indices[k]!;
    row += offsets.length - 1;
    entry += indices.length;
    terminal += graphs[g]!.topology.terminals;
  });
  return joined;
}
