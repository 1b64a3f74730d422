import { deviceCounts, mostSimilar, sharedDevices } from "../../train/index.js";
import type { EmbeddedCircuit } from "./embed-circuits.js";

/** A candidate beside the circuit that was asked for. */
export interface Neighbour {
  readonly circuit: string;
  /** Cosine of the two embeddings. */
  readonly similarity: number;
  /** Devices that both have, by kind; and how many either has. */
  readonly shared: Readonly<Record<string, number>>;
  readonly devices: number;
}

/** The `count` candidates most like a circuit, by falling similarity; the circuit itself is none. */
export function nearestCircuits(
  query: EmbeddedCircuit,
  candidates: readonly EmbeddedCircuit[],
  count: number,
): Neighbour[] {
  const own = deviceCounts(query.graph);
  const matrix = Float32Array.from(candidates.flatMap(({ embedding }) => [...embedding]));
  return mostSimilar(query.embedding, matrix)
    .map(({ index, similarity }) => ({ ...candidates[index]!, similarity }))
    .filter(({ name }) => name !== query.name)
    .slice(0, count)
    .map(({ name, graph, similarity }) => {
      const shared = sharedDevices(own, deviceCounts(graph));
      return { circuit: name, similarity, shared, devices: graph.devices };
    });
}

/** What a neighbour shares with the circuit that was asked for, in words. */
export function sharedText({ shared }: Neighbour): string {
  const kinds = Object.entries(shared).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length > 0 ? kinds.join(", ") : "no kind of device";
}
