import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Circuit, nominalCircuit, parametricCircuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import {
  type CircuitGraph,
  circuitKinds,
  type FeatureScheme,
  type GraphTopology,
  graphTopology,
  schemeFromJSON,
  terminalGraph,
} from "../graph/index.js";
import {
  type Checkpoint,
  type ModelCard,
  memberTensors,
  type PreparedNetwork,
  packTensors,
  prepareModel,
  type StoredTensor,
} from "../model/index.js";
import { buildModel } from "../nn/index.js";
import { compile, type Program, type SessionOptions } from "../tensor/index.js";
import { nodeRuntime } from "../tensor/node/index.js";
import { loadCheckpoint } from "./checkpoint-files.js";
import { halfWidths, spreadOf } from "./fine-tuning/calibration.js";
import { stateDistance, strangeNets, strangeParameters } from "./fine-tuning/familiarity.js";
import { outputKinds } from "./fine-tuning/output-kinds.js";
import { compileStates, type StatesProgram } from "./fine-tuning/states-program.js";
import { unscale } from "./fine-tuning/target-scaling.js";
import { inBatches } from "./in-batches.js";
import { runFiles } from "./run-folder.js";
import { vectorOf } from "./tensor-values.js";

/** Outputs of graphs, one after the other, in their own units, with the intervals around them where these were calibrated. */
export interface Estimate {
  readonly values: Float64Array;
  readonly interval?: Interval | undefined;
}

/** Bounds of each output, and the share of true values that they are to hold. */
export interface Interval {
  /** Of several measures, the least. */
  readonly coverage: number;
  /** Of each measure, where there are several. */
  readonly coverages?: readonly number[] | undefined;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A trained network (or an ensemble) at work: predicts voltages or measures of any circuit that its feature scheme takes. */
export class Predictor {
  readonly card: ModelCard;
  readonly scheme: FeatureScheme;
  readonly #network: PreparedNetwork;
  /** One for each member. */
  readonly #programs: readonly Program[];
  readonly #tensors: ReadonlyMap<string, StoredTensor>;
  readonly #options: SessionOptions;
  readonly #kinds: ReadonlySet<string>;
  #states: Promise<StatesProgram | undefined> | undefined;

