import { RandomStream } from "../../src/core/index.js";
import {
  compile,
  constant,
  type Expression,
  grad,
  input,
  mul,
  sum,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/**
 * What {@link gradientError} may be. Double precision gives 1e-9, but ONNX Runtime folds constant factors into attributes of matrix
 * products, which are single precision in any case.
 */
export const gradientTolerance = 5e-6;

/** Numbers between `low` and `high`, the same on every run. */
export function numbers(shape: readonly number[], { seed = 1, low = -2, high = 2 } = {}): Numbers {
  const random = new RandomStream(seed, "test-numbers");
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Array.from({ length: size }, () => random.uniform(low, high)) };
}

/** Feeds of a float64 program: every float32 tensor as doubles. */
export function doubles(feeds: Readonly<Record<string, TensorValue>>): Record<string, TensorValue> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, value]) => [
      name,
      value.type === "float32"
        ? { type: "float64", shape: value.shape, data: Float64Array.from(value.data as Float32Array) }
        : value,
    ]),
  );
}

/** The scalar `Σ c_i y_i` with fixed, irregular `c`, for any tensor of known shape; of others, a scalar is expected. */
export function scalarOf(y: Expression): Expression {
  if (y.shape.length === 0) return y;
  return sum(mul(y, constant(numbers(y.shape as number[], { seed: 99 }).data, y.shape as number[])));
}

/**
 * Compares the gradient of `scalarOf(build(inputs))` with central differences in float64.
 *
 * @returns the largest difference of any derivative, relative to the largest derivative of that input (or to 1e-3)
 */
export async function gradientError(
  inputs: Readonly<Record<string, Numbers>>,
  build: (x: Readonly<Record<string, Expression>>) => Expression,
  { sizes = {}, ...options }: GradientOptions & { readonly sizes?: Sizes } = {},
): Promise<number> {
  const symbols = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, input(name, sizes[name] ?? shape)]),
  );
  return gradientErrorOf(build(symbols), symbols, inputs, options);
}

/** The same for an expression that is there already, by the inputs called `symbols`. */
export async function gradientErrorOf(
  y: Expression,
  symbols: Readonly<Record<string, Expression>>,
  inputs: Readonly<Record<string, Numbers>>,
  { feeds = {}, step = 1e-5 }: GradientOptions = {},
): Promise<number> {
  const names = Object.keys(inputs);
  const loss = scalarOf(y);
  const gradients = grad(
    loss,
    names.map((name) => symbols[name]!),
  );
  const outputs = Object.fromEntries(names.map((name, i) => [`d/${name}`, gradients[i]!]));
  const program = await compile({ loss, ...outputs }, { runtime, precision: "float64" });
  const values: Record<string, TensorValue> = doubles(feeds);
  for (const name of names) {
    const { shape, data } = inputs[name]!;
    values[name] = { type: "float64", shape, data: Float64Array.from(data) };
  }
  const lossNow = async () => Number((await program.run(values)).loss!.data[0]);
  const analytic = await program.run(values);
  let worst = 0;
  for (const name of names) {
    const data = values[name]!.data as Float64Array;
    const differences = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) {
      const at = data[i]!;
      data[i] = at + step;
      const above = await lossNow();
      data[i] = at - step;
      const below = await lossNow();
      data[i] = at;
      differences[i] = (above - below) / (2 * step);
    }
    const scale = Math.max(1e-3, ...differences.map(Math.abs));
    const computed = analytic[`d/${name}`]!.data as Float64Array;
    differences.forEach((difference, i) => {
      const error = Math.abs(difference - computed[i]!) / scale;
      worst = error <= worst ? worst : error;
    });
  }
  await program.release();
  return worst;
}

/** Declared shapes of inputs whose sizes are symbolic. */
type Sizes = Readonly<Record<string, readonly (number | string)[]>>;

interface GradientOptions {
  /** Values of further inputs, which have no gradient. */
  readonly feeds?: Readonly<Record<string, TensorValue>>;
  readonly step?: number;
}
