import { expect, it } from "vitest";
import { pretrain } from "../../src/train/index.js";
import { tinyConfig } from "./tiny.js";

it("learns: the loss falls well below that of predicting the mean", async () => {
  const losses: number[] = [];
  const result = await pretrain(
    { ...tinyConfig, steps: 120 },
    { onProgress: ({ loss }) => losses.push(loss) },
  );
  expect(result).toMatchObject({ reason: "finished", step: 120 });
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(losses.slice(-10))).toBeLessThan(0.4 * mean(losses.slice(0, 10)));
});
