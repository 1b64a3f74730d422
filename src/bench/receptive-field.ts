import { KirchhoffError } from "../core/index.js";
import type { LabelledRow } from "../dataset/index.js";
import type { CircuitGraph } from "../graph/index.js";

/**
 * The exact voltages of a ladder's outputs as a network of `layers` rounds of messages could know them: each output sees every
 * resistance, but only the sources within `layers` hops; those further away count as their mean, 0.5 V, which minimises the squared
 * error. So it is about the best that such a network can do. `values` are in the order of `ladder`'s parameters.
 *
 * A source `d` sections away is `3 d + 4` hops away in the terminal graph, not counting ways through ground, whose sources cannot be
 * told apart.
 */
export function truncatedLadder(values: ArrayLike<number>, layers: number): Float64Array {
  const branches = (values.length - 1) / 3;
  const source = (i: number) => values[3 * i + 3]!;
  const sections = Math.floor((layers - hopsToSource(0)) / 3);
  const solve = ladderSolver(values);
  return Float64Array.from({ length: branches }, (_, own) => {
    const input = own <= sections ? values[0]! : meanSource;
    const seen = (i: number) => (Math.abs(i - own) <= sections ? source(i) : meanSource);
    return solve(input, seen)[own]!;
  });
}

/** Hops from an output to the nearest terminal of the source that is so many sections away. */
export function hopsToSource(sections: number): number {
  return 3 * sections + 4;
}

/** {@link truncatedLadder} of dataset rows, one after the other. Throws BENCH_NOT_A_LADDER. */
export function truncatedPredictions(rows: readonly LabelledRow[], layers: number): Float64Array {
  const parts = rows.map(({ circuitName, values }) => {
    if (/^ladder-\d+$/.test(circuitName)) return truncatedLadder(values, layers);
    throw new KirchhoffError("BENCH_NOT_A_LADDER", "the receptive field is known for ladders alone", {
      found: circuitName,
      expected: "rows of ladder-N",
    });
  });
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    all.set(part, next);
    next += part.length;
  }
  return all;
}

/** Hops from each output node of a graph to the nearest terminal of each voltage source, by ways that avoid ground: `[outputs][sources]`. */
export function hopsToSources({ topology }: CircuitGraph): number[][] {
  const { kinds, kindOfNode, deviceKinds, terminalOffsets, outputNodes } = topology;
  const sources = deviceKinds.flatMap((kind, device) => (kind === "voltage-source" ? [device] : []));
  const isGround = (node: number) => kinds[kindOfNode[node]!] === "ground";
  return Array.from(outputNodes, (output) => {
    const hops = distancesFrom(topology, output, isGround);
    return sources.map((device) =>
      Math.min(...hops.slice(terminalOffsets[device]!, terminalOffsets[device + 1]!)),
    );
  });
}

/** The mean of a source that is uniform in (0, 1) volt. */
const meanSource = 0.5;

/** Output voltages of a ladder for any sources: a tridiagonal system, factored once (Thomas algorithm). */
function ladderSolver(
  values: ArrayLike<number>,
): (input: number, source: (i: number) => number) => Float64Array {
  const branches = (values.length - 1) / 3;
  const series = (i: number) => (i < branches ? 1 / values[3 * i + 1]! : 0);
  const shunt = (i: number) => 1 / values[3 * i + 2]!;
  const pivots = new Float64Array(branches);
  for (let i = 0; i < branches; i++) {
    pivots[i] = series(i) + shunt(i) + series(i + 1) - (i === 0 ? 0 : series(i) ** 2 / pivots[i - 1]!);
  }
  return (input, source) => {
    const voltages = new Float64Array(branches);
    for (let i = 0; i < branches; i++) {
      const before = i === 0 ? series(0) * input : (series(i) * voltages[i - 1]!) / pivots[i - 1]!;
      voltages[i] = shunt(i) * source(i) + before;
    }
    for (let i = branches - 1; i >= 0; i--) {
      const after = i === branches - 1 ? 0 : series(i + 1) * voltages[i + 1]!;
      voltages[i] = (voltages[i]! + after) / pivots[i]!;
    }
    return voltages;
  };
}

/** Breadth-first distances from a node; nodes behind `blocked` ones stay infinite. */
function distancesFrom(
  { nodes, offsets, neighbours }: CircuitGraph["topology"],
  start: number,
  blocked: (node: number) => boolean,
): number[] {
  const hops = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
  hops[start] = 0;
  const queue = [start];
  for (const node of queue) {
    if (blocked(node)) continue;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) {
      const next = neighbours[e]!;
      if (hops[next] !== Number.POSITIVE_INFINITY) continue;
      hops[next] = hops[node]! + 1;
      queue.push(next);
    }
  }
  return hops;
}
