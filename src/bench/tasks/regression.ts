import { rowGraph } from "../../dataset/index.js";
import { nestedSubset, type Weights } from "../../train/index.js";
import { plainValues } from "./decoder-feeds.js";
import type { EncoderName, RegressionTask } from "./definitions.js";
import type { TaskEncoder } from "./encoder.js";
import { kindsEncoder } from "./kinds-encoder.js";
import { type EncoderPaths, openTaskEncoder } from "./open-encoder.js";
import { chooseRows, isParameterLearner, type ParameterLearner } from "./parameter-learners.js";
import { testParameters } from "./parameter-tests.js";
import type { TaskPoint } from "./record.js";
import { TaskRegressor } from "./regressor.js";
import type { TaskData, TopologyRows } from "./samples.js";
import { featuresOf, type RowStates, shownRows } from "./shown-rows.js";
import { centring, fitLabels, fitValues, type LabelStandard, restored } from "./standardise.js";
import type { CellControl, TaskBench } from "./task-bench.js";
import { pointsOf, pointsOfAll, type Tested } from "./tested.js";

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
  readonly states: RowStates;
}

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

  async settings(encoder: EncoderName, seed: number): Promise<Readonly<Record<string, unknown>>> {
    const { name: _, protocol: __, otherRecipe: ___, labels: shownLabels, ...task } = this.#options.task;
    const labels = shownLabels.map(({ measure, scale }) => ({ measure, scale }));
    if (isParameterLearner(encoder)) return { labels, encoder, samples: task.fewShot?.samples };
    const known = this.#settings.get(encoder) ?? (await this.#learnerOf(encoder, seed)).encoder.settings;
    this.#settings.set(encoder, known);
    return { ...task, labels, encoder: known };
  }

  run(
    fold: string,
    encoder: EncoderName,
    seed: number,
    control: CellControl,
  ): Promise<TaskPoint[] | undefined> {
    if (isParameterLearner(encoder)) return testParameters(fold, encoder, seed, this.#options);
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
    const rows = (split: readonly TopologyRows[]) =>
      split.map((each) => shownRows(each, standard, learner.states));
    const weights = await learner.regressor.fit({
      ...{ train: rows(train), valid: rows(valid), budget: task.budget, seed, signal },
      onStep: (step) => onProgress(step / task.budget.steps),
    });
    if (!weights) return undefined;
    const found: Tested[] = [];
    for (const each of test) found.push(await this.#tested(learner, weights, each, standard));
    return pointsOfAll(found, task.labels);
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
      const rows = (split: readonly TopologyRows[]) =>
        split.map((each) => shownRows(each, standard, learner.states));
      from = await learner.regressor.fit({
        ...{ train: rows(others), valid: rows(data.splits.valid.filter(isOther)) },
        ...{ budget: task.budget, seed, signal, onStep },
      });
      if (!from) return undefined;
      points.push(...pointsOf(await this.#tested(learner, from, test, standard), task.labels, 0));
    }
    for (const count of samples) {
      const subset = nestedSubset(own.labels.rows, count, seed);
      const [fit, held] = [chooseRows(own, subset.fit), chooseRows(own, subset.held)];
      const ownStandard = isAlone ? this.#labelStandard([fit]) : standard;
      const weights = await learner.regressor.fit({
        train: [shownRows(fit, ownStandard, learner.states)],
        valid: [shownRows(held, ownStandard, learner.states)],
        ...{ budget, seed, signal, onStep, from },
      });
      if (!weights) return undefined;
      points.push(...pointsOf(await this.#tested(learner, weights, test, ownStandard), task.labels, count));
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
    const predictions = await learner.regressor.predict(weights, shownRows(rows, standard, learner.states));
    return {
      part: rows.topology.name,
      predictions: restored(predictions, standard),
      labels: rows.labels.data,
    };
  }

  async #learnerOf(encoder: NetworkEncoder, seed: number): Promise<Learner> {
    const key = `${encoder} ${seed}`;
    if (this.#learner?.key === key) return this.#learner;
    await this.release();
    const { task, data, paths, threads } = this.#options;
    const { topologies, splits } = data;
    const examples = splits.train.map(({ rows }) => rowGraph(rows[0]!));
    const opened: TaskEncoder =
      encoder === "alone"
        ? { ...kindsEncoder(), settings: { encoder } }
        : await openTaskEncoder(encoder, { paths, hands: task.hands, seed, topologies, examples, threads });
    const regressor = new TaskRegressor({
      ...{ topologies, encoder: opened, threads, weightDecay: task.weightDecay },
      decoder: { ...task.decoder, outputs: task.labels.length },
      scaling: task.isStandardised || opened.messages ? fitValues(splits.train) : plainValues,
    });
    this.#learner = { key, encoder: opened, regressor, states: await featuresOf(opened, splits) };
    return this.#learner;
  }
}
