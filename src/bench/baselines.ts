import type { LabelledRow } from "../dataset/index.js";
import { fitScheme } from "../graph/index.js";
import { cardFormat, networkSchema, prepareNetwork, unpackTensors } from "../model/index.js";
import { buildModel, initialState } from "../nn/index.js";
import {
  evaluate,
  type LabelledGraphs,
  loadSplit,
  type Metrics,
  openEvaluationData,
  Predictor,
  scorePredictions,
} from "../train/index.js";
import { truncatedPredictions } from "./receptive-field.js";
import { testSizes } from "./table1-rows.js";
import type { TestData } from "./test-data.js";

/** What a trained network has to beat, or cannot. */
export interface Baseline {
  readonly id: string;
  readonly label: string;
  /** Metrics by branches of the test ladders. */
  readonly test: Readonly<Record<string, Metrics>>;
}

/** Depths for which the truncated exact solution is computed: those of the table, and the first that sees five sections. */
export const truncatedLayers = [5, 10, 15, 16, 19] as const;

/** Training ladders that the mean and the untrained network's feature statistics are taken from. */
const trainingRows = 2000;

/** The mean predictor, a network with its first weights, and the exact solution as far as networks of several depths see it. */
export async function measureBaselines(testData: TestData): Promise<Baseline[]> {
  const train = await openEvaluationData("ladder", { split: "train", rows: trainingRows });
  const known = await loadSplit(train.dataset, "train");
  const mean = known.labels.reduce((sum, label) => sum + label, 0) / known.labels.length;
  const untrained = await untrainedPredictor({ kind: "deepgen", layers: 15, hidden: 64 }, known);
  try {
    return [
      await baseline("mean", "mean of all labels", (size) =>
        score(testData, size, (rows) => rows.flatMap(({ labels }) => Array.from(labels, () => mean))),
      ),
      await baseline("untrained", "DeepGEN-15, untrained", async (size) =>
        evaluate(untrained, await testData.ladders(size)),
      ),
      ...(await Promise.all(
        truncatedLayers.map((layers) =>
          baseline(`truncated-${layers}`, `exact, as far as ${layers} layers see`, (size) =>
            score(testData, size, (rows) => truncatedPredictions(rows, layers)),
          ),
        ),
      )),
    ];
  } finally {
    await untrained.release();
  }
}

/** A network as it is before its first step, on features fitted to these graphs. */
export async function untrainedPredictor(network: unknown, known: LabelledGraphs): Promise<Predictor> {
  const config = networkSchema.parse(network);
  const scheme = fitScheme("kirchhoff@1", known.graphs);
  const prepared = prepareNetwork(config, scheme, "any");
  const { parameters, buffers } = buildModel((scope) => prepared.predict(scope), { training: false });
  const seed = 1;
  return Predictor.of({
    card: {
      format: cardFormat,
      network: config,
      scheme: scheme.toJSON(),
      seen: { circuits: [], kinds: [] },
      labels: { unit: "volt", minimum: 0, maximum: 1 },
      training: { step: 0 },
      versions: {},
    },
    tensors: new Map([
      ...unpackTensors(parameters, initialState(parameters, seed)),
      ...unpackTensors(buffers, initialState(buffers, seed)),
    ]),
  });
}

async function baseline(
  id: string,
  label: string,
  measure: (size: number) => Promise<Metrics>,
): Promise<Baseline> {
  const test: Record<string, Metrics> = {};
  for (const size of testSizes) test[size] = await measure(size);
  return { id, label, test };
}

async function score(
  testData: TestData,
  size: number,
  predict: (rows: readonly LabelledRow[]) => ArrayLike<number>,
): Promise<Metrics> {
  const { dataset, split } = await testData.ladders(size);
  const { labels, offsets } = await loadSplit(dataset, split);
  const predictions = Float64Array.from(predict((await dataset.split(split)).rows));
  return scorePredictions({ predictions, labels, offsets });
}
