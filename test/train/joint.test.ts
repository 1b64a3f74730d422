import { expect, test } from "vitest";
import { namedRecipe } from "../../src/dataset/index.js";
import { buildModel, linear } from "../../src/nn/index.js";
import { input } from "../../src/tensor/index.js";
import {
  contrastiveSchema,
  namedCircuits,
  pretrain,
  pretrainSchema,
  resumePretrain,
  trainingRecipe,
} from "../../src/train/index.js";
import { temporaryFolder, weightsIn } from "./folders.js";

const config = {
  dataset: { recipe: "ladder", rows: 60 },
  network: { kind: "deepgen", layers: 2, hidden: 8 },
  batchSize: 8,
  steps: 3,
  threads: 1,
  validation: { every: 3 },
};

const contrast = { circuits: ["passive-networks"], members: 3, circuitsPerStep: 3, perLabel: 2, weight: 1 };

test("encoders for DICE's tasks have seen no topology of theirs", () => {
  const tasks = ["delay-lines", "dice-opamps", "dice-opamps-sized"].flatMap(
    (name) => namedRecipe(name).circuits,
  );
  const topologies = tasks.flatMap((name) => {
    const known = name.replace(/@.*$/, "");
    return [known, known.replace(/_corrected$/, "")];
  });
  const seen = (words: readonly string[]) => namedCircuits(words).map(({ name }) => name);
  const joint = pretrainSchema.parse(trainingRecipe("task-joint").config).contrast!.circuits;
  const { train } = contrastiveSchema.parse(trainingRecipe("task-dice").config).circuits;
  expect([seen(joint).length, seen(train).length]).toEqual([35, 111]);
  const voltages = namedRecipe("dice-opamps-others").circuits.map((name) => name.replace(/@.*$/, ""));
  for (const name of topologies) {
    expect(seen(["dice", "corrected"])).toContain(name);
    expect([...voltages, ...seen(joint), ...seen(train)]).not.toContain(name);
  }
});

test("voltages and likeness are learned by one network, which is stored like any other", async () => {
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

test("a run that was stopped goes on to the weights of an uninterrupted one", async () => {
  const [whole, parts] = [await temporaryFolder(), await temporaryFolder()];
  await pretrain({ ...config, contrast }, { folder: whole });
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const stopped = await pretrain(
    { ...config, contrast },
    { folder: parts, signal: controller.signal, onProgress },
  );
  expect(stopped).toMatchObject({ reason: "interrupted", step: 1 });
  expect(await resumePretrain(parts)).toMatchObject({ reason: "finished", step: 3 });
  expect(await weightsIn(parts, "last")).toEqual(await weightsIn(whole, "last"));
});

test("batches of one graph leave no inputs to a second loss", async () => {
  await expect(pretrain({ ...config, contrast, batchSize: 1 })).rejects.toMatchObject({
    code: "TRAIN_BATCH_OF_ONE",
  });
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
