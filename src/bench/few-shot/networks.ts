import type { z } from "zod";
import { dividerResistance, parametricCircuit, voltIntoOutput } from "../../circuit/index.js";
import { type CircuitGraph, terminalGraph } from "../../graph/index.js";
import { type Checkpoint, graphHeadSchema, type ModelDescription } from "../../model/index.js";
import {
  FineTuner,
  fitScaling,
  type LabelledGraphs,
  Predictor,
  scaleLabels,
  type TrainerConfig,
  unscale,
  withMeasureFeatures,
} from "../../train/index.js";
import type { FewShotData, FewShotRows } from "./data.js";
import { type Matrix, rowOf } from "./matrix.js";
import type { Method } from "./method.js";

/** How a network of a figure learns. */
export interface NetworkBudget {
  readonly steps: number;
  readonly batchSize: number;
  /** In volts, or in standard deviations of a quantity of the whole circuit. */
  readonly loss: TrainerConfig["loss"];
  /** Steps between looks at the held-out samples, and looks without a better result before training stops. */
  readonly every: number;
  readonly patience: number;
  /** What makes a result better: less squared error, or a higher Acc@K with the figure's K. */
  readonly by: TrainerConfig["validation"]["by"];
  /** Largest learning rate of pretrained and of fresh weights. */
  readonly rates: { readonly pretrained: number; readonly scratch: number };
}

/** What {@link networkMethod} is made for. */
export interface NetworkOptions {
  readonly checkpoint: Checkpoint;
  readonly weights: "pretrained" | "scratch";
  /** The head where a quantity of the whole circuit is learned; absent where voltages are. */
  readonly head?: z.input<typeof graphHeadSchema> | undefined;
  /** The whole network (default), or its head alone on a backbone that stays as it is. */
  readonly trains?: "all" | "head" | undefined;
  /** Whether it is given each circuit with a volt driven into the output, from which a voltage tells the output resistance. */
  readonly isProbed?: boolean | undefined;
  readonly budget: NetworkBudget;
  /** K of Acc@K. */
  readonly levels: number;
  readonly threads: number;
}

/** A network that is fine-tuned to the samples, or learns from them alone. Its programs are compiled once. */
export function networkMethod(options: NetworkOptions): Method {
  const { checkpoint, weights, trains = "all", isProbed = false, budget } = options;
  const { network, scheme, training } = checkpoint.card;
  const head = options.head && graphHeadSchema.parse(options.head);
  const model: ModelDescription = {
    network,
    scheme,
    ...(head && { head, targets: [{ name: "target", scale: "linear", mean: 0, std: 1 }] }),
  };
  const measureFeatures = head !== undefined && trains === "all";
  const config = configOf(options);
  let tuner: FineTuner | undefined;
  let data: FewShotData | undefined;
  return {
    settings: {
      network,
      ...(head && { head, measureFeatures }),
      ...(trains === "head" && { trains }),
      ...(isProbed && { isProbed }),
      ...(weights === "pretrained" && { pretrainedSteps: training.step }),
      budget: { ...budget, rates: budget.rates[weights] },
    },
    async predict(lesson) {
      const { subset, seed, signal } = lesson;
      data ??= isProbed ? probedData(lesson.data) : lesson.data;
      tuner ??= new FineTuner({
        model: measureFeatures ? { ...model, scheme: withMeasureFeatures(scheme, data.train.graphs) } : model,
        graphs: graphsOf(data),
        config,
        trains,
      });
      const known = labelledGraphs(data.train, subset.fit);
      const scaling = head && fitScaling(known, [{ name: "target", scale: "linear" }]);
      const scaled = (graphs: LabelledGraphs) => (scaling ? scaleLabels(graphs, scaling) : graphs);
      const fitted = await tuner.fit(
        {
          seed,
          train: scaled(known),
          valid: scaled(labelledGraphs(data.train, subset.held)),
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
  return asItIs(checkpoint, threads, {
    settings: {},
    graphs: ({ graphs }) => graphs,
    read: (voltages) => voltages,
  });
}

/** Likewise for output resistances: asked for the voltage that tells them, of each circuit with a test source at its output. */
export function zeroShotResistanceMethod(checkpoint: Checkpoint, threads: number): Method {
  return asItIs(checkpoint, threads, {
    settings: { asVoltage: true },
    graphs: probedGraphs,
    read(voltages, circuits) {
      const outputs = voltages.length / circuits;
      return Array.from({ length: circuits }, (_, i) => dividerResistance(voltages[(i + 1) * outputs - 1]!));
    },
  });
}

/** The circuits of rows, which are of one topology, a volt driven into the output of each. */
function probedGraphs({ rows }: FewShotRows): CircuitGraph[] {
  const graphs = rows.map(({ circuitName, values }) => {
    const circuit = parametricCircuit(circuitName).build(values);
    return terminalGraph(voltIntoOutput(circuit, circuit.outputs!.at(-1)!));
  });
  return graphs.map(({ values }) => ({ topology: graphs[0]!.topology, values }));
}

function probedData(data: FewShotData): FewShotData {
  const probed = (rows: FewShotRows) => ({ ...rows, graphs: probedGraphs(rows) });
  return { ...data, train: probed(data.train), test: probed(data.test) };
}

/** What a network that stays as it is is asked of test rows, and how its voltages answer. */
interface Question {
  readonly settings: Readonly<Record<string, unknown>>;
  graphs(rows: FewShotRows): readonly CircuitGraph[];
  read(voltages: ArrayLike<number>, circuits: number): ArrayLike<number>;
}

function asItIs(checkpoint: Checkpoint, threads: number, { settings, graphs, read }: Question): Method {
  const { network, training } = checkpoint.card;
  return {
    settings: { network, pretrainedSteps: training.step, ...settings },
    async predict({ data: { test } }) {
      const predictor = await Predictor.of(checkpoint, { threads });
      try {
        const asked = graphs(test);
        return matrixLike(test.labels, read(await predictor.predict(asked), asked.length));
      } finally {
        await predictor.release();
      }
    },
  };
}

function configOf({ budget, weights, levels, threads }: NetworkOptions): TrainerConfig {
  const { steps, batchSize, loss, every, patience, by, rates } = budget;
  return {
    seed: 1,
    loss,
    batchSize,
    steps,
    learningRate: { kind: "cosine", peak: rates[weights], warmup: Math.min(20, steps), end: 0 },
    weightDecay: 0,
    clipNorm: 1,
    validation: { every, patience, levels, by },
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
