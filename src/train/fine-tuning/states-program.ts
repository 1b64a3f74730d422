import type { CircuitGraph } from "../../graph/index.js";
import { meanStates, type PreparedNetwork, packPart, type StoredTensor } from "../../model/index.js";
import type { SessionOptions } from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { compilePrediction } from "../prediction-program.js";

/** The forward program of a backbone: the mean state of each graph. */
export interface StatesProgram {
  /** Channels of a state. */
  readonly width: number;
  /** `[graphs, width]`, one graph after the other. */
  states(graphs: readonly CircuitGraph[]): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Compiles the mean states of a network under these weights; undefined where it has no states. */
export async function compileStates(
  network: PreparedNetwork,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: SessionOptions,
): Promise<StatesProgram | undefined> {
  if (!network.embedding) return undefined;
  const backbone = meanStates(network);
  const program = await compilePrediction(backbone, { ...options, runtime: nodeRuntime });
  const [parameters, buffers] = packPart(tensors, [program.parameters, program.buffers]);
  return {
    width: backbone.width,
    states: (graphs) => program.predict({ parameters: parameters!, buffers: buffers! }, graphs),
    release: () => program.release(),
  };
}
