import { rowGraph } from "../../dataset/index.js";
import { nestedSubset, type Weights } from "../../train/index.js";
import { plainValues } from "./decoder-feeds.js";
import type { EncoderName, RegressionTask } from "./definitions.js";
import type { TaskEncoder } from "./encoder.js";
import { kindsEncoder } from "./kinds-encoder.js";
import { type EncoderPaths, openTaskEncoder } from "./open-encoder.js";
import {
  chooseRows,
  learnFromParameters,
  type ParameterLearner,
  parameterLearners,
} from "./parameter-learners.js";
import type { TaskPoint } from "./record.js";
import { type RegressionRows, TaskRegressor } from "./regressor.js";
import type { TaskData, TopologyRows } from "./samples.js";
import { fitScores } from "./scores.js";
import {
  centring,
  channelStandard,
  fitLabels,
  fitValues,
  type LabelStandard,
  restored,
  standardised,
} from "./standardise.js";
import type { CellControl, TaskBench } from "./task-bench.js";

/** What {@link RegressionBench} works on. */
export interface RegressionBenchOptions {
  readonly task: RegressionTask;
  readonly data: TaskData;
  readonly paths: EncoderPaths;
  readonly threads: number;
}

/** What has a network, be it the decoder alone. */
type NetworkEncoder = Exclude<EncoderName, ParameterLearner>;

/** One encoder with its regressor and what it knows of rows. */
interface Learner {
  readonly key: string;
  readonly encoder: TaskEncoder;
  readonly regressor: TaskRegressor;
  /** By the dataset's index of a row; empty for encoders that see no values. */
  readonly features: ReadonlyMap<number, Float32Array>;
}

/** Most rows of a topology that a learner without graphs is given: its cost grows faster than theirs. */
const mostParameterRows = 1500;

/** A task with numbers as labels, cell by cell; what belongs to an encoder is kept from one cell to the next. */
export class RegressionBench implements TaskBench {
  readonly #options: RegressionBenchOptions;
  readonly #settings = new Map<EncoderName, Readonly<Record<string, unknown>>>();
  #learner: Learner | undefined;

  constructor(options: RegressionBenchOptions) {
    this.#options = options;
  }

  /** `all`, or each topology in turn. */
  get folds(): readonly string[] {
    const { task, data } = this.#options;
    return task.fewShot ? data.topologies.map(({ name }) => name) : ["all"];
  }

  get sha256(): string {
    return this.#options.data.sha256;
  }

  async settings(encoder: EncoderName): Promise<Readonly<Record<string, unknown>>> {
    const { name: _, protocol: __, labels: shownLabels, ...task } = this.#options.task;
    const labels = shownLabels.map(({ measure, scale }) => ({ measure, scale }));
    if (isParameterLearner(encoder)) return { labels, encoder, samples: task.fewShot?.samples };
    const known = this.#settings.get(encoder) ?? (await this.#learnerOf(encoder, 1)).encoder.settings;
    this.#settings.set(encoder, known);
    return { ...task, labels, encoder: known };
  }

  run(
    fold: string,
    encoder: EncoderName,
    seed: number,
    control: CellControl,
  ): Promise<TaskPoint[] | undefined> {
    if (isParameterLearner(encoder)) return this.#learnParameters(fold, encoder, seed);
    return fold === "all"
      ? this.#learnRows(encoder, seed, control)
      : this.#learnTopology(fold, encoder, seed, control);
  }

  async release(): Promise<void> {
    await this.#learner?.regressor.release();
    await this.#learner?.encoder.release?.();
    this.#learner = undefined;
  }

