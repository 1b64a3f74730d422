import type { CircuitGraph } from "../graph/index.js";

/** Bounds of one run of a forward program: what it works on should fit the processor's cache. */
const mostGraphs = 256;
const mostNodes = 4000;

/** What `run` gives for each batch of graphs, one after the other; no batch is larger than the cache likes. */
export function inBatches(
  graphs: readonly CircuitGraph[],
  run: (batch: readonly CircuitGraph[]) => Promise<Float32Array>,
): Promise<Float32Array> {
  return inBatchesBy(graphs, ({ topology }) => topology.nodes, run);
}

/** Likewise of graphs of any kind; they may be made while they are worked on. */
export async function inBatchesBy<Graph>(
  graphs: Iterable<Graph>,
  nodesOf: (graph: Graph) => number,
  run: (batch: readonly Graph[]) => Promise<Float32Array>,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (const batch of batchesOf(graphs, nodesOf)) parts.push(await run(batch));
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let next = 0;
  for (const part of parts) {
    whole.set(part, next);
    next += part.length;
  }
  return whole;
}

/** Graphs in batches of bounded size. */
export function* batchesOf<Graph>(
  graphs: Iterable<Graph>,
  nodesOf: (graph: Graph) => number,
): Generator<readonly Graph[]> {
  let batch: Graph[] = [];
  let nodes = 0;
  for (const graph of graphs) {
    const own = nodesOf(graph);
    if (batch.length > 0 && (batch.length >= mostGraphs || nodes + own > mostNodes)) {
      yield batch;
      batch = [];
      nodes = 0;
    }
    batch.push(graph);
    nodes += own;
  }
  if (batch.length > 0) yield batch;
}
