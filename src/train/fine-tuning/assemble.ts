import { type Checkpoint, ensembleTensors, packTensors, prepareModel } from "../../model/index.js";
import { topologiesOf } from "../labelled-graphs.js";
import type { Weights } from "../update-program.js";
import { calibrate, spreadOf } from "./calibration.js";
import { parameterRanges, stateStatistics } from "./familiarity.js";
import { outputKinds } from "./output-kinds.js";
import { memberData, type PreparedFinetune } from "./prepare.js";
import { compileStates } from "./states-program.js";
import { calibrateVoltages, type HeldOutVoltages } from "./voltage-calibration.js";

/** The members of a run as one checkpoint: calibrated by what they held out, with what their samples were like. */
export async function assemble(
  prepared: PreparedFinetune,
  members: readonly Checkpoint[],
): Promise<Checkpoint> {
  const { config, model, samples } = prepared;
  const { card } = members[0]!;
  const held = await heldOut(prepared, members);
  const calibration = model.targets
    ? calibrate(held, model.targets.length, config.coverage)
    : calibrateVoltages(held, config.coverage);
  const states = await statesOf(prepared, members[0]!);
  return {
    card: {
      ...card,
      ...(members.length > 1 && { members: members.length }),
      ...(calibration && { calibration }),
      familiarity: { ranges: parameterRanges(samples.graphs), ...(states && { states }) },
    },
    tensors: ensembleTensors(members.map(({ tensors }) => tensors)),
  };
}

/**
 * Held-out predictions: of the dataset's valid split by the mean of all members, or of each sample that some member held out by the
 * first of those.
 */
async function heldOut(prepared: PreparedFinetune, members: readonly Checkpoint[]): Promise<HeldOutVoltages> {
  const { tuner, samples, valid } = prepared;
  const { parameters, buffers } = await tuner.layouts();
  const weights = members.map(({ tensors }): Weights => {
    const [own, statistics] = packTensors(tensors, [parameters, buffers]);
    return { parameters: own!, buffers: statistics! };
  });
  const { graphs, labels, offsets } = valid ?? samples;
  const outputs: ArrayLike<number>[] = [];
  for (const member of weights) outputs.push(await tuner.predict(member, graphs));
  const { mean, deviation } = spreadOf(outputs);

  const predictions: number[] = [];
  const truths: number[] = [];
  const deviations: number[] = [];
  const graphOf: number[] = [];
  const kinds: string[] = [];
  const done = new Set<number>();
  const take = (g: number, own: ArrayLike<number>) => {
    if (done.has(g)) return;
    done.add(g);
    for (let i = offsets[g]!; i < offsets[g + 1]!; i++) {
      predictions.push(own[i]!);
      truths.push(labels[i]!);
      deviations.push(deviation[i]!);
      graphOf.push(g);
    }
    kinds.push(...(prepared.model.targets ? [] : outputKinds(graphs[g]!.topology)));
  };
  if (valid) for (const g of graphs.keys()) take(g, mean);
  else for (const [m, own] of outputs.entries()) for (const g of memberData(prepared, m).held!) take(g, own);
  return { graphs: done.size, predictions, labels: truths, deviations, graphOf, kinds };
}

async function statesOf({ config, model, samples }: PreparedFinetune, { tensors }: Checkpoint) {
  const network = prepareModel(model, topologiesOf(samples.graphs));
  const { device, threads } = config;
  const program = await compileStates(network, tensors, {
    device,
    ...(threads !== undefined && { threads }),
  });
  if (!program) return undefined;
  try {
    return stateStatistics(await program.states(samples.graphs), program.width);
  } finally {
    await program.release();
  }
}
