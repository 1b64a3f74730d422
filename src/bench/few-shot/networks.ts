import type { CircuitGraph } from "../../graph/index.js";
import { type Checkpoint, graphHeadSchema, type ModelDescription } from "../../model/index.js";
import {
  FineTuner,
  fitScaling,
  type LabelledGraphs,
  Predictor,
  scaleLabels,
  type TrainerConfig,
  unscale,
} from "../../train/index.js";
import { type FewShotData, type FewShotRows, validOf } from "./data.js";
import { type Matrix, rowOf } from "./matrix.js";
import { constantPrediction, type Method } from "./method.js";

/** How a network of a figure learns: the same whether its weights are pretrained or fresh, but for the learning rate. */
export interface NetworkBudget {
  readonly steps: number;
  readonly batchSize: number;
  /** Steps between looks at the held-out samples, and looks without a better error before training stops. */
  readonly every: number;
  readonly patience: number;
  /** Largest learning rate of pretrained and of fresh weights. */
  readonly rates: { readonly pretrained: number; readonly scratch: number };
}

/** What {@link networkMethod} is made for. */
export interface NetworkOptions {
  readonly checkpoint: Checkpoint;
  readonly weights: "pretrained" | "scratch";
  /** How states are pooled where a quantity of the whole circuit is learned; absent where voltages are. */
  readonly pooling?: "attention" | "mean" | undefined;
  readonly budget: NetworkBudget;
  readonly threads: number;
}

/** A network that is fine-tuned to the samples, or learns from them alone. Its programs are compiled once. */
export function networkMethod({ checkpoint, weights, pooling, budget, threads }: NetworkOptions): Method {
  const { network, scheme, training } = checkpoint.card;
  const model: ModelDescription = {
    network,
    scheme,
    ...(pooling && {
      head: graphHeadSchema.parse({ pooling: { kind: pooling } }),
      targets: [{ name: "target", scale: "linear", mean: 0, std: 1 }],
    }),
  };
  const config = configOf(budget, weights, threads);
  let tuner: FineTuner | undefined;
  return {
    settings: {
      network,
      ...(pooling && { head: model.head }),
      ...(weights === "pretrained" && { pretrainedSteps: training.step }),
      budget: { ...budget, rates: budget.rates[weights] },
    },
    async predict(lesson) {
      const { data, subset, seed, signal } = lesson;
      const [fit, held] = [validOf(data.train, subset.fit), validOf(data.train, subset.held)];
      if (fit.length < 2 || held.length < 1) return constantPrediction(data, subset);
      tuner ??= new FineTuner({ model, graphs: graphsOf(data), config });
      const known = labelledGraphs(data.train, fit);
      const scaling = pooling && fitScaling(known, [{ name: "target", scale: "linear" }]);
      const scaled = (graphs: LabelledGraphs) => (scaling ? scaleLabels(graphs, scaling) : graphs);
      const fitted = await tuner.fit(
        {
          seed,
          train: scaled(known),
          valid: scaled(labelledGraphs(data.train, held)),
          ...(weights === "pretrained" && { from: checkpoint }),
        },
        {
          observer: { onStep: (step) => lesson.onProgress?.(step / budget.steps) },
          ...(signal && { signal }),
        },
      );
      if (fitted.reason === "interrupted") return undefined;
      const outputs = await tuner.predict(fitted.weights!, data.test.graphs);
      return matrixLike(data.test.labels, scaling ? unscale(outputs, scaling) : outputs);
    },
    release: async () => tuner?.release(),
  };
}

/** A pretrained network as it is. */
export function zeroShotMethod(checkpoint: Checkpoint, threads: number): Method {
  const { network, training } = checkpoint.card;
  return {
    settings: { network, pretrainedSteps: training.step },
    async predict({ data }) {
      const predictor = await Predictor.of(checkpoint, { threads });
      try {
        return matrixLike(data.test.labels, await predictor.predict(data.test.graphs));
      } finally {
        await predictor.release();
      }
    },
  };
}

function configOf(
  { steps, batchSize, every, patience, rates }: NetworkBudget,
  weights: NetworkOptions["weights"],
  threads: number,
): TrainerConfig {
  return {
    seed: 1,
    loss: { kind: "mse", delta: 0.05 },
    batchSize,
    steps,
    learningRate: { kind: "cosine", peak: rates[weights], warmup: Math.min(20, steps), end: 0 },
    weightDecay: 0,
    clipNorm: 1,
    validation: { every, patience, levels: 100, by: "error" },
    checkpointEvery: steps,
    logEvery: steps,
    device: "cpu",
    threads,
  };
}

function* graphsOf({ train, test }: FewShotData): Generator<CircuitGraph> {
  yield* train.graphs;
  yield* test.graphs;
}

function labelledGraphs({ graphs, labels }: FewShotRows, chosen: Uint32Array): LabelledGraphs {
  const values = new Float64Array(chosen.length * labels.columns);
  chosen.forEach((row, i) => {
    values.set(rowOf(labels, row), i * labels.columns);
  });
  return {
    graphs: Array.from(chosen, (row) => graphs[row]!),
    labels: values,
    offsets: Int32Array.from({ length: chosen.length + 1 }, (_, i) => i * labels.columns),
    circuits: [],
  };
}

function matrixLike({ rows, columns }: Matrix, values: ArrayLike<number>): Matrix {
  return { rows, columns, data: Float64Array.from(values) };
}
