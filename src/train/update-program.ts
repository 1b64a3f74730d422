import {
  adamW,
  adamWFeeds,
  adamWInputs,
  type BuiltModel,
  clipByGlobalNorm,
  initialState,
  type StateLayout,
} from "../nn/index.js";
import {
  add,
  compile,
  type Expression,
  grad,
  input,
  mul,
  type Runtime,
  type SessionOptions,
  sub,
  type TensorValue,
} from "../tensor/index.js";
import { scalarsOf, vectorOf } from "./tensor-values.js";

/** All that a step changes. */
export interface TrainingState {
  /** Updates done so far. */
  readonly step: number;
  readonly parameters: Float32Array;
  readonly buffers: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** The exponential moving averages of parameters and buffers, where they are kept. */
  readonly average?: Weights;
}

/** Parameters and buffers, packed: what a prediction needs. */
export interface Weights {
  readonly parameters: Float32Array;
  readonly buffers: Float32Array;
}

/** What one update did. */
export interface Update {
  readonly state: TrainingState;
  readonly loss: number;
  /** Norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
  /** The program's other outputs, before the update. */
  readonly outputs: Readonly<Record<string, TensorValue>>;
}

/** A compiled training step of any model and loss: forward, loss, gradient, clipping, AdamW and averages as one ONNX program. */
export interface UpdateProgram {
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
  /** Fresh weights and zero moments. */
  initialState(seed: number): TrainingState;
  /** One update; `feeds` is all that model and loss are fed, `rateFactors` `[parameters]` is wanted by a program that has them. */
  update(
    state: TrainingState,
    feeds: Readonly<Record<string, TensorValue>>,
    learningRate: number,
    rateFactors?: Float32Array,
  ): Promise<Update>;
  release(): Promise<void>;
}

/** How weights are updated. */
export interface UpdateOptions extends SessionOptions {
  readonly runtime: Runtime;
  readonly weightDecay: number;
  readonly clipNorm?: number | undefined;
  readonly averageDecay?: number | undefined;
  /** Every parameter has a factor of its own on the learning rate. */
  readonly rateFactors?: boolean | undefined;
}

/** Compiles the update of a model's weights down the gradient of a loss, and outputs to be told of besides. */
export async function compileUpdate(
  { parameters, buffers, packedParameters, nextBuffers }: BuiltModel<unknown>,
  loss: Expression,
  outputs: Readonly<Record<string, Expression>>,
  { weightDecay, clipNorm, averageDecay, rateFactors: hasRateFactors, ...session }: UpdateOptions,
): Promise<UpdateProgram> {
  const [gradient] = grad(loss, [packedParameters]) as [Expression];
  const { norm, gradient: clipped } = clipByGlobalNorm(gradient, clipNorm ?? 1);
  const moments = {
    firstMoment: input("firstMoment", [parameters.size]),
    secondMoment: input("secondMoment", [parameters.size]),
  };
  const rates = adamWInputs();
  const ratesOfEach = hasRateFactors && {
    learningRate: mul(input("rateFactors", [parameters.size]), rates.learningRate),
  };
  const next = adamW(packedParameters, clipNorm === undefined ? gradient : clipped, moments, {
    ...rates,
    ...ratesOfEach,
  });
  const program = await compile(
    {
      ...outputs,
      loss,
      gradientNorm: norm,
      "next/parameters": next.parameters,
      "next/firstMoment": next.firstMoment,
      "next/secondMoment": next.secondMoment,
      ...(buffers.size > 0 && { "next/buffers": nextBuffers }),
      ...(averageDecay !== undefined &&
        averagesOf(next.parameters, buffers.size > 0 ? nextBuffers : undefined)),
    },
    session,
  );

  return {
    parameters,
    buffers,
    initialState(seed) {
      const weights = {
        parameters: initialState(parameters, seed),
        buffers: initialState(buffers, seed),
      };
      return {
        step: 0,
        ...weights,
        firstMoment: new Float32Array(parameters.size),
        secondMoment: new Float32Array(parameters.size),
        ...(averageDecay !== undefined && { average: weights }),
      };
    },
    async update(state, feeds, learningRate, rateFactors) {
      const step = state.step + 1;
      const out = await program.run({
        ...feeds,
        ...(rateFactors && { rateFactors: vectorOf(rateFactors) }),
        parameters: vectorOf(state.parameters),
        buffers: vectorOf(state.buffers),
        firstMoment: vectorOf(state.firstMoment),
        secondMoment: vectorOf(state.secondMoment),
        ...(state.average && {
          averageParameters: vectorOf(state.average.parameters),
          averageBuffers: vectorOf(state.average.buffers),
        }),
        ...scalarsOf(adamWFeeds(step, learningRate, weightDecay)),
        ...scalarsOf({ averageDecay: averageDecayAt(step, averageDecay) }),
      });
      const floats = (name: string) => out[name]!.data as Float32Array;
      return {
        loss: floats("loss")[0]!,
        gradientNorm: floats("gradientNorm")[0]!,
        outputs: out,
        state: {
          step,
          parameters: floats("next/parameters"),
          buffers: out["next/buffers"] ? floats("next/buffers") : state.buffers,
          firstMoment: floats("next/firstMoment"),
          secondMoment: floats("next/secondMoment"),
          ...(state.average && {
            average: {
              parameters: floats("next/averageParameters"),
              buffers: out["next/averageBuffers"] ? floats("next/averageBuffers") : state.average.buffers,
            },
          }),
        },
      };
    },
    release: () => program.release(),
  };
}

/** The weights that are validated and kept: the averages where there are any. */
export function weightsOf({ parameters, buffers, average }: TrainingState): Weights {
  return average ?? { parameters, buffers };
}

/** The moving averages after a step, as outputs of the program. */
function averagesOf(parameters: Expression, buffers: Expression | undefined): Record<string, Expression> {
  const decay = input("averageDecay", []);
  const average = (name: string, next: Expression) => follow(input(name, next.shape), next, decay);
  return {
    "next/averageParameters": average("averageParameters", parameters),
    ...(buffers && { "next/averageBuffers": average("averageBuffers", buffers) }),
  };
}

/** The moving average of a packed vector after a step, `decay average + (1 - decay) next`, written so that what does not move stays to the last bit. */
function follow(average: Expression, next: Expression, decay: Expression): Expression {
  return add(average, mul(sub(next, average), sub(1, decay)));
}

/** Early steps are averaged over less, so that the initial weights are soon forgotten. */
function averageDecayAt(step: number, decay = 0): number {
  return Math.min(decay, (1 + step) / (10 + step));
}
