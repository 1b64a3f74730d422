import { differences, parityCase } from "./case.mjs";
import * as n from "./naive.mjs";
import { linearParameters, mlpParameters, normBuffers, normParameters } from "./networks.mjs";
import { adamWStep } from "./operators.mjs";

/** Two undirected graphs, a star with a tail and a triangle with a tail, each edge in both directions; 11 nodes. */
const undirected = () => {
  const links = [
    [0, 1],
    [0, 2],
    [0, 3],
    [3, 4],
    [4, 5],
    [6, 7],
    [7, 8],
    [8, 6],
    [8, 9],
    [9, 10],
  ];
  return {
    edge_src: n.vector([...links.map(([a]) => a), ...links.map(([, b]) => b)]),
    edge_dst: n.vector([...links.map(([, b]) => b), ...links.map(([a]) => a)]),
    num_nodes: 11,
  };
};

const deepGenConfig = { layers: 2, hidden: 4, in: 3 };

function deepGenForward(convNorm) {
  return (p, inputs, norms) => {
    const lists = n.incoming(inputs, inputs.num_nodes);
    const layerNorm = (x, name) => n.layerNorm(x, p[`${name}.weight`], p[`${name}.bias`]);
    let h = n.linear(n.rowsOf(inputs.x), p, "input");
    for (let k = 0; k < deepGenConfig.layers; k++) {
      const block = `blocks.${k}`;
      const u = n.map(layerNorm(h, `${block}.norm`), n.relu);
      const m = n.map(u, (value) => value + 1e-7);
      const t = p[`${block}.t`].data[0];
      const a = lists.map((list) => {
        const values = list.map((j) => m[j]);
        return n.softmaxMean(
          values,
          n.map(values, (value) => t * value),
        );
      });
      const z = n.linear(n.add(a, u), p, `${block}.lin1`);
      const name = `${block}.mlp_norm`;
      const normal = convNorm === "batch" ? n.batchNorm(z, p, name, norms) : layerNorm(z, name);
      h = n.add(h, n.linear(n.map(normal, n.relu), p, `${block}.lin2`));
    }
    const embedding = n.map(layerNorm(h, "blocks.0.norm"), n.relu);
    const rows = inputs.output_nodes.data.map((node) => embedding[node]);
    const y = n.mlp(rows, p, "head.", 3, norms);
    return { y: n.vector(y.map(([value]) => n.sigmoid(value))) };
  };
}

/** DeepGEN with its gradients, three AdamW steps by two epsilons, and predictions after them. */
export function deepGenCases(convNorm, seed) {
  const draw = n.decimals(seed);
  const { layers, hidden, in: width } = deepGenConfig;
  const head = mlpParameters(draw, "head.", 3, [hidden, hidden, 1]);
  const parameters = { ...linearParameters(draw, "input", hidden, width) };
  const buffers = { ...head.buffers };
  for (let k = 0; k < layers; k++) {
    const block = `blocks.${k}`;
    Object.assign(parameters, normParameters(draw, `${block}.norm`, hidden), {
      [`${block}.t`]: n.vector([0.8 + 0.4 * k]),
      ...linearParameters(draw, `${block}.lin1`, 2 * hidden, hidden),
      ...normParameters(draw, `${block}.mlp_norm`, 2 * hidden),
      ...linearParameters(draw, `${block}.lin2`, hidden, 2 * hidden),
    });
    if (convNorm === "batch") Object.assign(buffers, normBuffers(draw, `${block}.mlp_norm`, 2 * hidden));
  }
  Object.assign(parameters, head.parameters);
  const output = n.vector([0, 2, 4, 5, 7, 8, 10]);
  const inputs = {
    ...undirected(),
    x: draw([11, width]),
    output_nodes: output,
    target: draw([7], { offset: 0.5, scale: 0.4 }),
  };
  const forward = deepGenForward(convNorm);
  const result = parityCase({
    name: `own deepgen, ${convNorm} norm`,
    description: "two blocks of four channels on two small graphs; finite differences",
    config: { ...deepGenConfig, conv_norm: convNorm },
    parameters,
    buffers,
    inputs,
    by: ["x"],
    forward,
  });
  const network = { parameters, buffers, inputs, forward };
  result.expected.optimizer = optimizer(network, 1e-8, result);
  result.expected.optimizer_large_eps = optimizer(network, 1e-4, result);
  return [result];
}

