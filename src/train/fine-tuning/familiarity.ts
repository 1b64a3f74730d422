import type { Net } from "../../circuit/index.js";
import type { CircuitGraph, GraphTopology } from "../../graph/index.js";
import type { Calibration, Familiarity } from "../../model/index.js";
import { outputKinds } from "./output-kinds.js";

type StateStatistics = NonNullable<Familiarity["states"]>;

/** Smallest and largest value of each device parameter over these graphs, by device kind and name. */
export function parameterRanges(graphs: Iterable<CircuitGraph>): Record<string, [number, number]> {
  const ranges: Record<string, [number, number]> = {};
  for (const graph of graphs) {
    for (const { key, value } of parametersOf(graph)) {
      ranges[key] ??= [value, value];
      const range = ranges[key];
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
  }
  return ranges;
}

/** Statistics of mean states `[graphs, width]`. */
export function stateStatistics(states: Float32Array, width: number): StateStatistics {
  const graphs = states.length / width;
  const mean = new Array<number>(width).fill(0);
  const std = new Array<number>(width).fill(0);
  states.forEach((value, i) => {
    mean[i % width]! += value / graphs;
  });
  states.forEach((value, i) => {
    std[i % width]! += (value - mean[i % width]!) ** 2 / graphs;
  });
  const statistics = { mean, std: std.map(Math.sqrt), farthest: 0 };
  let farthest = 0;
  for (let g = 0; g < graphs; g++) {
    farthest = Math.max(farthest, distance(states.subarray(g * width, (g + 1) * width), statistics));
  }
  return { ...statistics, farthest };
}

/** Parameters beyond the range that was seen, by more than a tenth of its width: what is said of each. */
export function strangeParameters(graph: CircuitGraph, { ranges }: Familiarity): string[] {
  const strange = new Set<string>();
  for (const { key, value } of parametersOf(graph)) {
    const range = ranges[key];
    if (!range) continue;
    const [low, high] = range;
    const margin = 0.1 * (high - low);
    if (value < low - margin || value > high + margin) {
      strange.add(`${key} of ${format(value)} (seen: ${format(low)} to ${format(high)})`);
    }
  }
  return [...strange];
}

/** Output nets of kinds that no held-out sample has, and whose intervals go by those of all others: what is said of each kind. */
export function strangeNets(
  topology: GraphTopology,
  nets: readonly Net[],
  calibration: Calibration | undefined,
): string[] {
  const known = calibration?.nets?.floors;
  if (!known) return [];
  const { outputNodes, netOfNode } = topology;
  const strange = new Map<string, string[]>();
  outputKinds(topology).forEach((kind, i) => {
    if (Object.hasOwn(known, kind)) return;
    const names = strange.get(kind) ?? [];
    strange.set(kind, [...names, nets[netOfNode[outputNodes[i]!]!]!.name]);
  });
  return [...strange].map(([kind, names]) => {
    const some = names.slice(0, 4).join(", ") + (names.length > 4 ? ` and ${names.length - 4} more` : "");
    return `${names.length > 1 ? "nets" : "net"} ${some}: no net of a sample has just ${kind.replaceAll("+", ", ")} on it`;
  });
}

/** How far a circuit's mean state is from those of the samples; 1 is as far as the farthest of them. */
export function stateDistance(state: Float32Array, statistics: StateStatistics): number {
  return distance(state, statistics) / statistics.farthest;
}

/** Root of the mean squared deviation in units of the samples' deviation; channels that did not vary count by their size. */
function distance(state: Float32Array, { mean, std }: Pick<StateStatistics, "mean" | "std">): number {
  const typical = std.reduce((sum, value) => sum + value, 0) / std.length || 1;
  const squares = state.reduce(
    (sum, value, i) => sum + ((value - mean[i]!) / Math.max(std[i]!, 0.1 * typical)) ** 2,
    0,
  );
  return Math.sqrt(squares / state.length);
}

function* parametersOf({ topology, values }: CircuitGraph): Generator<{ key: string; value: number }> {
  const { deviceKinds, parameterOffsets, parameterNames } = topology;
  for (const [d, kind] of deviceKinds.entries()) {
    for (let p = parameterOffsets[d]!; p < parameterOffsets[d + 1]!; p++) {
      yield { key: `${kind}.${parameterNames[p]}`, value: values[p]! };
    }
  }
}

const format = (value: number): string => `${Number(value.toPrecision(4))}`;
