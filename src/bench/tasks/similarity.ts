import { terminalGraph } from "../../graph/index.js";
import { Comparer } from "./comparer.js";
import type { EncoderName, Protocol } from "./definitions.js";
import type { TaskEncoder } from "./encoder.js";
import { nearestLabels } from "./nearest-labels.js";
import { type EncoderPaths, openTaskEncoder, type StructureEncoder } from "./open-encoder.js";
import type { TaskPoint } from "./record.js";
import {
  type SimilarityData,
  type SimilarityFold,
  similarityData,
  similarityFolds,
} from "./similarity-data.js";
import type { CellControl, TaskBench } from "./task-bench.js";
import { classesOf } from "./triples.js";

/** How the similarity task is learned under a protocol. */
export interface SimilarityTask {
  readonly protocol: Protocol;
  readonly blocks: number;
  readonly layers: number;
  readonly hidden: number;
  readonly isStandardised: boolean;
  readonly projection?: number;
  readonly pool: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

const tasks: Readonly<Record<Protocol, SimilarityTask>> = {
  faithful: {
    ...{ protocol: "faithful", blocks: 3, layers: 5, hidden: 256, isStandardised: false },
    ...{ pool: 50, steps: 1000, batchSize: 256, learningRate: 3e-4, weightDecay: 0 },
  },
  honest: {
    ...{ protocol: "honest", blocks: 1, layers: 3, hidden: 64, isStandardised: true, projection: 64 },
    ...{ pool: 32, steps: 500, batchSize: 256, learningRate: 2e-3, weightDecay: 1e-4 },
  },
};

/** The similarity task under a protocol. */
export const similarityTask = (protocol: Protocol): SimilarityTask => tasks[protocol];

interface SimilarityBenchOptions {
  readonly task: SimilarityTask;
  readonly paths: EncoderPaths;
  readonly threads: number;
}

/** One encoder with its comparer. */
interface Learner {
  readonly key: string;
  readonly encoder: TaskEncoder;
  readonly comparer: Comparer;
  /** What the encoder says of all circuits, `[circuits, width]`, where it does not learn. */
  readonly frozen: Float32Array | undefined;
}

/** The similarity task, cell by cell; what belongs to an encoder is kept from one cell to the next. */
export class SimilarityBench implements TaskBench {
  readonly data: SimilarityData;
  readonly #folds: readonly SimilarityFold[];
  readonly #options: SimilarityBenchOptions;
  readonly #settings = new Map<EncoderName, Readonly<Record<string, unknown>>>();
  #learner: Learner | undefined;

  constructor(options: SimilarityBenchOptions) {
    this.#options = options;
    this.data = similarityData(options.task.protocol);
    this.#folds = similarityFolds(this.data, options.task.protocol);
  }

  /** `all`, or each family in turn. */
  get folds(): readonly string[] {
    return this.#folds.map(({ name }) => name);
  }

  get sha256(): string {
    return this.data.sha256;
  }

  async settings(encoder: EncoderName, seed: number): Promise<Readonly<Record<string, unknown>>> {
    const { protocol: _, ...task } = this.#options.task;
    const known =
      this.#settings.get(encoder) ??
      (await this.#learnerOf(encoder as StructureEncoder, seed)).encoder.settings;
    this.#settings.set(encoder, known);
    return { ...task, encoder: known };
  }

  async run(
    fold: string,
    encoder: EncoderName,
    seed: number,
    { onProgress, signal }: CellControl,
  ): Promise<TaskPoint[] | undefined> {
    const { train, tests } = this.#folds.find(({ name }) => name === fold)!;
    const { comparer, frozen } = await this.#learnerOf(encoder as StructureEncoder, seed);
    const { steps } = this.#options.task;
    const weights = await comparer.fit(train, seed, { onStep: (step) => onProgress(step / steps), signal });
    if (!weights) return undefined;
    const guessed = frozen && nearestLabels(frozen, this.data.labels, train);
    const points: TaskPoint[] = [];
    for (const { part, triples } of tests) {
      const truth = classesOf(triples, this.data.labels);
      const found = await comparer.predict(weights, triples);
      const nearest = guessed && { nearest: shareRight(classesOf(triples, guessed), truth) };
      points.push({ part, label: "comparison", scores: { ...comparisonScores(found, truth), ...nearest } });
    }
    return points;
  }

  async release(): Promise<void> {
    await this.#learner?.comparer.release();
    await this.#learner?.encoder.release?.();
    this.#learner = undefined;
  }

  async #learnerOf(name: StructureEncoder, seed: number): Promise<Learner> {
    const key = `${name} ${seed}`;
    if (this.#learner?.key === key) return this.#learner;
    await this.release();
    const { paths, threads, task } = this.#options;
    const { topologies, labels } = this.data;
    const examples = topologies.map(({ circuit }) => terminalGraph(circuit));
    const encoder = await openTaskEncoder(name, {
      ...{ paths, hands: "states", seed, topologies, examples, threads },
    });
    const embeddings = await encoder.rowFeatures?.of(examples);
    const comparer = new Comparer({ ...task, topologies, encoder, embeddings, labels, threads });
    this.#learner = { key, encoder, comparer, frozen: await comparer.frozenEmbeddings() };
    return this.#learner;
  }
}

const shareRight = (found: Int32Array, truth: Int32Array): number =>
  truth.reduce((hits, each, i) => hits + Number(found[i] === each), 0) / truth.length;

/** Accuracy, what always saying equal reaches, and the mean of the three classes' recalls. */
function comparisonScores(found: Int32Array, truth: Int32Array): TaskPoint["scores"] {
  const counts = [0, 0, 0];
  const hits = [0, 0, 0];
  truth.forEach((each, i) => {
    counts[each]!++;
    if (found[i] === each) hits[each]!++;
  });
  const recalls = counts.flatMap((count, each) => (count > 0 ? [hits[each]! / count] : []));
  return {
    accuracy: shareRight(found, truth),
    balanced: recalls.reduce((a, b) => a + b) / recalls.length,
    trivial: counts[1]! / truth.length,
    triples: truth.length,
  };
}
