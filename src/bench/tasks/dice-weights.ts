import {
  type DiceConfig,
  type PreparedDice,
  packTensors,
  readEncoderCard,
  type StoredTensor,
  unpackTensors,
} from "../../model/index.js";
import { type BuiltModel, buildModel, initialState, type Scope } from "../../nn/index.js";
import { compile, type Expression, type TensorValue } from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { checkpointPath, loadCheckpointOf, vectorOf } from "../../train/index.js";
import { digestOfTensors } from "./weights-digest.js";

/** A checkpoint or run folder of a DICE encoder; or a network as it is before training, by its seed. */
export type DiceSource = { readonly path: string } | { readonly network: DiceConfig; readonly seed: number };

export type Tensors = ReadonlyMap<string, StoredTensor>;

/** What a DICE encoder gives of a batch of device graphs. */
export type DiceBuild = (scope: Scope) => Record<DiceOutput, Expression>;

export const diceOutputs = ["nodes", "edges", "graphs"] as const;
export type DiceOutput = (typeof diceOutputs)[number];

/** The architecture and the trained tensors of a source, none of one before training. Throws what opening a checkpoint throws. */
export async function openDice(source: DiceSource): Promise<{
  readonly network: DiceConfig;
  readonly tensors: Tensors;
  readonly settings: Readonly<Record<string, unknown>>;
}> {
  if ("seed" in source) {
    const { network } = source;
    return { network, tensors: new Map(), settings: { weights: "untrained", network } };
  }
  const { card, tensors } = await loadCheckpointOf(readEncoderCard, await checkpointPath(source.path));
  const { network, training } = card;
  return { network, tensors, settings: { weights: digestOfTensors(tensors), network, step: training.step } };
}

/**
 * All tensors of a network: the given ones, and fresh ones of this seed for the rest. Batch norms that are fresh take the statistics of
 * these graphs, as they would after training at a rate of 0.
 */
export async function completeTensors(
  build: DiceBuild,
  given: Tensors,
  graphs: Readonly<Record<string, TensorValue>>,
  seed: number,
): Promise<Tensors> {
  const isGiven = (name: string) => [...given.keys()].some((each) => each.startsWith(name));
  const model = buildModel(build, { training: true, isFrozen: isGiven });
  const [parameters, buffers] = [model.parameters, model.buffers].map((layout) => {
    const fresh = new Map(unpackTensors(layout, initialState(layout, seed)));
    for (const name of fresh.keys()) {
      const tensor = given.get(name);
      if (tensor) fresh.set(name, tensor);
    }
    return packTensors(fresh, [layout])[0]!;
  }) as [Float32Array, Float32Array];
  const calibrated = await settleStatistics(model, graphs, { parameters, buffers });
  return new Map([
    ...unpackTensors(model.parameters, parameters),
    ...unpackTensors(model.buffers, calibrated),
  ]);
}

/** After so many updates with momentum 0.1, running statistics are those of the batch to a hundred-thousandth. */
const settlingSteps = 110;

async function settleStatistics(
  model: BuiltModel<Record<DiceOutput, Expression>>,
  graphs: Readonly<Record<string, TensorValue>>,
  { parameters, buffers }: { readonly parameters: Float32Array; readonly buffers: Float32Array },
): Promise<Float32Array> {
  if (buffers.length === 0) return buffers;
  const program = await compile({ next: model.nextBuffers }, { runtime: nodeRuntime, threads: 1 });
  try {
    let statistics = buffers;
    for (let step = 0; step < settlingSteps; step++) {
      const feeds = { ...graphs, parameters: vectorOf(parameters), buffers: vectorOf(statistics) };
      statistics = (await program.run(feeds)).next!.data as Float32Array;
    }
    return statistics;
  } finally {
    await program.release();
  }
}

/** What a network with these tensors gives of a batch of graphs, each output row by row. */
export async function runDice(
  dice: PreparedDice,
  build: DiceBuild,
  tensors: Tensors,
  batches: readonly Parameters<PreparedDice["feeds"]>[0][],
): Promise<Record<DiceOutput, Float32Array>[]> {
  const model = buildModel(build, { training: false });
  const [parameters, buffers] = packTensors(tensors, [model.parameters, model.buffers]);
  const program = await compile(model.result, { runtime: nodeRuntime, threads: 1 });
  try {
    const results: Record<DiceOutput, Float32Array>[] = [];
    for (const graphs of batches) {
      const weights = { parameters: vectorOf(parameters!), buffers: vectorOf(buffers!) };
      const found = await program.run({ ...dice.feeds(graphs), ...weights });
      const data = (name: DiceOutput) => found[name]!.data as Float32Array;
      results.push({ nodes: data("nodes"), edges: data("edges"), graphs: data("graphs") });
    }
    return results;
  } finally {
    await program.release();
  }
}
