import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../src/cli/index.js";
import { divider } from "../size/problems.js";
import { captureContext } from "./helpers.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-size-"));
  for (const [name, text] of Object.entries(divider)) writeFileSync(join(folder, name), text);
  for (const end of ["safetensors", "json"]) {
    copyFileSync(`models/opamp-norton.${end}`, join(folder, `own.${end}`));
    copyFileSync(`models/ladder-thevenin.${end}`, join(folder, `ladder.${end}`));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd: folder });
  const exitCode = await main(["size", ...args, "--workers", "1"], context);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

test("a run with a network of its own goes on as if it had not been stopped, and only with that network", async () => {
  const named = ["problem.yaml", "--search", "bagnet-gnn-frozen", "--model", "own.safetensors"];
  const more = ["--stop", "budget", "--json"];
  await run(...named, "--out", "short", "--budget", "105", ...more);
  expect(readFileSync(join(folder, "short", "run.yaml"), "utf8")).toMatch(/^model: \.\.\/own\.safetensors$/m);
  await run("--resume", "short", "--budget", "107", "--json");
  await run(...named, "--out", "whole", "--budget", "107", ...more);
  const designsOf = (name: string) =>
    readFileSync(join(folder, name, "journal.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ design, comparison }) => ({ design, comparison }));
  const [resumed, whole] = [designsOf("short"), designsOf("whole")];
  expect(resumed.length).toBe(107);
  expect(resumed).toEqual(whole);
  expect(whole.at(-1)!.comparison.specs.length).toBeGreaterThan(0);

  for (const end of ["safetensors", "json"])
    copyFileSync(join(folder, `ladder.${end}`), join(folder, `own.${end}`));
  const { stderr } = await run("--resume", "short", "--budget", "110");
  expect(stderr).toMatch(/SIZE_NETWORK_(UNFIT|CHANGED)/);
});

test("a network is refused where the search has none, and where it never saw what the circuit has", async () => {
  const { stderr } = await run("problem.yaml", "--search", "random", "--model", "own.safetensors");
  expect(stderr).toMatch(/CLI_SIZE_MODEL[\s\S]*bagnet-gnn/);
  const unfit = await run(
    "problem.yaml",
    "--search",
    "bagnet-gnn",
    "--model",
    "ladder.safetensors",
    "--out",
    "x",
  );
  expect(unfit.stderr).toMatch(/SIZE_NETWORK_UNFIT[\s\S]*capacitor/);
});
