import type { Circuit, Device } from "../circuit/index.js";

/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A two-terminal device between two placed nets; `offset` sets parallel devices apart. */
export interface Branch {
  readonly device: Device;
  readonly from: string;
  readonly to: string;
  readonly offset: number;
}

/** A two-terminal device from a net down to ground, drawn at its own ground symbol. */
export interface Stub {
  readonly device: Device;
  readonly net: string;
  /** Whether the net is on the device's first terminal. */
  readonly netIsFirst: boolean;
  /** Where the stub ends. */
  readonly ground: Point;
}

/** Where everything of a circuit is drawn; vertices are keyed by {@link netKey} and {@link deviceKey}. */
export interface CircuitLayout {
  readonly positions: ReadonlyMap<string, Point>;
  readonly branches: readonly Branch[];
  readonly stubs: readonly Stub[];
  /** Devices that are drawn as boxes: of other than two terminals, or with both on one net. */
  readonly boxes: readonly Device[];
  /** Nets that hang below another one; their names stand at their side. */
  readonly hanging: ReadonlySet<string>;
  /** The y of the middle row. */
  readonly baseline: number;
  readonly width: number;
  readonly height: number;
}

const layerGap = 124;
/** Pixels from one row to the next. */
export const rowGap = 104;
const hangLength = 92;
const hangGap = 74;
const margin = { left: 56, right: 72, top: 64, bottom: 40 };

export const netKey = (net: number) => `net ${net}`;
export const deviceKey = (device: Device) => `device ${device.name}`;

/**
 * Places a circuit in layers from its first source: a net's layer is its distance from there, its row follows its neighbours.
 * Ground is no vertex (every connection gets a symbol of its own), and what leads through one net to ground hangs below.
 * Deterministic.
 */
export function layOutCircuit(circuit: Circuit): CircuitLayout {
  const isGround = (net: number) => circuit.nets[net]!.isGround;
  const ends = (device: Device) => device.terminals.map((terminal) => terminal.net);
  const isBox = (device: Device) => {
    const [a, b] = ends(device);
    return device.terminals.length !== 2 || a === b || (isGround(a!) && isGround(b!));
  };
  const boxes = circuit.devices.filter(isBox);
  const wires = circuit.devices.filter((device) => !isBox(device));
  const grounded = wires.filter((device) => ends(device).some(isGround));
  const between = wires.filter((device) => !ends(device).some(isGround));

  const neighbours = new Map<string, Set<string>>();
  const link = (a: string, b: string) => neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
  circuit.nets.forEach((net, id) => {
    if (!net.isGround) neighbours.set(netKey(id), new Set());
  });
  for (const device of between) {
    const [a, b] = ends(device).map(netKey) as [string, string];
    link(a, b);
    link(b, a);
  }
  for (const box of boxes) {
    neighbours.set(deviceKey(box), new Set());
    for (const net of ends(box)
      .filter((id) => !isGround(id))
      .map(netKey)) {
      link(deviceKey(box), net);
      link(net, deviceKey(box));
    }
  }

  const stubOwners = new Map<string, Device[]>();
  for (const device of grounded) {
    const net = netKey(ends(device).find((id) => !isGround(id))!);
    stubOwners.set(net, [...(stubOwners.get(net) ?? []), device]);
  }
  const root = rootOf(grounded, ends, isGround) ?? neighbours.keys().next().value;
  const legs = findLegs(neighbours, stubOwners, root);
  const layers = layersFrom(neighbours, legs, root);

  return place({ layers, legs, stubOwners, between, boxes, ends, isGround });
}

/** The net of the first source to ground, else of the first device to ground. */
function rootOf(
  grounded: readonly Device[],
  ends: (device: Device) => number[],
  isGround: (net: number) => boolean,
): string | undefined {
  const first = grounded.find((device) => device.kind === "voltage-source") ?? grounded[0];
  return first && netKey(ends(first).find((net) => !isGround(net))!);
}

/** Nets that lead from one neighbour to ground and nowhere else, with that neighbour. */
function findLegs(
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  stubOwners: ReadonlyMap<string, readonly Device[]>,
  root: string | undefined,
): Map<string, string> {
  const legs = new Map<string, string>();
  for (const [vertex, near] of neighbours) {
    const [only] = near;
    if (vertex === root || near.size !== 1 || stubOwners.get(vertex)?.length !== 1) continue;
    if (only!.startsWith("net ") && !legs.has(only!)) legs.set(vertex, only!);
  }
  return legs;
}

/** Layers by distance from the root, other components after it; rows ordered by the mean row of neighbours. */
function layersFrom(
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  legs: ReadonlyMap<string, string>,
  root: string | undefined,
): string[][] {
  const layers: string[][] = [];
  const seen = new Set<string>(legs.keys());
  const order = root === undefined ? [...neighbours.keys()] : [root, ...neighbours.keys()];
  for (const start of order) {
    let front = seen.has(start) ? [] : [start];
    seen.add(start);
    for (let depth = 0; front.length > 0; depth++) {
      layers[depth] = [...(layers[depth] ?? []), ...front];
      const next = front
        .flatMap((vertex) => [...neighbours.get(vertex)!])
        .filter((vertex) => !seen.has(vertex));
      front = [...new Set(next)];
      for (const vertex of front) seen.add(vertex);
    }
  }
  for (let sweep = 0; sweep < 4; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse())
      sortByNeighbours(layer, layers, neighbours);
  }
  return layers;
}

