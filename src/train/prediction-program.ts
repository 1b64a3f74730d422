import type { CircuitGraph } from "../graph/index.js";
import type { PreparedNetwork } from "../model/index.js";
import { buildModel, type StateLayout } from "../nn/index.js";
import { compile, type Runtime, type SessionOptions, type TensorValue } from "../tensor/index.js";
import type { Weights } from "./training-program.js";

/** A compiled forward program with running statistics. */
export interface PredictionProgram {
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
  /** Predictions of all outputs of all graphs, graph by graph, computed in batches of bounded size. */
  predict(weights: Weights, graphs: readonly CircuitGraph[]): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Bounds of one run of the program: memory grows with the nodes. */
const mostGraphs = 256;
const mostNodes = 20_000;

/** Compiles the prediction of a network. */
export async function compilePrediction(
  network: PreparedNetwork,
  options: SessionOptions & { readonly runtime: Runtime },
): Promise<PredictionProgram> {
  const { result, parameters, buffers } = buildModel((scope) => network.predict(scope), { training: false });
  const program = await compile({ predictions: result }, options);
  return {
    parameters,
    buffers,
    async predict(weights, graphs) {
      const state = { parameters: vector(weights.parameters), buffers: vector(weights.buffers) };
      const results: Float32Array[] = [];
      for (const chunk of chunks(graphs)) {
        const out = await program.run({ ...network.feeds(chunk), ...state });
        results.push(out.predictions!.data as Float32Array);
      }
      return concatenate(results);
    },
    release: () => program.release(),
  };
}

function* chunks(graphs: readonly CircuitGraph[]): Generator<CircuitGraph[]> {
  let chunk: CircuitGraph[] = [];
  let nodes = 0;
  for (const graph of graphs) {
    if (chunk.length > 0 && (chunk.length >= mostGraphs || nodes + graph.topology.nodes > mostNodes)) {
      yield chunk;
      chunk = [];
      nodes = 0;
    }
    chunk.push(graph);
    nodes += graph.topology.nodes;
  }
  if (chunk.length > 0) yield chunk;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let next = 0;
  for (const part of parts) {
    whole.set(part, next);
    next += part.length;
  }
  return whole;
}

function vector(data: Float32Array): TensorValue {
  return { type: "float32", shape: [data.length], data };
}
