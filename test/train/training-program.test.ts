import { describe, expect, it, onTestFinished } from "vitest";
import { generateInMemory, namedRecipe, rowGraph } from "../../src/dataset/index.js";
import { featureScheme } from "../../src/graph/index.js";
import { networkSchema, prepareNetwork } from "../../src/model/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { compileTraining, type TrainingProgramOptions } from "../../src/train/training-program.js";

async function setUp(options: Partial<TrainingProgramOptions>) {
  const { rows } = await (await generateInMemory(namedRecipe("ladder-2"), { count: 20 })).split("train");
  const graphs = rows.map(rowGraph);
  const config = networkSchema.parse({ kind: "deepgen", layers: 1, hidden: 4 });
  const network = prepareNetwork(config, featureScheme("kirchhoff@1"), "any");
  const loss = { kind: "mse", delta: 1 } as const;
  const program = await compileTraining(network, { runtime, threads: 1, loss, weightDecay: 0, ...options });
  onTestFinished(() => program.release());
  const target = Float32Array.from(rows.flatMap(({ labels }) => Array.from(labels)));
  const step = (state: ReturnType<typeof program.initialState>) =>
    program.step(state, network.feeds(graphs), target, 0.01);
  return { program, step, target };
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));

describe("a training step", () => {
  it("gives the loss of the predictions that it gives", async () => {
    const { program, step, target } = await setUp({});
    const { loss, predictions } = await step(program.initialState(1));
    const mse = predictions.reduce((sum, y, i) => sum + (y - target[i]!) ** 2, 0) / target.length;
    expect(loss).toBeCloseTo(mse, 6);
  });

  it("clips the whole gradient to a norm, and tells the norm before", async () => {
    const free = await setUp({});
    const first = await free.step(free.program.initialState(1));
    expect(norm(first.state.firstMoment)).toBeCloseTo(0.1 * first.gradientNorm, 5);
    const held = await setUp({ clipNorm: first.gradientNorm / 4 });
    const clipped = await held.step(held.program.initialState(1));
    expect(clipped.gradientNorm).toBeCloseTo(first.gradientNorm, 5);
    expect(norm(clipped.state.firstMoment)).toBeCloseTo(0.1 * (first.gradientNorm / 4), 5);
    const wide = await setUp({ clipNorm: first.gradientNorm * 4 });
    expect((await wide.step(wide.program.initialState(1))).state.firstMoment).toEqual(
      first.state.firstMoment,
    );
  });

  it("follows parameters and statistics with averages that forget the beginning", async () => {
    const { program, step } = await setUp({ averageDecay: 0.25 });
    let state = program.initialState(1);
    expect(state.average!.parameters).toEqual(state.parameters);
    for (const decay of [2 / 11, 3 / 12, 0.25]) {
      const { state: next } = await step(state);
      for (const key of ["parameters", "buffers"] as const) {
        const expected = state.average![key].map(
          (average, i) => decay * average + (1 - decay) * next[key][i]!,
        );
        next.average![key].forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 5);
        });
      }
      state = next;
    }
  });
});
