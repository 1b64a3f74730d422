import { describe, expect, it } from "vitest";
import { degreeProfile, rowTable } from "../../src/core/index.js";
import { deepGen } from "../../src/model/index.js";
import {
  accuracyAtK,
  adamW,
  adamWFeeds,
  adamWInputs,
  batchAccuracyAtK,
  buildModel,
} from "../../src/nn/index.js";
import {
  compile,
  grad,
  input,
  mean,
  rowTableFeeds,
  square,
  sub,
  symmetricTable,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { entry, pack } from "../support/compare-parity.js";
import {
  deviation,
  feed,
  inNeighbours,
  type ParityCase,
  parityCases,
  type StoredTensor,
  tensorOf,
} from "../support/parity.js";

const cases = [...parityCases("deepgen3.json"), ...parityCases("deepgen3-layernorm.json")];

function setUp(parity: ParityCase, training: boolean) {
  const { config, inputs } = parity;
  const lists = inNeighbours(
    tensorOf(inputs.edge_src!).data,
    tensorOf(inputs.edge_dst!).data,
    inputs.num_nodes as number,
  );
  const profile = degreeProfile([lists]);
  const neighbours = symmetricTable("neighbours", "nodes", profile, { restore: true });
  const graph = {
    features: input("features", ["nodes", config.in as number]),
    neighbours,
    outputNodes: input("outputNodes", ["outputs"], "int32"),
  };
  const options = {
    layers: config.layers as number,
    hidden: config.hidden as number,
    convNorm: config.conv_norm as "batch",
    output: "sigmoid" as const,
  };
  const model = buildModel((scope) => deepGen(scope, [graph], options).prediction, { training });
  const loss = mean(square(sub(model.result, input("target", ["outputs"]))));
  const feeds = {
    ...rowTableFeeds("neighbours", rowTable(lists, profile)),
    features: feed(inputs.x!),
    outputNodes: feed(inputs.output_nodes!, "int32"),
    target: feed(inputs.target!),
  };
  return { model, loss, feeds, graph };
}

type SetUp = ReturnType<typeof setUp>;

interface Reference {
  readonly parameters: Readonly<Record<string, StoredTensor>>;
  readonly buffers: Readonly<Record<string, StoredTensor>>;
  readonly absolute_tolerance?: Readonly<Record<string, number>>;
}

/** Expects agreement to 1e-4 of the tensor's largest value, plus what the reference allows for it. */
function expectClose(name: string, actual: TensorValue, stored: StoredTensor | number, allowance = 0): void {
  const { data } = tensorOf(stored);
  const limit = 1e-4 * Math.max(...data.map(Math.abs)) + allowance;
  expect(actual.data.length, name).toBe(data.length);
  const largest = Math.max(...data.map((value, i) => Math.abs(value - Number(actual.data[i]))));
  expect(largest, name).toBeLessThanOrEqual(limit);
}

function expectState(
  { model: { parameters, buffers } }: SetUp,
  state: { parameters: TensorValue; buffers: TensorValue },
  { absolute_tolerance: allowed = {}, ...reference }: Reference,
): void {
  for (const { name } of parameters.entries) {
    expectClose(name, entry(parameters, state.parameters, name), reference.parameters[name]!, allowed[name]);
  }
  for (const { name } of buffers.entries) {
    expectClose(name, entry(buffers, state.buffers, name), reference.buffers[name]!, allowed[name]);
  }
}

/** A training step as a program: outputs, loss, and the state after AdamW. */
async function trainingStep({ model, loss, feeds }: SetUp, epsilon: number) {
  const { size } = model.parameters;
  const moments = { firstMoment: input("firstMoment", [size]), secondMoment: input("secondMoment", [size]) };
  const [gradient] = grad(loss, [model.packedParameters]);
  const next = adamW(model.packedParameters, gradient!, moments, adamWInputs(), { epsilon });
  const program = await compile(
    {
      y: model.result,
      loss,
      nextParameters: next.parameters,
      nextBuffers: model.nextBuffers,
      nextFirst: next.firstMoment,
      nextSecond: next.secondMoment,
    },
    { runtime },
  );
  return {
    ...program,
    run: (state: Readonly<Record<string, TensorValue>>) => program.run({ ...feeds, ...state }),
  };
}

/** The reference's three steps from the stored parameters; `after` sees the state and the loss before each update. */
async function threeSteps(
  parity: ParityCase,
  config: Readonly<Record<string, number>>,
  after: (
    step: number,
    network: SetUp,
    state: { parameters: TensorValue; buffers: TensorValue },
    loss: TensorValue,
  ) => void,
) {
  const network = setUp(parity, true);
  const { parameters, buffers } = network.model;
  const step = await trainingStep(network, config.eps!);
  const zeros: TensorValue = {
    type: "float32",
    shape: [parameters.size],
    data: new Float32Array(parameters.size),
  };
  let state = {
    parameters: pack(parameters, parity.parameters),
    buffers: pack(buffers, parity.buffers),
    firstMoment: zeros,
    secondMoment: zeros,
  };
  for (let k = 1; k <= 3; k++) {
    const scalars = Object.entries(adamWFeeds(k, config.lr!, config.weight_decay!)).map(
      ([name, value]): [string, TensorValue] => [
        name,
        { type: "float32", shape: [], data: Float32Array.of(value) },
      ],
    );
    const out = await step.run({ ...state, ...Object.fromEntries(scalars) });
    state = {
      parameters: out.nextParameters!,
      buffers: out.nextBuffers!,
      firstMoment: out.nextFirst!,
      secondMoment: out.nextSecond!,
    };
    after(k, network, state, out.loss!);
  }
  const still = adamWFeeds(4, 0, 0);
  const trained = await step.run({
    ...state,
    ...Object.fromEntries(
      Object.entries(still).map(([name, value]): [string, TensorValue] => [
        name,
        { type: "float32", shape: [], data: Float32Array.of(value) },
      ]),
    ),
  });
  await step.release();
  const { model, loss, feeds } = setUp(parity, false);
  const evaluation = await compile({ y: model.result, loss }, { runtime });
  const evaluated = await evaluation.run({ ...feeds, parameters: state.parameters, buffers: state.buffers });
  await evaluation.release();
  return { state, network, trained, evaluated };
}

describe.each(cases)("DeepGEN against reference numbers: $name", (parity) => {
  it("agrees in outputs, loss, gradients and running statistics", async () => {
    const { model, loss, feeds, graph } = setUp(parity, true);
    const [gradient, dx] = grad(loss, [model.packedParameters, graph.features]);
    const program = await compile(
      { y: model.result, loss, gradient: gradient!, dx: dx!, next: model.nextBuffers },
      { runtime },
    );
    const out = await program.run({
      ...feeds,
      parameters: pack(model.parameters, parity.parameters),
      buffers: pack(model.buffers, parity.buffers),
    });
    const { expected } = parity;
    expect(deviation(out.y!, Object.values(expected.outputs)[0] as StoredTensor)).toBeLessThan(1e-4);
    expect(deviation(out.loss!, expected.loss)).toBeLessThan(1e-4);
    expect(deviation(out.dx!, expected.gradients.inputs.x)).toBeLessThan(1e-4);
    for (const { name } of model.parameters.entries) {
      expect(
        deviation(entry(model.parameters, out.gradient!, name), expected.gradients.parameters[name]),
        name,
      ).toBeLessThan(1e-4);
    }
    for (const { name } of model.buffers.entries) {
      expect(
        deviation(entry(model.buffers, out.next!, name), expected.buffers_after[name]),
        name,
      ).toBeLessThan(1e-4);
    }
    await program.release();
  });

  it("takes the same AdamW steps, and predicts the same after them in both modes", async () => {
    const { config, steps, after_step_3: last } = parity.expected.optimizer;
    const { trained, evaluated } = await threeSteps(parity, config, (k, network, state, loss) => {
      expectClose("loss", loss, steps[k - 1].loss_before_update);
      expectState(network, state, steps[k - 1]);
    });
    expectClose("train_mode_y", trained.y!, last.train_mode_y);
    expectClose("train_mode_loss", trained.loss!, last.train_mode_loss);
    const { eval_mode_y: allowY, eval_mode_loss: allowLoss } = last.absolute_tolerance;
    expectClose("eval_mode_y", evaluated.y!, last.eval_mode_y, allowY);
    expectClose("eval_mode_loss", evaluated.loss!, last.eval_mode_loss, allowLoss);
  });

  it("takes the same steps where a large epsilon drowns rounding, to 1e-4 throughout", async () => {
    const { config, after_step_3: last } = parity.expected.optimizer_large_eps;
    const { state, network, trained, evaluated } = await threeSteps(parity, config, (k, _, __, loss) => {
      expectClose("loss", loss, last.losses_before_update[k - 1]);
    });
    expectState(network, state, last);
    expectClose("train_mode_y", trained.y!, last.train_mode_y);
    expectClose("eval_mode_y", evaluated.y!, last.eval_mode_y);
    expectClose("eval_mode_loss", evaluated.loss!, last.eval_mode_loss);
  });
});

describe.each(cases.filter(({ expected }) => expected.accuracy !== undefined))(
  "Acc@K: $name",
  ({ expected }) => {
    const { K: k, batches, dataset, per_batch: perBatch } = expected.accuracy;
    const compared = (batches as { label: StoredTensor; prediction: StoredTensor }[]).map((batch) => ({
      labels: tensorOf(batch.label).data,
      predictions: tensorOf(batch.prediction).data,
    }));

    it("is that of the paper over all labels, and that of its code batch by batch", () => {
      const all = {
        labels: compared.flatMap(({ labels }) => labels),
        predictions: compared.flatMap(({ predictions }) => predictions),
      };
      expect(accuracyAtK(all, k)).toBe(dataset.correct / dataset.total);
      expect(batchAccuracyAtK(compared, k)).toBeCloseTo(perBatch.accuracy, 8);
    });
  },
);
