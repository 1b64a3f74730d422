import type { DeviceGraph } from "../../graph/index.js";
import type { PreparedEncoder } from "../../model/index.js";
import { compile, type Expression, type Runtime, type SessionOptions } from "../../tensor/index.js";
import { inBatchesBy } from "../in-batches.js";
import { vectorOf } from "../tensor-values.js";
import type { Weights } from "../update-program.js";

/** A compiled encoder. */
export interface EmbeddingProgram {
  /** Embeddings `[graphs, width]`, computed in batches of bounded size. */
  embed(weights: Weights, graphs: Iterable<DeviceGraph>): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Compiles embeddings that were built over packed weights, with running statistics. */
export async function compileEmbedding(
  encoder: PreparedEncoder<DeviceGraph>,
  embeddings: Expression,
  options: SessionOptions & { readonly runtime: Runtime },
): Promise<EmbeddingProgram> {
  const program = await compile({ embeddings }, options);
  return {
    async embed({ parameters, buffers }, graphs) {
      const state = { parameters: vectorOf(parameters), buffers: vectorOf(buffers) };
      return inBatchesBy(
        graphs,
        ({ devices, nets }) => devices + nets,
        async (batch) =>
          (await program.run({ ...encoder.feeds(batch), ...state })).embeddings!.data as Float32Array,
      );
    },
    release: () => program.release(),
  };
}
