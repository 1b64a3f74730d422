import type { RowLists } from "../core/index.js";
import { referenceVolts } from "./reference-nets.js";
import { remember } from "./remember.js";
import type { BoundScheme, FeatureScheme } from "./scheme.js";
import { terminalRelations } from "./terminal-relations.js";
import type { CircuitGraph, GraphTopology } from "./topology.js";

/** The disjoint union of graphs seen from their terminals alone: rows are the terminals, graph by graph. */
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
  /** These as in `TerminalRelations`. */
  readonly coTerminals: RowLists;
  /** One at least: an empty one where no net has any. */
  readonly groups: RowLists;
  readonly otherGroups: RowLists;
  readonly siblings: RowLists;
  readonly outputTerminals: RowLists;
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
    const volts = referenceVolts(references, values);
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
    ...joinRelations(parts),
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

type RelationLists = Pick<
  TerminalBatch,
  "coTerminals" | "groups" | "otherGroups" | "siblings" | "outputTerminals"
>;

function joinRelations(
  parts: readonly (RelationLists & { readonly topology: GraphTopology })[],
): RelationLists {
  const terminals = parts.map(({ topology }) => topology.terminals);
  const groupCounts = parts.map(({ groups }) => groups.offsets.length - 1);
  const join = (key: keyof RelationLists, sources = terminals) =>
    joinLists(
      parts.map((part) => part[key]),
      sources,
    );
  const noGroups = groupCounts.every((count) => count === 0);
  const oneEmpty: RowLists = { offsets: new Int32Array(2), indices: new Int32Array() };
  return {
    coTerminals: join("coTerminals"),
    groups: noGroups ? oneEmpty : join("groups"),
    otherGroups: noGroups ? oneEmpty : join("otherGroups", groupCounts),
    siblings: join("siblings"),
    outputTerminals: join("outputTerminals"),
  };
}

/** Lists of several graphs one after another, what they list renumbered; graph `g` has `sources[g]` of it. */
function joinLists(lists: readonly RowLists[], sources: readonly number[]): RowLists {
  const rows = lists.reduce((n, { offsets }) => n + offsets.length - 1, 0);
  const entries = lists.reduce((n, { indices }) => n + indices.length, 0);
  const joined = { offsets: new Int32Array(rows + 1), indices: new Int32Array(entries) };
  let [row, entry, source] = [0, 0, 0];
  lists.forEach(({ offsets, indices }, g) => {
    for (let i = 1; i < offsets.length; i++) joined.offsets[row + i] = entry + offsets[i]!;
    for (let k = 0; k < indices.length; k++) joined.indices[entry + k] = source + indices[k]!;
    row += offsets.length - 1;
    entry += indices.length;
    source += sources[g]!;
  });
  return joined;
}