  private constructor(
    card: ModelCard,
    network: PreparedNetwork,
    programs: readonly Program[],
    tensors: ReadonlyMap<string, StoredTensor>,
    options: SessionOptions,
  ) {
    this.card = card;
    this.scheme = schemeFromJSON(card.scheme);
    this.#network = network;
    this.#programs = programs;
    this.#tensors = tensors;
    this.#options = options;
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
  static async of({ card, tensors }: Checkpoint, options: SessionOptions = {}): Promise<Predictor> {
    const network = prepareModel(card, topologiesFor(card));
    const model = buildModel((scope) => network.predict(scope), { training: false });
    const members = memberTensors(tensors, card.members ?? 1);
    const programs: Program[] = [];
    for (const member of members) {
      const [parameters, buffers] = packTensors(member, [model.parameters, model.buffers]);
      const fixed = { parameters: vectorOf(parameters!), buffers: vectorOf(buffers!) };
      programs.push(
        await compile({ predictions: model.result }, { ...options, runtime: nodeRuntime, fixed }),
      );
    }
    return new Predictor(card, network, programs, members[0]!, options);
  }

  /** Names of the measures that it predicts; undefined where it predicts voltages. */
  get targets(): readonly string[] | undefined {
    return this.card.targets?.map(({ name }) => name);
  }

  /**
   * Predictions of all outputs of all graphs, graph by graph: volts, or the targets in their own units. Throws GRAPH_SCHEME_KIND.
   */
  async predict(graphs: readonly CircuitGraph[]): Promise<Float32Array> {
    if (this.#programs.length === 1 && !this.card.targets) return (await this.#outputs(graphs))[0]!;
    return Float32Array.from((await this.estimate(graphs)).values);
  }

  /** As {@link predict}, with intervals where the network was calibrated. Throws GRAPH_SCHEME_KIND. */
  async estimate(graphs: readonly CircuitGraph[]): Promise<Estimate> {
    const { mean, deviation } = spreadOf(await this.#outputs(graphs));
    const { targets, calibration } = this.card;
    const inUnits = (outputs: Float64Array) => (targets ? unscale(outputs, targets) : outputs);
    if (!calibration) return { values: inUnits(mean) };
    const kinds = targets ? [] : graphs.flatMap(({ topology }) => outputKinds(topology));
    const half = halfWidths(calibration, deviation, kinds);
    return {
      values: inUnits(mean),
      interval: {
        coverage: calibration.coverage,
        coverages: calibration.measures?.map(({ coverage }) => coverage),
        low: inUnits(mean.map((value, i) => value - half[i]!)),
        high: inUnits(mean.map((value, i) => value + half[i]!)),
      },
    };
  }

  /**
   * Predicted voltages by net id, in volts: of the circuit's outputs, or of every net where it names none; ground is 0, other nets are
   * NaN. Throws GRAPH_SCHEME_KIND, and TRAIN_TARGET_KIND where it predicts measures.
   */
  async voltages(circuit: Circuit): Promise<Float64Array> {
    return (await this.voltageEstimate(circuit)).values;
  }

  /** As {@link voltages}, with intervals where the network was calibrated. */
  async voltageEstimate(circuit: Circuit): Promise<Estimate> {
    if (this.targets) throw wrongTarget(this.targets, "voltages");
    const graph = terminalGraph(circuit);
    const { values, interval } = await this.estimate([graph]);
    const { outputNodes, terminals } = graph.topology;
    const byNet = (outputs: Float64Array): Float64Array => {
      const voltages = Float64Array.from(circuit.nets, ({ isGround }) => (isGround ? 0 : Number.NaN));
      outputNodes.forEach((node, i) => {
        voltages[node - terminals] = outputs[i]!;
      });
      return voltages;
    };
    return {
      values: byNet(values),
      ...(interval && {
        interval: { ...interval, low: byNet(interval.low), high: byNet(interval.high) },
      }),
    };
  }

  /**
   * What of a circuit is unlike the samples that the network was fine-tuned on, in words: values, kinds of nets, the whole. Nothing where
   * all is like them, or where the network does not know its samples.
   */
  async unfamiliar(circuit: Circuit): Promise<string[]> {
    const { familiarity, calibration } = this.card;
    if (!familiarity) return [];
    const graph = terminalGraph(circuit);
    const words = [
      ...strangeParameters(graph, familiarity),
      ...strangeNets(graph.topology, circuit.nets, calibration),
    ];
    const { states } = familiarity;
    const program = await this.#statesProgram();
    if (!states || !program) return words;
    const distance = stateDistance(await program.states([graph]), states);
    // A new circuit may lie somewhat beyond the farthest of few samples.
    if (distance <= 1.5) return words;
    return [
      ...words,
      `the circuit as a whole (${distance.toPrecision(2)} times as far as the farthest sample)`,
    ];
  }

  /** The node kinds of a circuit that occur in no training circuit (`nmos.gate`, `capacitor.plus`, a floating source …): expect little there. */
  unseenKinds(circuit: Circuit): string[] {
    return circuitKinds(terminalGraph(circuit).topology).filter((kind) => !this.#kinds.has(kind));
  }

  async release(): Promise<void> {
    for (const program of this.#programs) await program.release();
    await (await this.#states)?.release();
  }

  #statesProgram(): Promise<StatesProgram | undefined> {
    this.#states ??= compileStates(this.#network, this.#tensors, this.#options);
    return this.#states;
  }

  /** Outputs of each member. */
  async #outputs(graphs: readonly CircuitGraph[]): Promise<Float32Array[]> {
    const wanted = this.targets ? graphs : graphs.filter(({ topology }) => topology.outputNodes.length > 0);
    const all: Float32Array[] = [];
    for (const program of this.#programs) {
      const run = async (batch: readonly CircuitGraph[]) =>
        (await program.run(this.#network.feeds(batch))).predictions!.data as Float32Array;
      all.push(await inBatches(wanted, run));
    }
    return all;
  }
}

/** The error of a network that predicts something else than it is asked for. */
export function wrongTarget(targets: readonly string[], wanted: string): KirchhoffError {
  return new KirchhoffError("TRAIN_TARGET_KIND", `this network does not predict ${wanted}`, {
    found: `a network that predicts ${targets.join(", ")}`,
    hint: "use a network of the other kind",
  });
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
  return seen.circuits.map((name) => graphTopology(nominalCircuit(parametricCircuit(name))));
}
