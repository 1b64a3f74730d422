import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const probe = "dist/tensor/node/device-probe.js";

test("a device that is absent is an error of ours alone: the runtime prints nothing beside it", () => {
  const { stdout, stderr } = spawnSync(process.execPath, [probe, "cuda"], { encoding: "utf8" });
  if (!JSON.parse(stdout).works) expect(stderr).toBe("");
  expect(JSON.parse(execFileSync(process.execPath, [probe, "cpu"], { encoding: "utf8" })).works).toBe(true);
});