  /** Splits of rows: the same topologies in training and test. */
  async #learnRows(
    encoder: NetworkEncoder,
    seed: number,
    { onProgress, signal }: CellControl,
  ): Promise<TaskPoint[] | undefined> {
    const { task, data } = this.#options;
    const { train, valid, test } = data.splits;
    const learner = await this.#learnerOf(encoder, seed);
    const standard = this.#labelStandard(train);
    const rows = (split: readonly TopologyRows[]) => split.map((each) => shown(each, standard, learner));
    const weights = await learner.regressor.fit({
      ...{ train: rows(train), valid: rows(valid), budget: task.budget, seed, signal },
      onStep: (step) => onProgress(step / task.budget.steps),
    });
    if (!weights) return undefined;
    const found: Tested[] = [];
    for (const each of test) found.push(await this.#tested(learner, weights, each, standard));
    return [...this.#points("all", joined(found)), ...found.flatMap((one) => this.#points(one.part, one))];
  }

  /** One topology held out: tested as it is, and after some of its samples. */
  async #learnTopology(
    fold: string,
    encoder: NetworkEncoder,
    seed: number,
    { onProgress, signal }: CellControl,
  ): Promise<TaskPoint[] | undefined> {
    const { task, data } = this.#options;
    const { samples, budget } = task.fewShot!;
    const isOther = ({ topology }: TopologyRows) => topology.name !== fold;
    const others = data.splits.train.filter(isOther);
    const own = data.splits.train.find((rows) => !isOther(rows))!;
    const test = data.splits.test.find((rows) => !isOther(rows))!;
    const learner = await this.#learnerOf(encoder, seed);
    const isAlone = encoder === "alone";
    const standard = this.#labelStandard(others);
    const total = (isAlone ? 0 : task.budget.steps) + samples.length * budget.steps;
    const points: TaskPoint[] = [];
    let done = 0;
    const onStep = () => onProgress(++done / total);
    let from: Weights | undefined;
    if (!isAlone) {
      const rows = (split: readonly TopologyRows[]) => split.map((each) => shown(each, standard, learner));
      from = await learner.regressor.fit({
        ...{ train: rows(others), valid: rows(data.splits.valid.filter(isOther)) },
        ...{ budget: task.budget, seed, signal, onStep },
      });
      if (!from) return undefined;
      points.push(...this.#points(fold, await this.#tested(learner, from, test, standard), 0));
    }
    for (const count of samples) {
      const subset = nestedSubset(own.labels.rows, count, seed);
      const [fit, held] = [chooseRows(own, subset.fit), chooseRows(own, subset.held)];
      const ownStandard = isAlone ? this.#labelStandard([fit]) : standard;
      const weights = await learner.regressor.fit({
        train: [shown(fit, ownStandard, learner)],
        valid: [shown(held, ownStandard, learner)],
        ...{ budget, seed, signal, onStep, from },
      });
      if (!weights) return undefined;
      points.push(...this.#points(fold, await this.#tested(learner, weights, test, ownStandard), count));
    }
    return points;
  }

  async #learnParameters(fold: string, name: ParameterLearner, seed: number): Promise<TaskPoint[]> {
    const { task, data } = this.#options;
    const { train, valid, test } = data.splits;
    if (fold === "all") {
      const found: Tested[] = [];
      for (const [t, rows] of test.entries()) {
        const fit = chooseRows(train[t]!, nestedSubset(train[t]!.labels.rows, mostParameterRows, seed).fit);
        const predictions = await learnFromParameters(name, { fit, held: valid[t]!, test: rows });
        found.push({ part: rows.topology.name, predictions, labels: rows.labels.data });
      }
      return [...this.#points("all", joined(found)), ...found.flatMap((one) => this.#points(one.part, one))];
    }
    const t = data.topologies.findIndex((topology) => topology.name === fold);
    const [own, rows] = [train[t]!, test[t]!];
    const points: TaskPoint[] = [];
    for (const count of task.fewShot!.samples) {
      const subset = nestedSubset(own.labels.rows, count, seed);
      const [fit, held] = [chooseRows(own, subset.fit), chooseRows(own, subset.held)];
      const predictions = await learnFromParameters(name, { fit, held, test: rows });
      points.push(...this.#points(fold, { part: fold, predictions, labels: rows.labels.data }, count));
    }
    return points;
  }

  #labelStandard(rows: readonly TopologyRows[]): LabelStandard {
    const { task } = this.#options;
    const standard = fitLabels(rows);
    return task.isStandardised ? standard : centring(standard);
  }

  async #tested(
    learner: Learner,
    weights: Weights,
    rows: TopologyRows,
    standard: LabelStandard,
  ): Promise<Tested> {
    const predictions = await learner.regressor.predict(weights, shown(rows, standard, learner));
    return {
      part: rows.topology.name,
      predictions: restored(predictions, standard),
      labels: rows.labels.data,
    };
  }

  #points(part: string, { predictions, labels }: Tested, samples?: number): TaskPoint[] {
    const shownLabels = this.#options.task.labels;
    const column = (values: Float64Array, o: number) => values.filter((_, i) => i % shownLabels.length === o);
    return shownLabels.map((label, o) => ({
      ...(samples !== undefined && { samples }),
      part,
      label: label.measure,
      scores: fitScores(column(predictions, o), column(labels, o), label),
    }));
  }

  async #learnerOf(encoder: NetworkEncoder, seed: number): Promise<Learner> {
    const key = `${encoder} ${seed}`;
    if (this.#learner?.key === key) return this.#learner;
    await this.release();
    const { task, data, paths, threads } = this.#options;
    const { topologies, splits } = data;
    const all = Object.values(splits).flat();
    const examples = splits.train.map(({ rows }) => rowGraph(rows[0]!));
    const opened =
      encoder === "alone"
        ? { ...kindsEncoder(), settings: { encoder } }
        : await openTaskEncoder(encoder, { paths, hands: task.hands, seed, topologies, examples, threads });
    const regressor = new TaskRegressor({
      ...{ topologies, encoder: opened, threads, weightDecay: task.weightDecay },
      decoder: { ...task.decoder, outputs: task.labels.length },
      scaling: task.isStandardised ? fitValues(splits.train) : plainValues,
    });
    this.#learner = { key, encoder: opened, regressor, features: await featuresOf(opened, all) };
    return this.#learner;
  }
}

