import type { RowLists } from "../core/index.js";
import { type ReferenceNet, referenceNets } from "./reference-nets.js";
import { remember } from "./remember.js";
import type { GraphTopology } from "./topology.js";

/**
 * Who meets whom at the terminals of one circuit; what `batchTerminals` repeats for each graph. In all, entries grow with the
 * number of terminals, but for the siblings of a device, which are all of its terminals, and for the groups of one net.
 */
export interface TerminalRelations {
  /**
   * For each terminal, the other terminals on its net, or of its group where the net has groups; none on nets of known voltage,
   * which carry no message.
   */
  readonly coTerminals: RowLists;
  /** For each group, its terminals: a net with more than {@link groupSize} of them has them in groups of so many. */
  readonly groups: RowLists;
  /** For each group, the other groups of its net. */
  readonly otherGroups: RowLists;
  /** For each terminal, the other terminals of its device. */
  readonly siblings: RowLists;
  /** For each output net, its terminals. */
  readonly outputTerminals: RowLists;
  /** Ground and the nets that voltage sources tie to it. */
  readonly references: readonly ReferenceNet[];
}

/** Terminals on a net that meet one by one; on larger nets they meet the sums of groups, so that cost does not grow as the square. */
const groupSize = 64;

const relations = new WeakMap<GraphTopology, TerminalRelations>();

/** The relations of a topology's terminals, computed once. */
export function terminalRelations(topology: GraphTopology): TerminalRelations {
  return remember(relations, topology, () => {
    const { terminals, netOfNode, deviceOfNode, terminalOffsets, outputNodes } = topology;
    const onNet = terminalsByNet(topology);
    const references = referenceNets(topology);
    const known = new Set(references.map(({ net }) => net));
    const coTerminals: (readonly number[])[] = new Array(terminals).fill([]);
    const groups: (readonly number[])[] = [];
    const otherGroups: (readonly number[])[] = [];
    for (const [net, members] of onNet) {
      if (known.has(net)) continue;
      const own = inGroups(members);
      for (const group of own) for (const t of group) coTerminals[t] = without(group, t);
      if (own.length === 1) continue;
      const numbers = own.map((_, i) => groups.length + i);
      groups.push(...own);
      for (const number of numbers) otherGroups.push(without(numbers, number));
    }
    const deviceMates = (t: number): number[] => {
      const device = deviceOfNode[t]!;
      const mates: number[] = [];
      for (let s = terminalOffsets[device]!; s < terminalOffsets[device + 1]!; s++)
        if (s !== t) mates.push(s);
      return mates;
    };
    return {
      coTerminals: rowLists(coTerminals),
      groups: rowLists(groups),
      otherGroups: rowLists(otherGroups),
      siblings: rowLists(Array.from({ length: terminals }, (_, t) => deviceMates(t))),
      outputTerminals: rowLists(Array.from(outputNodes, (node) => onNet.get(netOfNode[node]!) ?? [])),
      references,
    };
  });
}

function terminalsByNet({ terminals, netOfNode }: GraphTopology): Map<number, number[]> {
  const onNet = new Map<number, number[]>();
  for (let t = 0; t < terminals; t++) {
    const net = netOfNode[t]!;
    const list = onNet.get(net);
    if (list) list.push(t);
    else onNet.set(net, [t]);
  }
  return onNet;
}

function inGroups(members: readonly number[]): (readonly number[])[] {
  const groups: number[][] = [];
  for (let at = 0; at < members.length; at += groupSize) groups.push(members.slice(at, at + groupSize));
  return groups;
}

const without = (list: readonly number[], left: number) => list.filter((each) => each !== left);

function rowLists(lists: readonly (readonly number[])[]): RowLists {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = offsets[i]! + list.length;
  });
  const indices = new Int32Array(offsets[lists.length]!);
  lists.forEach((list, i) => {
    indices.set(list, offsets[i]);
  });
  return { offsets, indices };
}
