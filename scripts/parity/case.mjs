import { dot } from "./naive.mjs";

const round = (value) => Number(value.toPrecision(10));
const rounded = ({ shape, data }) => ({ shape, data: data.map(round) });
const roundedAll = (tensors) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, value]) => [
      name,
      typeof value === "number" ? round(value) : rounded(value),
    ]),
  );

/**
 * Derivatives of `loss()` by each number of `tensor`: central differences with two steps, which must agree, so that no kink lies
 * between. Residues of rounding are written as 0.
 */
export function differences(tensor, loss) {
  const derivative = (i, step) => {
    const at = tensor.data[i];
    tensor.data[i] = at + step;
    const above = loss();
    tensor.data[i] = at - step;
    const below = loss();
    tensor.data[i] = at;
    return (above - below) / (2 * step);
  };
  const data = tensor.data.map((_, i) => {
    const [coarse, fine] = [derivative(i, 2e-5), derivative(i, 1e-5)];
    if (Math.abs(coarse - fine) > 1e-7 * (1 + Math.abs(fine)))
      throw new Error(`a kink at entry ${i} (${coarse}, ${fine}): take another seed`);
    return Math.abs(fine) < 2e-9 ? 0 : fine;
  });
  return { shape: tensor.shape, data };
}

/** The loss of a case: mean squared error where it has a target, else the sum of cotangents times outputs. */
function defaultLoss(outputs, inputs) {
  if (inputs.target) {
    const [{ data }] = Object.values(outputs);
    return data.reduce((sum, value, i) => sum + (value - inputs.target.data[i]) ** 2, 0) / data.length;
  }
  return Object.entries(outputs).reduce((sum, [name, { data }]) => {
    const cotangent = inputs[`cotangent.${name}`] ?? (name === "y" ? inputs.cotangent : undefined);
    return cotangent ? sum + dot(data, cotangent.data) : sum;
  }, 0);
}

/**
 * One case in the format of the parity files. `forward(p, inputs, norms)` gives outputs by name; it may give `loss` among them.
 * `by` names the inputs with a gradient.
 */
export function parityCase({ forward, by = [], training = true, ...rest }) {
  const { name, description, config = {}, parameters = {}, buffers = {}, inputs } = rest;
  const norms = { training, buffers, after: {} };
  const evaluate = () => {
    const { loss, ...outputs } = forward(parameters, inputs, norms);
    return { outputs, loss: loss ?? defaultLoss(outputs, inputs) };
  };
  const { outputs, loss } = evaluate();
  const after = training ? norms.after : buffers;
  const gradientOf = (tensors, names) =>
    roundedAll(
      Object.fromEntries(names.map((key) => [key, differences(tensors[key], () => evaluate().loss)])),
    );
  return {
    name,
    description,
    config,
    parameters,
    buffers,
    inputs,
    expected: {
      outputs: roundedAll(outputs),
      loss: round(loss),
      gradients: {
        parameters: gradientOf(parameters, Object.keys(parameters)),
        inputs: gradientOf(inputs, by),
      },
      buffers_after: roundedAll(after),
    },
  };
}
