import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { main } from "../../src/cli/index.js";
import { loadCheckpoint } from "../../src/train/index.js";
import { captureContext } from "../cli/helpers.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ladders = "models/ladder-thevenin.safetensors";
const opAmps = "models/opamp-norton.safetensors";

test.each([
  ["ladder-thevenin", 0.99],
  ["opamp-norton", 0.97],
])("%s is whole, and the recipe beside it is the one that it was trained by", async (name, accuracy) => {
  const { card } = await loadCheckpoint(`${root}models/${name}.safetensors`);
  const recipe = parse(readFileSync(`${root}models/${name}.yaml`, "utf8"));
  expect(card.training.config).toEqual(recipe);
  expect(card.training.best!.metrics.accuracy).toBeGreaterThan(accuracy);
});

test.each(["circuits/ladder-3.sp", "ladder.sp", "circuits/wheatstone-bridge.sp"])(
  "it predicts examples/%s",
  async (deck) => {
    const { context, stdout } = captureContext({ cwd: root });
    const flags = ["--simulator", "embedded", "--json"];
    expect(await main(["predict", ladders, `examples/${deck}`, ...flags], context)).toBe(0);
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

test("the op-amp's network predicts the op-amp as a netlist", async () => {
  const { context, stdout } = captureContext({ cwd: root });
  const flags = ["--simulator", "embedded", "--json"];
  expect(await main(["predict", opAmps, "examples/circuits/opamp.sp", ...flags], context)).toBe(0);
  const { nets, unseenKinds } = JSON.parse(stdout()) as {
    nets: { predicted: number; simulated: number }[];
    unseenKinds: string[];
  };
  expect(unseenKinds).toEqual([]);
  expect(nets).toHaveLength(10);
  for (const { predicted, simulated } of nets) expect(Math.abs(predicted - simulated)).toBeLessThan(0.02);
});
