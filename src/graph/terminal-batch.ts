import type { RowLists } from "../core/index.js";
import {
  directValues,
  encodeTerminals,
  joinLists,
  knownVoltages,
  oneEmptyRow,
  startsOf,
} from "./batch-parts.js";
import { referenceVolts } from "./reference-nets.js";
import type { FeatureScheme } from "./scheme.js";
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
    features.set(encodeTerminals({ topology, values }, scheme), first * scheme.width);
    writeDrive({ topology, values }, drive, first);
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

function writeDrive(graph: CircuitGraph, out: Float32Array, first: number): void {
  for (const [column, kind] of (["voltage-source", "current-source"] as const).entries()) {
    for (const { value, start, end } of directValues(graph, kind)) {
      for (let t = start; t < end; t++) out[(first + t) * 2 + column] = value;
    }
  }
}

type RelationLists = Pick<
  TerminalBatch,
  "coTerminals" | "groups" | "otherGroups" | "siblings" | "outputTerminals"
>;

function joinRelations(
  parts: readonly (RelationLists & { readonly topology: GraphTopology })[],
): RelationLists {
  const terminalStarts = startsOf(parts.map(({ topology }) => topology.terminals));
  const groupCounts = parts.map(({ groups }) => groups.offsets.length - 1);
  const groupStarts = startsOf(groupCounts);
  const join = (key: keyof RelationLists, starts = terminalStarts) =>
    joinLists(parts.map((part, g) => ({ lists: part[key], place: (index) => starts[g]! + index })));
  const noGroups = groupCounts.every((count) => count === 0);
  return {
    coTerminals: join("coTerminals"),
    groups: noGroups ? oneEmptyRow : join("groups"),
    otherGroups: noGroups ? oneEmptyRow : join("otherGroups", groupStarts),
    siblings: join("siblings"),
    outputTerminals: join("outputTerminals"),
  };
}
