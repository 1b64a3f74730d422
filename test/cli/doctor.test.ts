import { expect, test } from "vitest";
import { main } from "../../src/cli/index.js";
import { captureContext } from "./helpers.js";

test("doctor tries every simulator and every device, and says what those need that do not work", async () => {
  const { context, stdout, stderr } = captureContext();
  expect(await main(["doctor", "--json"], context)).toBe(0);
  const { simulators, onnxRuntime } = JSON.parse(stdout());
  expect(simulators).toContainEqual(expect.objectContaining({ simulator: "embedded", found: true }));
  expect(onnxRuntime.devices[0]).toEqual({ device: "cpu", works: true });
  for (const { device, works, needs } of onnxRuntime.devices.slice(1)) {
    expect(["webgpu", "cuda"]).toContain(device);
    if (!works) expect(needs).toContain("GPU");
  }
  expect(stderr()).toBe("");
});
