import type { CircuitGraph } from "../graph/index.js";
import type { PreparedNetwork } from "../model/index.js";
import { buildModel, type StateLayout } from "../nn/index.js";
import { compile, type Runtime, type SessionOptions } from "../tensor/index.js";
import { inBatches } from "./in-batches.js";
import { vectorOf } from "./tensor-values.js";
import type { Weights } from "./update-program.js";

/** A compiled forward program with running statistics. */
export interface PredictionProgram {
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
  /** Predictions of all outputs of all graphs, graph by graph, computed in batches of bounded size. */
  predict(weights: Weights, graphs: readonly CircuitGraph[]): Promise<Float32Array>;
  release(): Promise<void>;
}

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
      const state = { parameters: vectorOf(weights.parameters), buffers: vectorOf(weights.buffers) };
      return inBatches(graphs, async (batch) => {
        const out = await program.run({ ...network.feeds(batch), ...state });
        return out.predictions!.data as Float32Array;
      });
    },
    release: () => program.release(),
  };
}
