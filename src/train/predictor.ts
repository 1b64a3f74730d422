import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Circuit, parametricCircuit } from "../circuit/index.js";
import { rowGraph } from "../dataset/index.js";
import {
  type CircuitGraph,
  circuitKinds,
  type FeatureScheme,
  type GraphTopology,
  schemeFromJSON,
  terminalGraph,
} from "../graph/index.js";
import {
  type Checkpoint,
  type ModelCard,
  type PreparedNetwork,
  packTensors,
  prepareNetwork,
} from "../model/index.js";
import { buildModel } from "../nn/index.js";
import { compile, type Program, type SessionOptions } from "../tensor/index.js";
import { nodeRuntime } from "../tensor/node/index.js";
import { loadCheckpoint } from "./checkpoint-files.js";
import { inBatches } from "./in-batches.js";
import { runFiles } from "./run-folder.js";
import { vectorOf } from "./tensor-values.js";

/** A trained network at work: predicts the node voltages of any circuit that its feature scheme takes. */
export class Predictor {
  readonly card: ModelCard;
  readonly scheme: FeatureScheme;
  readonly #network: PreparedNetwork;
  readonly #program: Program;
  readonly #kinds: ReadonlySet<string>;

  private constructor(card: ModelCard, scheme: FeatureScheme, network: PreparedNetwork, program: Program) {
    this.card = card;
    this.scheme = scheme;
    this.#network = network;
    this.#program = program;
    this.#kinds = new Set(card.seen.kinds);
  }

  /**
   * Opens a checkpoint (.safetensors) or the best one of a run folder.
   *
   * Throws CHECKPOINT_NOT_FOUND, what reading a checkpoint throws, and TENSOR_DEVICE_ABSENT.
   */
  static async open(path: string, options: SessionOptions = {}): Promise<Predictor> {
    return Predictor.of(await loadCheckpoint(await checkpointPath(path)), options);
  }

  /** Takes a checkpoint that is in memory. Throws CHECKPOINT_MISMATCH and TENSOR_DEVICE_ABSENT. */
  static async of(checkpoint: Checkpoint, options: SessionOptions = {}): Promise<Predictor> {
    const { card, tensors } = checkpoint;
    const scheme = schemeFromJSON(card.scheme);
    const network = prepareNetwork(card.network, scheme, topologiesFor(card));
    const model = buildModel((scope) => network.predict(scope), { training: false });
    const [parameters, buffers] = packTensors(tensors, [model.parameters, model.buffers]);
    const program = await compile(
      { predictions: model.result },
      {
        ...options,
        runtime: nodeRuntime,
        fixed: { parameters: vectorOf(parameters!), buffers: vectorOf(buffers!) },
      },
    );
    return new Predictor(card, scheme, network, program);
  }

  /** Predictions of all outputs of all graphs in volts, graph by graph. Throws GRAPH_SCHEME_KIND. */
  async predict(graphs: readonly CircuitGraph[]): Promise<Float32Array> {
    return inBatches(
      graphs.filter(({ topology }) => topology.outputNodes.length > 0),
      async (batch) =>
        (await this.#program.run(this.#network.feeds(batch))).predictions!.data as Float32Array,
    );
  }

  /**
   * Predicted voltages by net id, in volts: of the circuit's outputs, or of every net where it names none; ground is 0, other nets are
   * NaN. Throws GRAPH_SCHEME_KIND.
   */
  async voltages(circuit: Circuit): Promise<Float64Array> {
    const graph = terminalGraph(circuit);
    const predictions = await this.predict([graph]);
    const voltages = Float64Array.from(circuit.nets, ({ isGround }) => (isGround ? 0 : Number.NaN));
    const { outputNodes, terminals } = graph.topology;
    outputNodes.forEach((node, i) => {
      voltages[node - terminals] = predictions[i]!;
    });
    return voltages;
  }

  /** The node kinds of a circuit that occur in no training circuit (`nmos.gate`, `capacitor.plus`, a floating source …): expect little there. */
  unseenKinds(circuit: Circuit): string[] {
    return circuitKinds(terminalGraph(circuit).topology).filter((kind) => !this.#kinds.has(kind));
  }

  release(): Promise<void> {
    return this.#program.release();
  }
}

/** The checkpoint file that a path means: itself, or the best checkpoint of a run folder. */
export async function checkpointPath(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, runFiles.checkpoint("best")) : path;
}

/** An MLP knows the one topology that it was trained on; every other network takes any. */
function topologiesFor({ network, seen }: ModelCard): readonly GraphTopology[] | "any" {
  if (network.kind !== "mlp") return "any";
  return seen.circuits.map((circuitName) => {
    const values = new Float64Array(parametricCircuit(circuitName).parameters.length);
    return rowGraph({ circuitName, values }).topology;
  });
}
