import { describe, expect, it } from "vitest";
import { generateInMemory, namedRecipe } from "../../src/dataset/index.js";
import { loadSplit, Predictor, pretrain } from "../../src/train/index.js";

const config = {
  dataset: { recipe: "ladder", rows: 200 },
  network: { kind: "deepgen", layers: 5, hidden: 8, earlyHeads: 2 },
  ...{ steps: 3, batchSize: 16, threads: 1 },
};

describe("early heads", () => {
  it("are trained beside the last head and change no prediction", async () => {
    const { checkpoint } = await pretrain(config);
    const names = [...checkpoint.tensors.keys()].filter((name) => name.startsWith("head.early."));
    expect(new Set(names.map((name) => name.split(".")[2]))).toEqual(new Set(["0", "1"]));

    const { graphs } = await loadSplit(await generateInMemory(namedRecipe("ladder"), { count: 60 }), "train");
    const predict = async (network: object, tensors = checkpoint.tensors) => {
      const card = { ...checkpoint.card, network: { ...checkpoint.card.network, ...network } };
      const predictor = await Predictor.of({ card, tensors } as typeof checkpoint, { threads: 1 });
      const outputs = await predictor.predict(graphs.slice(0, 4));
      await predictor.release();
      return outputs;
    };
    const last = new Map([...checkpoint.tensors].filter(([name]) => !names.includes(name)));
    expect(await predict({ earlyHeads: 0 }, last)).toEqual(await predict({}));
  });
});
