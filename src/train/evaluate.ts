import { stat } from "node:fs/promises";
import {
  type Dataset,
  defaultSimulator,
  generateInMemory,
  namedRecipe,
  openDataset,
  openSource,
  type SimulatorChoice,
  type SplitName,
  splitNames,
  voltagesOnly,
} from "../dataset/index.js";
import type { CircuitGraph } from "../graph/index.js";
import type { TargetScaling } from "../model/index.js";
import { drivenNet, outputKinds } from "./fine-tuning/output-kinds.js";
import { scoreEachTarget, type TargetMetrics } from "./fine-tuning/target-metrics.js";
import { scaleLabels } from "./fine-tuning/target-scaling.js";
import { loadTargets } from "./fine-tuning/targets.js";
import { loadSplit } from "./labelled-graphs.js";
import { type Metrics, scorePredictions } from "./metrics.js";
import type { Interval, Predictor } from "./predictor.js";

/** A data set to evaluate on, and which of its splits. */
export interface EvaluationData {
  readonly name: string;
  readonly dataset: Dataset;
  readonly split: SplitName;
}

/** Which part of a data set to evaluate on. */
export interface EvaluationDataOptions {
  /** Default: test, where the data set has one, else valid. */
  readonly split?: SplitName | undefined;
  /** The first rows of the split only. */
  readonly rows?: number | undefined;
  /** What labels a recipe's rows (default: the exact solver where all its circuits are linear, else ngspice). */
  readonly simulator?: SimulatorChoice | undefined;
  /** Label a recipe's rows with its measures too (default: with voltages alone). */
  readonly measures?: boolean | undefined;
}

/**
 * The data set in a folder, or by the name of a recipe (`ladder-32`), whose rows are then labelled in memory.
 *
 * Throws DATASET_UNKNOWN_RECIPE and what opening a dataset throws.
 */
export async function openEvaluationData(
  nameOrFolder: string,
  { split: wanted, rows, simulator, measures = false }: EvaluationDataOptions = {},
): Promise<EvaluationData> {
  const isFolder = await stat(nameOrFolder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder || /[\\/]/.test(nameOrFolder)) {
    const dataset = await openDataset(nameOrFolder);
    return { name: dataset.recipe.name, dataset, split: wanted ?? lastSplit(dataset.recipe.splits) };
  }
  const recipe = namedRecipe(nameOrFolder);
  const split = wanted ?? lastSplit(recipe.splits);
  const splits = { train: 0, valid: 0, test: 0, [split]: Math.min(rows ?? Infinity, recipe.splits[split]) };
  const sized = { ...recipe, splits };
  const wantedLabels = measures ? sized : voltagesOnly(sized);
  const source = await openSource(simulator ?? defaultSimulator(wantedLabels));
  try {
    const dataset = await generateInMemory(wantedLabels, { source });
    return { name: recipe.name, dataset, split };
  } finally {
    await source.close();
  }
}

/** How well a network predicts a split; `levels` is K of Acc@K. Throws TRAIN_EMPTY_SPLIT, TRAIN_LABEL_KIND, GRAPH_SCHEME_KIND. */
export async function evaluate(
  predictor: Predictor,
  { dataset, split }: EvaluationData,
  { rows, levels = 100 }: { readonly rows?: number | undefined; readonly levels?: number } = {},
): Promise<Metrics> {
  const data = await loadSplit(dataset, split, { rows });
  return scorePredictions({ ...data, predictions: await predictor.predict(data.graphs) }, { levels });
}

/** How well a network predicts one of its measures. */
export interface TargetEvaluation extends TargetMetrics {
  readonly name: string;
  /** Where it is log, metrics are those of decimal logarithms: errors are decades. */
  readonly scale: TargetScaling["scale"];
  readonly coverage?: Coverage;
}

/** What an evaluation finds: metrics of voltages, or of each measure, and how many labels the intervals hold. */
export interface Evaluation {
  readonly metrics?: Metrics;
  readonly targets?: readonly TargetEvaluation[];
  /** Of voltages, on nets that no source drives; each of the targets has its own. */
  readonly coverage?: Coverage;
}

/** The share of labels that intervals should hold, and that which they do. */
export interface Coverage {
  readonly stated: number;
  readonly found: number;
}

/**
 * Evaluates whatever a network predicts on a split, with its intervals. Throws TRAIN_EMPTY_SPLIT, TRAIN_LABEL_KIND,
 * TRAIN_UNKNOWN_TARGET, GRAPH_SCHEME_KIND.
 */
export async function evaluateModel(
  predictor: Predictor,
  { dataset, split }: EvaluationData,
  { rows, levels = 100 }: { readonly rows?: number | undefined; readonly levels?: number } = {},
): Promise<Evaluation> {
  const scalings = predictor.card.targets;
  const data = scalings
    ? await loadTargets(dataset, split, scalings, { rows })
    : await loadSplit(dataset, split, { rows });
  const estimate = await predictor.estimate(data.graphs);
  const { interval } = estimate;
  if (!scalings) {
    const metrics = scorePredictions({ ...data, predictions: estimate.values }, { levels });
    const coverage = interval && coverageOf(interval, data.labels, freeOutputs(data.graphs));
    return { metrics, ...(coverage && { coverage }) };
  }
  const units = scalings.map((scaling) => ({ ...scaling, mean: 0, std: 1 }));
  const onScale = (labels: Float64Array) => scaleLabels({ ...data, labels }, units).labels;
  const scored = { predictions: onScale(estimate.values), labels: onScale(data.labels) };
  const each = scoreEachTarget(scored, scalings.length, { levels });
  return {
    targets: scalings.map(({ name, scale }, t) => {
      const stated = interval?.coverages?.[t] ?? interval?.coverage;
      const own = (output: number) => output % scalings.length === t;
      const coverage = interval && coverageOf({ ...interval, coverage: stated! }, data.labels, own);
      return { name, scale, ...each[t]!, ...(coverage && { coverage }) };
    }),
  };
}

/** Which outputs are of nets that no source drives; all where there are no others. */
function freeOutputs(graphs: readonly CircuitGraph[]): (output: number) => boolean {
  const kinds = graphs.flatMap(({ topology }) => outputKinds(topology));
  const isFree = (kind: string | undefined) => kind !== drivenNet;
  return kinds.some(isFree) ? (output) => isFree(kinds[output]) : () => true;
}

function coverageOf(
  { coverage: stated, low, high }: Interval,
  labels: Float64Array,
  counts: (output: number) => boolean,
): Coverage {
  let [held, valid] = [0, 0];
  labels.forEach((label, i) => {
    if (Number.isNaN(label) || !counts(i)) return;
    valid++;
    if (label >= low[i]! && label <= high[i]!) held++;
  });
  return { stated, found: held / valid };
}

/** The split to evaluate on: test where there is one, else valid, else train. */
export function lastSplit(splits: Readonly<Record<SplitName, number>>): SplitName {
  return splitNames.findLast((name) => splits[name] > 0) ?? "test";
}
