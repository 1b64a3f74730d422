import { RandomStream } from "../../core/index.js";
import {
  adamW,
  adamWFeeds,
  adamWInputs,
  buildModel,
  cosineSchedule,
  initialState,
  mlp as layersOf,
  meanSquaredError,
} from "../../nn/index.js";
import { compile, type Expression, grad, input, type Program, type TensorValue } from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { basisOf, momentsOf, standardiserOf } from "./columns.js";
import { type Examples, type Matrix, meanSquaredDifference, type Regressor, selectRows } from "./matrix.js";

const layers = 3;
const hidden = 128;
const mostRows = 64;
const peak = 1e-3;
/** Steps between looks at the held-out examples, and looks without a better error before training stops. */
const every = 50;
const patience = 6;

interface MlpPrograms {
  readonly initial: (seed: number) => { parameters: Float32Array; buffers: Float32Array };
  readonly train: Program;
  readonly predict: Program;
}

/**
 * A multilayer perceptron on all parameters of a circuit at once, values and logarithms: three layers of 128 with batch norms, AdamW; the
 * weights that do best on the held-out examples are kept. It compiles its programs once for each number of inputs and targets.
 */
export class Mlp {
  readonly #threads: number;
  readonly #steps: number;
  readonly #programs = new Map<string, Promise<MlpPrograms>>();

  constructor({ threads = 1, steps = 1000 }: { readonly threads?: number; readonly steps?: number } = {}) {
    this.#threads = threads;
    this.#steps = steps;
  }

  async learn(fit: Examples, held: Examples, seed: number): Promise<Regressor> {
    const toBasis = basisOf("both", fit.inputs);
    const standardise = standardiserOf(toBasis(fit.inputs));
    const encode = (inputs: Matrix) => standardise(toBasis(inputs));
    const scale = targetScale(fit.targets);
    const steps = this.#steps;
    const { train, predict, initial } = await this.#compiled(encode(fit.inputs).columns, fit.targets.columns);
    const x = encode(fit.inputs);
    const y = scale.forward(fit.targets);
    const heldX = encode(held.inputs);
    const heldY = scale.forward(held.targets);
    const rows = Math.min(mostRows, x.rows);
    const rates = cosineSchedule({ peak, warmup: 20, total: steps, end: 0 });
    const predictWith = async (weights: Weights, inputs: Matrix): Promise<Matrix> => {
      const out = await predict.run({ x: tensorOf(inputs), ...weights });
      return { rows: inputs.rows, columns: y.columns, data: Float64Array.from(floats(out.predictions)) };
    };

    let weights = weightsOf(initial(seed));
    let moments = { firstMoment: zerosLike(weights.parameters), secondMoment: zerosLike(weights.parameters) };
    let best = { weights, error: Number.POSITIVE_INFINITY, step: 0 };
    for (let step = 1; step <= steps && step - best.step <= patience * every; step++) {
      const chosen = new RandomStream(seed, "mlp/batch", step).permutation(x.rows).subarray(0, rows);
      const out = await train.run({
        x: tensorOf(selectRows(x, chosen)),
        y: tensorOf(selectRows(y, chosen)),
        ...weights,
        ...moments,
        ...scalars(adamWFeeds(step, rates(step), 0)),
      });
      weights = { parameters: out["next/parameters"]!, buffers: out["next/buffers"]! };
      moments = { firstMoment: out["next/firstMoment"]!, secondMoment: out["next/secondMoment"]! };
      if (step % every !== 0) continue;
      const error = meanSquaredDifference(await predictWith(weights, heldX), heldY);
      if (error < best.error) best = { weights, error, step };
    }
    return async (inputs) => scale.backward(await predictWith(best.weights, encode(inputs)));
  }

  async release(): Promise<void> {
    for (const programs of this.#programs.values()) {
      const { train, predict } = await programs;
      await Promise.all([train.release(), predict.release()]);
    }
    this.#programs.clear();
  }

  #compiled(inputs: number, outputs: number): Promise<MlpPrograms> {
    const key = `${inputs} ${outputs}`;
    const known = this.#programs.get(key);
    if (known) return known;
    const made = compileMlp(inputs, outputs, this.#threads);
    this.#programs.set(key, made);
    return made;
  }
}

async function compileMlp(inputs: number, outputs: number, threads: number): Promise<MlpPrograms> {
  const x = input("x", ["rows", inputs]);
  const modelFor = (training: boolean) =>
    buildModel((scope) => layersOf(scope, x, { layers, hidden, outputs }), { training });
  const { parameters, buffers, packedParameters, nextBuffers, result } = modelFor(true);
  const [gradient] = grad(meanSquaredError(result, input("y", ["rows", outputs])), [packedParameters]) as [
    Expression,
  ];
  const moments = {
    firstMoment: input("firstMoment", [parameters.size]),
    secondMoment: input("secondMoment", [parameters.size]),
  };
  const next = adamW(packedParameters, gradient, moments, adamWInputs());
  const session = { runtime: nodeRuntime, threads };
  return {
    initial: (seed) => ({ parameters: initialState(parameters, seed), buffers: initialState(buffers, seed) }),
    train: await compile(
      {
        "next/parameters": next.parameters,
        "next/firstMoment": next.firstMoment,
        "next/secondMoment": next.secondMoment,
        "next/buffers": nextBuffers,
      },
      session,
    ),
    predict: await compile({ predictions: modelFor(false).result }, session),
  };
}

interface Weights {
  readonly parameters: TensorValue;
  readonly buffers: TensorValue;
  readonly [name: string]: TensorValue;
}

const weightsOf = ({
  parameters,
  buffers,
}: {
  parameters: Float32Array;
  buffers: Float32Array;
}): Weights => ({
  parameters: vector(parameters),
  buffers: vector(buffers),
});

const vector = (data: Float32Array): TensorValue => ({ type: "float32", shape: [data.length], data });
const zerosLike = ({ data }: TensorValue): TensorValue => vector(new Float32Array(data.length));
const floats = (value: TensorValue | undefined) => value!.data as Float32Array;

const scalars = (values: Readonly<Record<string, number>>): Record<string, TensorValue> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { type: "float32", shape: [], data: Float32Array.of(value) } as const,
    ]),
  );

function tensorOf({ rows, columns, data }: Matrix): TensorValue {
  return { type: "float32", shape: [rows, columns], data: Float32Array.from(data) };
}

/** Targets to zero mean and unit variance, and back. */
function targetScale(known: Matrix): { forward: (m: Matrix) => Matrix; backward: (m: Matrix) => Matrix } {
  const moments = Array.from({ length: known.columns }, (_, o) => {
    const { mean, deviation } = momentsOf(known, o);
    return { mean, deviation: deviation > 0 ? deviation : 1 };
  });
  const map = (m: Matrix, entry: (value: number, o: number) => number): Matrix => ({
    ...m,
    data: m.data.map((value, i) => entry(value, i % m.columns)),
  });
  return {
    forward: (m) => map(m, (value, o) => (value - moments[o]!.mean) / moments[o]!.deviation),
    backward: (m) => map(m, (value, o) => value * moments[o]!.deviation + moments[o]!.mean),
  };
}
