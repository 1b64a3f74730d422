import { deviceCounts, mostSimilar, sharedDevices, sharedFraction } from "../../train/index.js";
import type { EmbeddedCircuit } from "./embed-circuits.js";

/** What circuits are compared by: the mean of the cosine of embeddings and the share of devices in common, or one of the two. */
export type Comparison = "both" | "structure" | "devices";

/** A candidate beside the circuit that was asked for. */
export interface Neighbour {
  readonly circuit: string;
  /** What neighbours are ranked by. */
  readonly similarity: number;
  /** Cosine of the two embeddings. */
  readonly structure: number;
  /** Share of all devices, kind by kind, that both have. */
  readonly devicesInCommon: number;
  /** Devices that both have, by kind; and how many either has. */
  readonly shared: Readonly<Record<string, number>>;
  readonly devices: number;
}

/** The `count` candidates most like a circuit, by falling similarity; the circuit itself is none. */
export function nearestCircuits(
  query: EmbeddedCircuit,
  candidates: readonly EmbeddedCircuit[],
  count: number,
  by: Comparison = "both",
): Neighbour[] {
  const own = deviceCounts(query.graph);
  const matrix = Float32Array.from(candidates.flatMap(({ embedding }) => [...embedding]));
  return mostSimilar(query.embedding, matrix)
    .map(({ index, similarity: structure }): Neighbour => {
      const { name, graph } = candidates[index]!;
      const counts = deviceCounts(graph);
      const devicesInCommon = sharedFraction(own, counts);
      const scores = { structure, devices: devicesInCommon, both: (structure + devicesInCommon) / 2 };
      const shared = sharedDevices(own, counts);
      return {
        ...{ circuit: name, similarity: scores[by], structure, devicesInCommon },
        ...{ shared, devices: graph.devices },
      };
    })
    .filter(({ circuit }) => circuit !== query.name)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count);
}

/** What a neighbour shares with the circuit that was asked for, in words. */
export function sharedText({ shared }: Neighbour): string {
  const kinds = Object.entries(shared).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length > 0 ? kinds.join(", ") : "no kind of device";
}