function optimizer({ parameters, buffers, inputs, forward }, eps, { expected }) {
  const config = { lr: 1e-3, weight_decay: 0.01, beta1: 0.9, beta2: 0.999, eps };
  const copy = (tensors) => structuredClone(tensors);
  let state = { parameters: copy(parameters), buffers: copy(buffers) };
  const moments = Object.fromEntries(
    Object.entries(parameters).map(([name, { data }]) => [
      name,
      { m: data.map(() => 0), v: data.map(() => 0) },
    ]),
  );
  const run = (training) => {
    const norms = { training, buffers: state.buffers, after: {} };
    const { y } = forward(state.parameters, inputs, norms);
    const loss =
      y.data.reduce((sum, value, i) => sum + (value - inputs.target.data[i]) ** 2, 0) / y.data.length;
    return { y, loss, after: norms.after };
  };
  const cancelled = Object.entries(expected.gradients.parameters)
    .filter(([name, { data }]) => name.endsWith(".bias") && data.every((value) => value === 0))
    .map(([name]) => name);
  const steps = [1, 2, 3].map((step) => {
    const { loss, after } = run(true);
    const gradients = Object.entries(state.parameters).map(([name, value]) => [
      name,
      differences(value, () => run(true).loss).data,
    ]);
    for (const [name, g] of gradients) {
      adamWStep({ parameter: state.parameters[name].data, ...moments[name] }, g, step, config);
    }
    state = { ...state, buffers: { ...state.buffers, ...after } };
    return {
      step,
      loss_before_update: loss,
      ...copy(state),
      absolute_tolerance: allowances(cancelled, buffers, step, config.lr),
    };
  });
  const [trained, evaluated] = [run(true), run(false)];
  const after_step_3 = {
    losses_before_update: steps.map(({ loss_before_update: loss }) => loss),
    ...copy(state),
    train_mode_y: trained.y,
    train_mode_loss: trained.loss,
    eval_mode_y: evaluated.y,
    eval_mode_loss: evaluated.loss,
    absolute_tolerance: { eval_mode_y: 0.004, eval_mode_loss: 0.004 },
  };
  return eps < 1e-6 ? { config, steps, after_step_3 } : { config, after_step_3 };
}

/**
 * In single precision the gradient of a bias that a batch norm cancels is a residue of rounding, which AdamW with a small epsilon turns
 * into a step of up to the learning rate; running means behind it follow.
 */
function allowances(cancelled, buffers, step, rate) {
  const behind = Object.keys(buffers).filter((name) => name.endsWith(".running_mean"));
  return Object.fromEntries([
    ...cancelled.map((name) => [name, 1.02 * step * rate]),
    ...(step > 1 ? behind.map((name) => [name, (step === 2 ? 0.102 : 0.295) * rate]) : []),
  ]);
}

/** Acc@K by both definitions, on a grid where differences are exact. */
export function accuracyExample() {
  const k = 4;
  const batches = [
    { label: [0, 1, 0.5, 0.25], prediction: [0.25, 1, 0.375, 0.5] },
    { label: [0.5, 0.25], prediction: [0.53125, 0.3125] },
  ];
  const score = ({ label, prediction }) => {
    const threshold = (Math.max(...label) - Math.min(...label)) / k;
    return label.filter((value, i) => Math.abs(value - prediction[i]) < threshold).length;
  };
  const all = {
    label: batches.flatMap(({ label }) => label),
    prediction: batches.flatMap((b) => b.prediction),
  };
  const stored = batches.map(({ label, prediction }) => ({
    label: n.vector(label),
    prediction: n.vector(prediction),
  }));
  const each = batches.map((batch) => score(batch) / batch.label.length);
  return {
    K: k,
    batches: stored,
    dataset: { correct: score(all), total: all.label.length },
    per_batch: { accuracy: each.reduce((a, b) => a + b) / each.length },
  };
}
