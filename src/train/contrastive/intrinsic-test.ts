import { type DeviceGraph, deviceGraphKinds } from "../../graph/index.js";
import { augmented, namedCircuits } from "./circuits.js";
import type { ContrastiveConfig } from "./config.js";
import { allExamples, graphsOf, labelsOf } from "./examples.js";
import { type IntrinsicMetrics, intrinsicMetrics } from "./intrinsic.js";

/** What {@link intrinsicTest} embeds. */
export interface IntrinsicTestOptions {
  /** Circuits of the catalogue, named as in a configuration (default: the paper's 15 unseen ones). */
  readonly circuits?: readonly string[];
  readonly style: ContrastiveConfig["network"]["style"];
  readonly rules: ContrastiveConfig["circuits"]["rules"];
  /** Positives of each circuit, and as many negatives (default: 250, as published). */
  readonly members?: number;
  readonly seed?: number;
}

/**
 * The intrinsic test of anything that embeds device graphs (an encoder, {@link rawFeatures}), on graphs that no validation has seen.
 * Throws TRAIN_UNKNOWN_CIRCUITS.
 */
export async function intrinsicTest(
  embed: (graphs: Iterable<DeviceGraph>) => Float32Array | Promise<Float32Array>,
  { circuits = ["unseen"], style, rules, members = 250, seed = 0 }: IntrinsicTestOptions,
): Promise<IntrinsicMetrics> {
  const sources = augmented(namedCircuits(circuits), { style, rules, seed, purpose: "test" });
  const examples = allExamples(sources.length, members);
  const embeddings = await embed(graphsOf(sources, examples));
  return intrinsicMetrics(embeddings, Int32Array.from(labelsOf(examples)));
}

/** How many nodes and edges of each kind a graph has, one row each: what a network is given, without a network. */
export function rawFeatures(graphs: Iterable<DeviceGraph>): Float32Array {
  const rows = Array.from(graphs, ({ style, kindOfNode, kindOfConnection, directions }) => {
    const { nodes, edges } = deviceGraphKinds[style];
    const row = new Array<number>(nodes.length + edges.length).fill(0);
    for (const kind of kindOfNode) row[kind]!++;
    kindOfConnection.forEach((kind, c) => {
      row[nodes.length + kind]! += (directions[c]! & 1) + (directions[c]! >> 1);
    });
    return row;
  });
  return Float32Array.from(rows.flat());
}