/** Predictions and labels as they are learned, `[rows, labels]`. */
interface Tested {
  readonly part: string;
  readonly predictions: Float64Array;
  readonly labels: Float64Array;
}

function joined(parts: readonly Tested[]): Tested {
  const all = (of: (part: Tested) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => [...of(part)]));
  return { part: "all", predictions: all((part) => part.predictions), labels: all((part) => part.labels) };
}

/** Rows as a regressor takes them. */
function shown(
  { topology, values, labels, rows }: TopologyRows,
  standard: LabelStandard,
  { features }: Learner,
): RegressionRows {
  return {
    ...{ topology, count: labels.rows, values: values.data, labels: standardised(labels.data, standard) },
    ...(features.size > 0 && { features: concatenated(rows.map(({ index }) => features.get(index)!)) }),
  };
}

/** What an encoder knows of each row, standardised, by the row's index. */
async function featuresOf(
  { rowFeatures }: TaskEncoder,
  splits: readonly TopologyRows[],
): Promise<Map<number, Float32Array>> {
  if (!rowFeatures) return new Map();
  const { width } = rowFeatures;
  const rows = splits.flatMap((each) => each.rows);
  const states = await rowFeatures.of(rows.map(rowGraph));
  const standard = channelStandard(states, width);
  return new Map(
    rows.map(({ index }, i) => [
      index,
      Float32Array.from(
        standardised(Float64Array.from(states.subarray(i * width, (i + 1) * width)), standard),
      ),
    ]),
  );
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]?.length ?? 0;
  const whole = new Float32Array(parts.length * width);
  parts.forEach((part, i) => {
    whole.set(part, i * width);
  });
  return whole;
}

const isParameterLearner = (name: EncoderName): name is ParameterLearner =>
  parameterLearners.some((each) => each === name);
