import { KirchhoffError } from "../../core/index.js";
import type { CircuitGraph } from "../../graph/index.js";
import { prepareModel } from "../../model/index.js";
import { checkpointPath, compileStates, loadCheckpoint, topologiesOf } from "../../train/index.js";
import type { TaskEncoder } from "./encoder.js";
import { kindsEncoder } from "./kinds-encoder.js";
import { digestOfTensors } from "./weights-digest.js";

/** What a {@link voltageEncoder} needs. */
export interface VoltageEncoderOptions {
  /** What it is called in records: `deepgen`, `joint`. */
  readonly name: string;
  /** A checkpoint or run folder of a network over terminal graphs. */
  readonly path: string;
  /** A graph of each topology that it will meet. */
  readonly examples: readonly CircuitGraph[];
  readonly threads: number;
}

/**
 * A network over terminal graphs that takes part with its inputs, values included: the mean of its last states, frozen, is known of each
 * row beside the kinds of nodes. DeepGEN pretrained on voltages is such a network, and any other with a checkpoint of that sort.
 * Throws what opening a checkpoint throws, and BENCH_NO_STATES.
 */
export async function voltageEncoder(options: VoltageEncoderOptions): Promise<TaskEncoder> {
  const { name, path, examples, threads } = options;
  const { card, tensors } = await loadCheckpoint(await checkpointPath(path));
  const { network, scheme, training } = card;
  const prepared = prepareModel({ network, scheme }, topologiesOf(examples));
  const program = await compileStates(prepared, tensors, { threads });
  if (!program) {
    throw new KirchhoffError("BENCH_NO_STATES", "this network has no states that a decoder could read", {
      ...{ found: `${path}: ${network.kind}`, expected: "a graph network such as deepgen or norton" },
    });
  }
  return {
    ...kindsEncoder(),
    settings: { encoder: name, weights: digestOfTensors(tensors), network, step: training.step },
    rowFeatures: { width: program.width, of: (graphs) => program.states(graphs) },
    release: () => program.release(),
  };
}
