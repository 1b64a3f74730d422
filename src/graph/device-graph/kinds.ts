import type { Device, Net } from "../../circuit/index.js";

/**
 * How a circuit is written as a device graph.
 *
 * - `faithful`: as DICE publishes it. Gate and bulk edges run from the net to the device only, ground and supply go by the names `gnd`
 *   and `vdd`, and devices other than transistors, R, C, L and current sources are left out.
 * - `sound`: every edge runs both ways, ground and supply go by their usual names, and other devices have kinds of their own. Voltage
 *   sources are left out here too: they are what a circuit is tested with.
 */
export type DeviceGraphStyle = "faithful" | "sound";

const faithfulNodes = [
  "ground",
  "supply",
  "net",
  "current-source",
  "nmos",
  "pmos",
  "resistor",
  "capacitor",
  "inductor",
] as const;
const faithfulEdges = ["current", "nmos-gate", "pmos-gate", "nmos-bulk", "pmos-bulk"] as const;

/** The kinds of nodes and edges that a style has; graphs hold indices into these. */
export const deviceGraphKinds: Readonly<
  Record<DeviceGraphStyle, { readonly nodes: readonly string[]; readonly edges: readonly string[] }>
> = {
  faithful: { nodes: faithfulNodes, edges: faithfulEdges },
  sound: {
    nodes: [...faithfulNodes, "diode", "npn", "pnp", "other"],
    edges: [...faithfulEdges, "anode", "cathode", "base", "emitter", "other"],
  },
};

/** Kind of the edges at terminals between which current flows either way. */
export const currentEdge = 0;

const indexIn = (names: readonly string[]) => new Map(names.map((name, index) => [name, index]));
const nodeKinds = { faithful: indexIn(faithfulNodes), sound: indexIn(deviceGraphKinds.sound.nodes) };
const edgeKinds = indexIn(deviceGraphKinds.sound.edges);

/** The node kind of a device, undefined where the style leaves it out. */
export function nodeKindOf(kind: Device["kind"], style: DeviceGraphStyle): number | undefined {
  if (kind === "voltage-source") return undefined;
  return nodeKinds[style].get(kind) ?? nodeKinds[style].get("other");
}

const groundName = /^(gnd[ad]?|[ad]gnd|[ad]?vss|vss[ad]|vee)!?$/;
const supplyName = /^([ad]?vdd|vdd[ad]|[ad]?vcc|vcc[ad]|vpwr)!?$/;

/** The node kind of a net. */
export function netKindOf({ name, isGround }: Net, style: DeviceGraphStyle): number {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const [ground, supply] =
    style === "faithful"
      ? [isGround || name === "gnd", name === "vdd"]
      : [isGround || groundName.test(own), supplyName.test(own)];
  return ground ? 0 : supply ? 1 : 2;
}

/** The edge kind of a device's terminal, undefined where the style leaves it out. */
export function edgeKindOf(
  kind: Device["kind"],
  terminal: string,
  style: DeviceGraphStyle,
): number | undefined {
  const name = edgeName(kind, terminal);
  return name === "other" && style === "faithful" ? undefined : edgeKinds.get(name)!;
}

function edgeName(kind: Device["kind"], terminal: string): string {
  if (kind === "nmos" || kind === "pmos") {
    if (terminal === "gate" || terminal === "bulk") return `${kind}-${terminal}`;
    return terminal === "drain" || terminal === "source" ? "current" : "other";
  }
  if (terminal === "plus" || terminal === "minus" || terminal === "collector") return "current";
  return edgeKinds.has(terminal) ? terminal : "other";
}

/** The kind of a gate or bulk edge, but of the polarity of this node kind. */
export function withPolarity(edgeKind: number, nodeKind: number): number {
  const nodes = deviceGraphKinds.sound.nodes;
  const role = deviceGraphKinds.sound.edges[edgeKind]!.slice("nmos".length);
  return edgeKinds.get(`${nodes[nodeKind]!}${role}`) ?? edgeKind;
}
