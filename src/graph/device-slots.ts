import type { RowLists } from "../core/index.js";
import { remember } from "./remember.js";
import { terminalRelations } from "./terminal-relations.js";
import type { GraphTopology } from "./topology.js";

/**
 * The terminals of a circuit by device, in blocks of equal size, so that a device is a row: blocks of four slots (transistors,
 * controlled sources), then blocks of two (resistors, sources, diodes …). A slot is a terminal's place in its device; the slots that a
 * device of three terminals or one has left over read what the block's reference reads, and nobody reads them. A device of more than
 * four terminals has several blocks.
 */
export interface DeviceSlots {
  /** Blocks of four slots; their slots come first. */
  readonly quads: number;
  /** Blocks of two slots. */
  readonly pairs: number;
  /** `[4 quads + 2 pairs]`, the terminal that each slot stands for. */
  readonly terminalOfSlot: Int32Array;
  /** For each slot, the slots of the other terminals on its net (or of its group, as `TerminalRelations.coTerminals`). */
  readonly coSlots: RowLists;
  /** For each slot, the group that it belongs to, where its net has groups. */
  readonly groupOfSlot: RowLists;
  /** For each group, its slots. */
  readonly groups: RowLists;
  /** For each output net, the slots on it. */
  readonly outputSlots: RowLists;
}

/** Slot of a block of four whose voltage the others are taken relative to: a transistor's source or emitter. */
export const quadReference = 2;

const known = new WeakMap<GraphTopology, DeviceSlots>();

/** The slots of a topology, computed once. */
export function deviceSlots(topology: GraphTopology): DeviceSlots {
  return remember(known, topology, () => {
    const blocks = blocksOf(topology);
    const quads = blocks.filter(({ length }) => length > 2).map((block) => fill(block, 4, quadReference));
    const pairs = blocks.filter(({ length }) => length <= 2).map((block) => fill(block, 2, 0));
    const terminalOfSlot = Int32Array.from([...quads, ...pairs].flat());
    const slotOfTerminal = new Int32Array(topology.terminals).fill(-1);
    terminalOfSlot.forEach((terminal, slot) => {
      if (slotOfTerminal[terminal] === -1) slotOfTerminal[terminal] = slot;
    });
    const { coTerminals, groups, outputTerminals } = terminalRelations(topology);
    const bySlot = ({ offsets, indices }: RowLists): RowLists => ({
      offsets,
      indices: indices.map((terminal) => slotOfTerminal[terminal]!),
    });
    const groupOfTerminal = groupNumbers(groups, topology.terminals);
    return {
      quads: quads.length,
      pairs: pairs.length,
      terminalOfSlot,
      coSlots: rowsAt(bySlot(coTerminals), terminalOfSlot),
      groupOfSlot: rowsAt(groupOfTerminal, terminalOfSlot),
      groups: bySlot(groups),
      outputSlots: bySlot(outputTerminals),
    };
  });
}

function blocksOf({ deviceKinds, terminalOffsets }: GraphTopology): number[][] {
  return deviceKinds.flatMap((_, device) => {
    const blocks: number[][] = [];
    const end = terminalOffsets[device + 1]!;
    for (let start = terminalOffsets[device]!; start < end; start += 4) {
      blocks.push(Array.from({ length: Math.min(4, end - start) }, (_, i) => start + i));
    }
    return blocks;
  });
}

const fill = (block: readonly number[], size: number, reference: number): number[] =>
  Array.from({ length: size }, (_, i) => block[i] ?? block[reference]!);

function groupNumbers({ offsets, indices }: RowLists, terminals: number): RowLists {
  const groupOf = new Int32Array(terminals).fill(-1);
  for (let group = 0; group + 1 < offsets.length; group++) {
    for (let k = offsets[group]!; k < offsets[group + 1]!; k++) groupOf[indices[k]!] = group;
  }
  const ends = new Int32Array(terminals + 1);
  groupOf.forEach((group, t) => {
    ends[t + 1] = ends[t]! + (group < 0 ? 0 : 1);
  });
  return { offsets: ends, indices: groupOf.filter((group) => group >= 0) };
}

/** Rows of lists, in this order; a row may come more than once. */
function rowsAt({ offsets, indices }: RowLists, order: Int32Array): RowLists {
  const lists = Array.from(order, (row) => indices.subarray(offsets[row], offsets[row + 1]));
  const starts = new Int32Array(order.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = starts[i]! + list.length;
  });
  const all = new Int32Array(starts[order.length]!);
  lists.forEach((list, i) => {
    all.set(list, starts[i]);
  });
  return { offsets: starts, indices: all };
}
