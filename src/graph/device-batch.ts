import type { RowLists } from "../core/index.js";
import {
  directValues,
  encodeTerminals,
  joinLists,
  knownVoltages,
  type ListSegment,
  oneEmptyRow,
  startsOf,
} from "./batch-parts.js";
import { deviceSlots, quadReference } from "./device-slots.js";
import { referenceVolts } from "./reference-nets.js";
import type { FeatureScheme } from "./scheme.js";
import { terminalRelations } from "./terminal-relations.js";
import type { CircuitGraph } from "./topology.js";

/**
 * The disjoint union of graphs seen from their devices ({@link deviceSlots}): the blocks of four of all graphs, then the blocks of two.
 */
export interface DeviceBatch {
  readonly quads: number;
  readonly pairs: number;
  readonly outputs: number;
  /** `[quads, scheme.width]`: the features of each block's reference terminal. */
  readonly quadFeatures: Float32Array;
  /** `[2 pairs, scheme.width]`, slot by slot. */
  readonly pairFeatures: Float32Array;
  /** `[2 pairs, 1]`: volts of the owning voltage source, 0 elsewhere. */
  readonly pairDrive: Float32Array;
  /** `[4 quads + 2 pairs, 1]`, 1 on ground and on nets that voltage sources tie to it; and the volts there, 0 elsewhere. */
  readonly isReference: Float32Array;
  readonly referenceVolts: Float32Array;
  /** `[outputs]`, the same of the output nets. */
  readonly outputIsReference: Float32Array;
  readonly outputReferenceVolts: Float32Array;
  /** These as in `DeviceSlots`; of `groups` and `otherGroups` at least one, an empty one where no net has any. */
  readonly coSlots: RowLists;
  readonly groupOfSlot: RowLists;
  readonly groups: RowLists;
  readonly otherGroups: RowLists;
  readonly outputSlots: RowLists;
  /** `[quads + pairs]`, the graph that each block belongs to. */
  readonly graphOfBlock: Int32Array;
}

/** Batches graphs by their devices. Throws GRAPH_SCHEME_KIND where the scheme does not take a circuit. */
export function batchDevices(graphs: readonly CircuitGraph[], scheme: FeatureScheme): DeviceBatch {
  const { width } = scheme;
  const parts = graphs.map((graph) => ({
    graph,
    ...terminalRelations(graph.topology),
    ...deviceSlots(graph.topology),
  }));
  const quadStarts = startsOf(parts.map(({ quads }) => quads));
  const pairStarts = startsOf(parts.map(({ pairs }) => pairs));
  const groupStarts = startsOf(parts.map(({ groups }) => groups.offsets.length - 1));
  const outputStarts = startsOf(parts.map(({ graph }) => graph.topology.outputNodes.length));
  const [quads, pairs, outputs] = [quadStarts, pairStarts, outputStarts].map((starts) => starts.at(-1)!) as [
    number,
    number,
    number,
  ];
  /** Where slot `s` of graph `g` is in the batch. */
  const placeIn = (g: number) => {
    const own = 4 * parts[g]!.quads;
    const [quadShift, pairShift] = [4 * quadStarts[g]!, 4 * quads + 2 * pairStarts[g]! - own];
    return (slot: number) => slot + (slot < own ? quadShift : pairShift);
  };

  const quadFeatures = new Float32Array(quads * width);
  const pairFeatures = new Float32Array(2 * pairs * width);
  const pairDrive = new Float32Array(2 * pairs);
  const ofSlots = knownVoltages(4 * quads + 2 * pairs);
  const ofOutputs = knownVoltages(outputs);
  const graphOfBlock = new Int32Array(quads + pairs);
  parts.forEach(({ graph, references, terminalOfSlot, quads: ownQuads, pairs: ownPairs }, g) => {
    const place = placeIn(g);
    const features = encodeTerminals(graph, scheme);
    const featuresOf = (slot: number) => {
      const terminal = terminalOfSlot[slot]!;
      return features.subarray(terminal * width, (terminal + 1) * width);
    };
    for (let q = 0; q < ownQuads; q++) {
      quadFeatures.set(featuresOf(4 * q + quadReference), (quadStarts[g]! + q) * width);
    }
    for (let p = 0; p < 2 * ownPairs; p++) {
      pairFeatures.set(featuresOf(4 * ownQuads + p), (2 * pairStarts[g]! + p) * width);
    }
    const volts = voltsOfTerminals(graph);
    const { netOfNode, outputNodes } = graph.topology;
    const known = referenceVolts(references, graph.values);
    terminalOfSlot.forEach((terminal, slot) => {
      ofSlots.write(place(slot), known.get(netOfNode[terminal]!));
      if (slot >= 4 * ownQuads) pairDrive[place(slot) - 4 * quads] = volts[terminal]!;
    });
    outputNodes.forEach((node, i) => {
      ofOutputs.write(outputStarts[g]! + i, known.get(netOfNode[node]!));
    });
    graphOfBlock.fill(g, quadStarts[g], quadStarts[g + 1]);
    graphOfBlock.fill(g, quads + pairStarts[g]!, quads + pairStarts[g + 1]!);
  });

  /** Lists of all slots: of the blocks of four of all graphs, then of the blocks of two. */
  const bySlot = (
    lists: (part: (typeof parts)[number]) => RowLists,
    place: (g: number) => (i: number) => number,
  ) => {
    const segments = parts.map((part, g) => ({ lists: lists(part), place: place(g), split: 4 * part.quads }));
    return joinLists([
      ...segments.map(({ split, ...own }): ListSegment => ({ ...own, end: split })),
      ...segments.map(({ split, ...own }): ListSegment => ({ ...own, first: split })),
    ]);
  };
  const inGroups = (g: number) => (group: number) => groupStarts[g]! + group;
  const byGraph = (
    lists: (part: (typeof parts)[number]) => RowLists,
    place: (g: number) => (i: number) => number,
  ) => joinLists(parts.map((part, g) => ({ lists: lists(part), place: place(g) })));
  const noGroups = groupStarts.at(-1) === 0;
  return {
    quads,
    pairs,
    outputs,
    quadFeatures,
    pairFeatures,
    pairDrive,
    isReference: ofSlots.mask,
    referenceVolts: ofSlots.volts,
    outputIsReference: ofOutputs.mask,
    outputReferenceVolts: ofOutputs.volts,
    coSlots: bySlot(({ coSlots }) => coSlots, placeIn),
    groupOfSlot: bySlot(({ groupOfSlot }) => groupOfSlot, inGroups),
    groups: noGroups ? oneEmptyRow : byGraph(({ groups }) => groups, placeIn),
    otherGroups: noGroups ? oneEmptyRow : byGraph(({ otherGroups }) => otherGroups, inGroups),
    outputSlots: byGraph(({ outputSlots }) => outputSlots, placeIn),
    graphOfBlock,
  };
}

/** `[terminals]`: volts of the voltage source that a terminal belongs to, 0 elsewhere. */
function voltsOfTerminals(graph: CircuitGraph): Float32Array {
  const volts = new Float32Array(graph.topology.terminals);
  for (const { value, start, end } of directValues(graph, "voltage-source")) volts.fill(value, start, end);
  return volts;
}
