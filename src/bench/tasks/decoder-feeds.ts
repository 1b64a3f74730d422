import { deviceGraphKinds } from "../../graph/index.js";
import type { TensorValue } from "../../tensor/index.js";
import type { DecoderShape } from "./decoder.js";
import type { TaskTopology } from "./topology.js";

/** Kinds of nodes that a decoder knows. */
export const decoderKinds = deviceGraphKinds.faithful.nodes.length;

/** The sizes that hold all of these topologies, for a decoder of so many at once. */
export function shapeFor(
  all: readonly TaskTopology[],
  topologies: number,
  rowFeatures: number,
): DecoderShape {
  const most = (count: (topology: TaskTopology) => number) => Math.max(1, ...all.map(count));
  return {
    ...{ topologies, kinds: decoderKinds, rowFeatures },
    varying: most(({ varying }) => varying.length),
    fixed: most(({ graph, varying }) => graph.devices + graph.nets - varying.length),
  };
}

/** How the decoder's values of nodes are shown to it: less a mean, over a deviation, of each kind of node. */
export interface ValueScaling {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Values as they are. */
export const plainValues: ValueScaling = {
  mean: new Float64Array(decoderKinds),
  deviation: new Float64Array(decoderKinds).fill(1),
};

/** The part of a decoder's feeds that depends on the topologies alone; `edges` is how many edges of its own each one has. */
export function topologyFeeds(
  topologies: readonly TaskTopology[],
  edges: readonly number[],
  { varying, fixed, kinds }: DecoderShape,
  scaling: ValueScaling,
): Record<string, TensorValue> {
  const counts = topologies.map(({ graph }) => graph.devices + graph.nets);
  const total = sum(counts);
  const t = topologies.length;
  const moving = new Slots(t * varying, total, kinds);
  const still = new Slots(t * fixed, total, kinds);
  const fixedValues = new Float32Array(t * fixed);
  const edgesOf = new Float32Array(t * sum(edges));
  let [firstNode, firstEdge] = [0, 0];
  topologies.forEach((topology, i) => {
    const { graph, fixedValues: values } = topology;
    slotsOf(topology, varying).forEach((slot, node) => {
      const kind = graph.kindOfNode[node]!;
      if (slot < varying) {
        moving.take(i * varying + slot, firstNode + node, kind);
      } else {
        const place = i * fixed + slot - varying;
        still.take(place, firstNode + node, kind);
        fixedValues[place] = (values[node]! - scaling.mean[kind]!) / scaling.deviation[kind]!;
      }
    });
    edgesOf.fill(1, i * sum(edges) + firstEdge, i * sum(edges) + firstEdge + edges[i]!);
    firstNode += counts[i]!;
    firstEdge += edges[i]!;
  });
  return {
    ...moving.feeds("varying"),
    ...still.feeds("fixed"),
    fixedValues: floats([t * fixed, 1], fixedValues),
    edgesOf: floats([t, sum(edges)], edgesOf),
  };
}

/** The slot of each node of a topology: of those that vary the first ones, of the others those from `varying` on. */
export function slotsOf({ graph, varying: sources }: TaskTopology, varying: number): Int32Array {
  const slots = new Int32Array(graph.devices + graph.nets).fill(-1);
  sources.forEach(({ node }, slot) => {
    slots[node] = slot;
  });
  let next = varying;
  return slots.map((slot) => (slot < 0 ? next++ : slot));
}

/** The values of samples, as many of each topology: `rows[t]` are rows of `values[t]` `[rows, varying]`. */
export function valueFeeds(
  topologies: readonly TaskTopology[],
  values: readonly Float64Array[],
  rows: readonly ArrayLike<number>[],
  { varying }: DecoderShape,
  { mean, deviation }: ValueScaling,
): Record<string, TensorValue> {
  const samples = rows[0]!.length;
  const data = new Float32Array(topologies.length * samples * varying);
  topologies.forEach(({ varying: sources }, t) => {
    const chosen = rows[t]!;
    for (let s = 0; s < samples; s++) {
      const [to, from] = [(t * samples + s) * varying, chosen[s]! * sources.length];
      sources.forEach(({ kind }, slot) => {
        data[to + slot] = (values[t]![from + slot]! - mean[kind]!) / deviation[kind]!;
      });
    }
  });
  return { values: floats([topologies.length, samples, varying], data) };
}

/** The inputs of one sort of nodes, slot by slot. */
class Slots {
  readonly #node: Float32Array;
  readonly #kind: Float32Array;
  readonly #taken: Float32Array;

  constructor(
    readonly count: number,
    readonly nodes: number,
    readonly kinds: number,
  ) {
    this.#node = new Float32Array(count * nodes);
    this.#kind = new Float32Array(count * kinds);
    this.#taken = new Float32Array(count);
  }

  take(slot: number, node: number, kind: number): void {
    this.#node[slot * this.nodes + node] = 1;
    this.#kind[slot * this.kinds + kind] = 1;
    this.#taken[slot] = 1;
  }

  feeds(name: string): Record<string, TensorValue> {
    return {
      [`${name}/node`]: floats([this.count, this.nodes], this.#node),
      [`${name}/kind`]: floats([this.count, this.kinds], this.#kind),
      [`${name}/taken`]: floats([this.count, 1], this.#taken),
    };
  }
}

export function floats(shape: readonly number[], data: Float32Array): TensorValue {
  return { type: "float32", shape: [...shape], data };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