function sortByNeighbours(
  layer: string[],
  layers: readonly (readonly string[])[],
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const row = new Map(
    layers.flatMap((one) => one.map((vertex, i) => [vertex, i - (one.length - 1) / 2] as const)),
  );
  const weight = new Map(
    layer.map((vertex) => {
      const rows = [...neighbours.get(vertex)!].flatMap((near) => row.get(near) ?? []);
      return [
        vertex,
        rows.length ? rows.reduce((a, b) => a + b, 0) / rows.length : row.get(vertex)!,
      ] as const;
    }),
  );
  layer.sort((a, b) => weight.get(a)! - weight.get(b)! || row.get(a)! - row.get(b)!);
}

interface Parts {
  readonly layers: readonly (readonly string[])[];
  readonly legs: ReadonlyMap<string, string>;
  readonly stubOwners: ReadonlyMap<string, readonly Device[]>;
  readonly between: readonly Device[];
  readonly boxes: readonly Device[];
  readonly ends: (device: Device) => number[];
  readonly isGround: (net: number) => boolean;
}

/** Turns layers and rows into pixels, and hangs legs and stubs below their nets. */
function place({ layers, legs, stubOwners, between, boxes, ends, isGround }: Parts): CircuitLayout {
  const legsOf = new Map<string, string[]>();
  for (const [leg, owner] of legs) legsOf.set(owner, [...(legsOf.get(owner) ?? []), leg]);
  const hangDepth = (vertex: string) =>
    (legsOf.has(vertex) ? 2 : stubOwners.has(vertex) ? 1 : 0) * hangLength;
  const hangCount = (vertex: string) =>
    (legsOf.get(vertex)?.length ?? 0) + (stubOwners.get(vertex)?.length ?? 0);

  const rows = layers.map((layer) => {
    let y = 0;
    const tops = layer.map((vertex) => {
      const top = y;
      y += rowGap + hangDepth(vertex);
      return top;
    });
    const middle = (tops.at(-1) ?? 0) / 2;
    return tops.map((top) => top - middle);
  });
  const highest = Math.min(0, ...rows.flat());
  const positions = new Map<string, Point>();
  const stubs: Stub[] = [];
  const addStubs = (net: string, at: Point, firstSlot: number, slots: number) =>
    (stubOwners.get(net) ?? []).forEach((device, i) => {
      const ground = { x: at.x + (firstSlot + i - (slots - 1) / 2) * hangGap, y: at.y + hangLength };
      stubs.push({ device, net, netIsFirst: !isGround(ends(device)[0]!), ground });
    });

  let x = margin.left;
  layers.forEach((layer, depth) => {
    const spread = Math.max(0, ...layer.map((vertex) => hangCount(vertex) - 1)) * hangGap;
    x += depth === 0 ? spread / 2 : 0;
    layer.forEach((vertex, i) => {
      const y = margin.top - highest + rows[depth]![i]!;
      positions.set(vertex, { x, y });
      const slots = hangCount(vertex);
      const hanging = legsOf.get(vertex) ?? [];
      hanging.forEach((leg, slot) => {
        const at = { x: x + (slot - (slots - 1) / 2) * hangGap, y: y + hangLength };
        positions.set(leg, at);
        addStubs(leg, at, 0, 1);
      });
      addStubs(vertex, { x, y }, hanging.length, slots);
    });
    const next = Math.max(0, ...(layers[depth + 1] ?? []).map((vertex) => hangCount(vertex) - 1)) * hangGap;
    x += layerGap + (spread + next) / 2;
  });

  const placed = [...positions.values(), ...stubs.map(({ ground }) => ground)];
  return {
    positions,
    branches: parallelBranches(between, ends),
    stubs,
    boxes,
    hanging: new Set(legs.keys()),
    baseline: margin.top - highest,
    width: Math.max(...placed.map((point) => point.x), 0) + margin.right,
    height: Math.max(...placed.map((point) => point.y), 0) + margin.bottom,
  };
}

/** Devices between the same two nets, side by side. */
function parallelBranches(between: readonly Device[], ends: (device: Device) => number[]): Branch[] {
  const groups = new Map<string, Device[]>();
  for (const device of between) {
    const key = [...ends(device)].sort((a, b) => a - b).join(" ");
    groups.set(key, [...(groups.get(key) ?? []), device]);
  }
  return [...groups.values()].flatMap((group) =>
    group.map((device, i) => {
      const [a, b] = ends(device) as [number, number];
      const side = a < b ? 1 : -1;
      return { device, from: netKey(a), to: netKey(b), offset: side * (i - (group.length - 1) / 2) * 56 };
    }),
  );
}
