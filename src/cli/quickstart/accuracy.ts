import type { Dataset } from "../../dataset/index.js";
import { type LabelledGraphs, loadSplit, type Predictor, scorePredictions } from "../../train/index.js";

/** How three predictors do on the circuits of one test set. */
export interface AccuracyRow {
  readonly name: string;
  readonly circuits: number;
  /** Acc@100: the share of voltages met to within a hundredth of the set's range. */
  readonly trained: number;
  readonly untrained: number;
  readonly mean: number;
  /** Root mean square error of the trained network, in volts. */
  readonly rmse: number;
  /** The error below which a voltage counts as met, in volts. */
  readonly threshold: number;
}

/** A test set with what the trained network predicts for it. */
export interface TestedSet {
  readonly row: AccuracyRow;
  readonly data: LabelledGraphs;
  readonly predictions: Float32Array;
}

/** Compares the trained network with an untrained one and with a constant, `mean` volts. */
export async function testOn(
  dataset: Dataset,
  { trained, untrained, mean }: { trained: Predictor; untrained: Predictor; mean: number },
): Promise<TestedSet> {
  const data = await loadSplit(dataset, "test");
  const predictions = await trained.predict(data.graphs);
  const { accuracy, rmse, threshold } = scorePredictions({ ...data, predictions });
  const accuracyOf = (others: Float32Array) => scorePredictions({ ...data, predictions: others }).accuracy;
  const row: AccuracyRow = {
    name: dataset.recipe.name,
    circuits: data.graphs.length,
    trained: accuracy,
    untrained: accuracyOf(await untrained.predict(data.graphs)),
    mean: accuracyOf(new Float32Array(data.labels.length).fill(mean)),
    rmse,
    threshold,
  };
  return { row, data, predictions };
}
