import type { GraphTopology } from "./topology.js";

/** A net whose voltage needs no solving: ground, or a net that voltage sources tie to it. */
export interface ReferenceNet {
  readonly net: number;
  /** The source that ties it to a net found before: `sign * values[slot]` volts above that, or 0 without a slot. Absent for ground. */
  readonly above?: { readonly net: number; readonly slot: number | undefined; readonly sign: 1 | -1 };
}

/**
 * Ground, and every net that a path of voltage sources joins to it, by the first path found; a net comes after the one that it is
 * above. A source without `dc` counts as 0 V.
 */
export function referenceNets(topology: GraphTopology): ReferenceNet[] {
  const { nodes, terminals, kinds, kindOfNode, netOfNode } = topology;
  const found = new Map<number, ReferenceNet>();
  for (let node = terminals; node < nodes; node++) {
    if (kinds[kindOfNode[node]!] !== "ground") continue;
    found.set(netOfNode[node]!, { net: netOfNode[node]! });
  }
  const sourcesAt = new Map<number, VoltageSource[]>();
  for (const source of voltageSources(topology)) {
    for (const net of [source.plus, source.minus]) {
      const known = sourcesAt.get(net);
      if (known) known.push(source);
      else sourcesAt.set(net, [source]);
    }
  }
  // A map visits what is added to it on the way, so this is a breadth-first search.
  for (const { net } of found.values()) {
    for (const { plus, minus, slot } of sourcesAt.get(net) ?? []) {
      const next = net === plus ? minus : plus;
      if (found.has(next)) continue;
      found.set(next, { net: next, above: { net, slot, sign: next === plus ? 1 : -1 } });
    }
  }
  return [...found.values()];
}

/** Volts of reference nets by net, under these values of the graph. */
export function referenceVolts(
  references: readonly ReferenceNet[],
  values: Float64Array,
): ReadonlyMap<number, number> {
  const volts = new Map<number, number>();
  for (const { net, above } of references) {
    const step = above?.slot === undefined ? 0 : above.sign * values[above.slot]!;
    volts.set(net, above ? volts.get(above.net)! + step : 0);
  }
  return volts;
}

/** The name under which {@link circuitKinds} lists a voltage source that no path of voltage sources ties to ground. */
const floatingSource = "floating voltage source";

/**
 * What a network has to have seen to know a circuit: its node kinds, and whether a voltage source floats, which looks like any other
 * by its terminals and is another matter for whoever predicts.
 */
export function circuitKinds(topology: GraphTopology): string[] {
  const tied = new Set(referenceNets(topology).map(({ net }) => net));
  const floats = voltageSources(topology).some(({ plus }) => !tied.has(plus));
  return floats ? [...topology.kinds, floatingSource] : [...topology.kinds];
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
