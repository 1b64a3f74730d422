import type { GraphTopology } from "./topology.js";

/** A net whose voltage needs no solving: ground, or a net that voltage sources tie to it. */
export interface ReferenceNet {
  readonly net: number;
  /** Its voltage is the sum of `sign * values[slot]`; no terms for ground. */
  readonly terms: readonly { readonly slot: number; readonly sign: 1 | -1 }[];
}

/** Ground, and every net that a path of voltage sources joins to it, by the first path found. A source without `dc` counts as 0 V. */
export function referenceNets(topology: GraphTopology): ReferenceNet[] {
  const { nodes, terminals, kinds, kindOfNode, netOfNode } = topology;
  const found = new Map<number, ReferenceNet>();
  for (let node = terminals; node < nodes; node++) {
    if (kinds[kindOfNode[node]!] !== "ground") continue;
    found.set(netOfNode[node]!, { net: netOfNode[node]!, terms: [] });
  }
  const sourcesAt = new Map<number, VoltageSource[]>();
  for (const source of voltageSources(topology)) {
    for (const net of [source.plus, source.minus]) {
      sourcesAt.set(net, [...(sourcesAt.get(net) ?? []), source]);
    }
  }
  // A map visits what is added to it on the way, so this is a breadth-first search.
  for (const { net, terms } of found.values()) {
    for (const { plus, minus, slot } of sourcesAt.get(net) ?? []) {
      const next = net === plus ? minus : plus;
      if (found.has(next)) continue;
      const sign = next === plus ? 1 : -1;
      found.set(next, { net: next, terms: slot === undefined ? terms : [...terms, { slot, sign }] });
    }
  }
  return [...found.values()];
}

/** The voltage of a reference net under these values of the graph. */
export function referenceVoltage({ terms }: ReferenceNet, values: Float64Array): number {
  return terms.reduce((sum, { slot, sign }) => sum + sign * values[slot]!, 0);
}

interface VoltageSource {
  readonly plus: number;
  readonly minus: number;
  /** Place of its `dc` among the graph's values. */
  readonly slot: number | undefined;
}

function voltageSources(topology: GraphTopology): VoltageSource[] {
  const { deviceKinds, terminalOffsets, parameterOffsets, parameterNames, netOfNode } = topology;
  return deviceKinds.flatMap((kind, device) => {
    if (kind !== "voltage-source") return [];
    const [plus, minus] = [0, 1].map((i) => netOfNode[terminalOffsets[device]! + i]!) as [number, number];
    const first = parameterOffsets[device]!;
    const at = parameterNames.slice(first, parameterOffsets[device + 1]!).indexOf("dc");
    return [{ plus, minus, slot: at < 0 ? undefined : first + at }];
  });
}
