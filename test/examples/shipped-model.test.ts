import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { main } from "../../src/cli/index.js";
import { loadCheckpoint } from "../../src/train/index.js";
import { captureContext } from "../cli/helpers.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const model = "models/ladder-thevenin.safetensors";

test("the shipped network is whole, and the recipe beside it is the one that it was trained by", async () => {
  const { card } = await loadCheckpoint(root + model);
  const recipe = parse(readFileSync(`${root}models/ladder-thevenin.yaml`, "utf8"));
  expect(card.training.config).toEqual(recipe);
  expect(card.training.best!.metrics.accuracy).toBeGreaterThan(0.99);
});

test.each(["circuits/ladder-3.sp", "ladder.sp", "circuits/wheatstone-bridge.sp"])(
  "it predicts examples/%s",
  async (deck) => {
    const { context, stdout } = captureContext({ cwd: root });
    const flags = ["--simulator", "embedded", "--json"];
    expect(await main(["predict", model, `examples/${deck}`, ...flags], context)).toBe(0);
    const { nets, unseenKinds } = JSON.parse(stdout()) as {
      nets: { predicted: number; simulated: number }[];
      unseenKinds: string[];
    };
    expect(unseenKinds).toEqual([]);
    expect(nets.length).toBeGreaterThan(5);
    const highest = Math.max(...nets.map(({ simulated }) => simulated));
    for (const { predicted, simulated } of nets) {
      expect(Math.abs(predicted - simulated) / highest).toBeLessThan(0.005);
    }
  },
);
