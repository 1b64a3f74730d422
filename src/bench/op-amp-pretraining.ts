import { parametricCircuit } from "../circuit/index.js";
import {
  type EvaluationData,
  evaluate,
  loadSplit,
  type Metrics,
  openEvaluationData,
  type Scored,
  scorePredictions,
} from "../train/index.js";
import { untrainedPredictor } from "./baselines.js";
import { checkRunOfRecipe, type ValidationCurve, withBestWeights } from "./learning-curve.js";
import { describeMachine, type Machine } from "./machine.js";

/** K of Acc@K on op-amps, as in paper A. */
export const opAmpLevels = 200;

/** How well the voltages of one net are predicted. */
export interface NetAccuracy {
  readonly net: string;
  readonly accuracy: number;
  readonly rmse: number;
}

/** A pretraining run on the op-amp, and what its best weights do on unseen instances and on the unseen topology. */
export interface OpAmpCurve extends ValidationCurve {
  readonly test: Metrics;
  readonly nets: readonly NetAccuracy[];
  /** On `opamp-biased`, zero-shot. */
  readonly biased: Metrics;
}

/** What the results page says of pretraining on the op-amp. */
export interface OpAmpPretraining {
  readonly format: 1;
  readonly measured: string;
  readonly machine: Machine;
  readonly curves: readonly OpAmpCurve[];
  /** Predictors that have learned nothing, on the test instances. */
  readonly baselines: readonly { readonly label: string; readonly test: Metrics }[];
}

/** Reads runs of op-amp recipes, by recipe, and tests their best weights. Throws what {@link checkRunOfRecipe} throws. */
export async function measureOpAmp(runs: ReadonlyMap<string, string>): Promise<OpAmpPretraining> {
  const [test, biased, train] = await Promise.all([
    openEvaluationData("opamp", { split: "test" }),
    openEvaluationData("opamp-biased", { split: "test" }),
    openEvaluationData("opamp", { split: "train", rows: 2000 }),
  ]);
  const curves: OpAmpCurve[] = [];
  for (const [recipe, folder] of runs) {
    await checkRunOfRecipe(recipe, folder);
    curves.push(await readOpAmpCurve(folder, recipe, { test, biased }));
  }
  return {
    format: 1,
    measured: new Date().toISOString(),
    machine: describeMachine(),
    curves,
    baselines: await measureBaselines(test, train, curves),
  };
}

/** The curve of a run of this recipe and what its best weights do on these instances. */
export async function readOpAmpCurve(
  folder: string,
  recipe: string,
  { test, biased }: { readonly test: EvaluationData; readonly biased: EvaluationData },
): Promise<OpAmpCurve> {
  const { graphs, labels, offsets } = await loadSplit(test.dataset, test.split);
  const nets = parametricCircuit(test.dataset.recipe.circuits[0]!).outputs;
  return withBestWeights(folder, recipe, async (predictor, curve) => {
    const predictions = await predictor.predict(graphs);
    const metrics = scorePredictions({ predictions, labels, offsets, graphs }, { levels: opAmpLevels });
    return {
      ...curve,
      test: metrics,
      nets: nets.map((net, i) => netAccuracy(net, i, { predictions, labels, offsets }, metrics.threshold)),
      biased: await evaluate(predictor, biased, { levels: opAmpLevels }),
    };
  });
}

function netAccuracy(net: string, output: number, scored: Scored, threshold: number): NetAccuracy {
  const { predictions, labels, offsets } = scored;
  const errors = Array.from(
    offsets.subarray(0, -1),
    (first) => predictions[first + output]! - labels[first + output]!,
  );
  return {
    net,
    accuracy: errors.filter((error) => Math.abs(error) < threshold).length / errors.length,
    rmse: Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
  };
}

/** Each net's mean over training instances; and, where there is a run, its network with the weights that it started from. */
async function measureBaselines(
  test: EvaluationData,
  train: EvaluationData,
  curves: readonly OpAmpCurve[],
): Promise<OpAmpPretraining["baselines"]> {
  const data = await loadSplit(test.dataset, test.split);
  const known = await loadSplit(train.dataset, train.split);
  const nets = data.offsets[1]!;
  const means = new Float64Array(nets);
  known.labels.forEach((label, i) => {
    means[i % nets]! += label / known.graphs.length;
  });
  const score = (predictions: Scored["predictions"]) =>
    scorePredictions({ ...data, predictions }, { levels: opAmpLevels });
  const baselines = [{ label: "mean of each net", test: score(data.labels.map((_, i) => means[i % nets]!)) }];
  for (const { recipe, network } of curves) {
    const untrained = await untrainedPredictor(network, known);
    baselines.push({ label: `\`${recipe}\`, untrained`, test: score(await untrained.predict(data.graphs)) });
    await untrained.release();
  }
  return baselines;
}
