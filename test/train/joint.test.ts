import { expect, test } from "vitest";
import { buildModel, linear } from "../../src/nn/index.js";
import { input } from "../../src/tensor/index.js";
import { pretrain } from "../../src/train/index.js";

const config = {
  dataset: { recipe: "ladder", rows: 60 },
  network: { kind: "deepgen", layers: 2, hidden: 8 },
  batchSize: 8,
  steps: 3,
  threads: 1,
  validation: { every: 3 },
};

test("voltages and likeness are learned by one network, which is stored like any other", async () => {
  const contrast = { circuits: ["passive-networks"], members: 3, circuitsPerStep: 3, perLabel: 2, weight: 1 };
  const losses: number[] = [];
  const both = await pretrain({ ...config, contrast }, { onProgress: ({ loss }) => losses.push(loss) });
  const alone = await pretrain(config);
  expect([...both.checkpoint.tensors.keys()]).toEqual([...alone.checkpoint.tensors.keys()]);
  expect(losses.every(Number.isFinite)).toBe(true);
  const [a, b] = [both, alone].map(({ checkpoint }) => checkpoint.tensors.get("input.weight")!.data);
  expect(a).not.toEqual(b);
  const again = await pretrain({ ...config, contrast });
  expect(again.checkpoint.tensors).toEqual(both.checkpoint.tensors);
});

test("a second pass of a scope takes the tensors of the first", () => {
  const { parameters } = buildModel(
    (scope) => {
      linear(scope.child("a"), input("x", ["rows", 2]), 3);
      return linear(scope.again().child("a"), input("y", ["others", 2]), 3);
    },
    { training: true },
  );
  expect(parameters.entries.map(({ name }) => name)).toEqual(["a.weight", "a.bias"]);
});
