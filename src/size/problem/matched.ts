import type { Circuit, Device } from "../../circuit/index.js";

/** Transistors that belong together: of a `pair` all sizes should agree, of a `mirror` width and length of a finger. */
export interface MatchedGroup {
  readonly kind: "pair" | "mirror";
  /** Names; of a mirror the diode-connected one first. */
  readonly devices: readonly string[];
}

/**
 * Differential pairs and mirrors by their connections. A pair: two transistors of a kind and model with a common source that no voltage
 * source holds, their gates and drains apart. A mirror: a diode-connected transistor and those of its kind and model with its gate and source.
 */
export function matchedGroups(circuit: Circuit): MatchedGroup[] {
  const transistors = circuit.devices.filter(({ kind }) => kind === "nmos" || kind === "pmos");
  const held = heldNets(circuit);
  return [...pairs(transistors, held), ...mirrors(transistors)];
}

function pairs(transistors: readonly Device[], held: ReadonlySet<number>): MatchedGroup[] {
  const bySource = groupBy(
    transistors,
    (device) => `${device.kind} ${device.model} ${net(device, "source")}`,
  );
  return bySource.flatMap((group): MatchedGroup[] => {
    const [a, b] = group;
    if (group.length !== 2 || held.has(net(a!, "source"))) return [];
    const isApart = net(a!, "gate") !== net(b!, "gate") && net(a!, "drain") !== net(b!, "drain");
    const isDiode = group.some((device) => net(device, "gate") === net(device, "drain"));
    return isApart && !isDiode ? [{ kind: "pair", devices: group.map(({ name }) => name) }] : [];
  });
}

function mirrors(transistors: readonly Device[]): MatchedGroup[] {
  const byGate = groupBy(
    transistors,
    (device) => `${device.kind} ${device.model} ${net(device, "gate")} ${net(device, "source")}`,
  );
  return byGate.flatMap((group): MatchedGroup[] => {
    const diode = group.find((device) => net(device, "gate") === net(device, "drain"));
    if (!diode || group.length < 2) return [];
    const others = group.filter((device) => device !== diode).map(({ name }) => name);
    return [{ kind: "mirror", devices: [diode.name, ...others] }];
  });
}

function heldNets({ nets, devices }: Circuit): Set<number> {
  const held = devices.filter(({ kind }) => kind === "voltage-source");
  const grounds = nets.flatMap(({ isGround }, id) => (isGround ? [id] : []));
  return new Set([...grounds, ...held.flatMap(({ terminals }) => terminals.map((terminal) => terminal.net))]);
}

function net({ terminals }: Device, role: string): number {
  return terminals.find(({ name }) => name === role)?.net ?? -1;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
