import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/cli/index.js";
import { captureContext } from "../cli/helpers.js";

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "kirchhoff-bench-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
});

async function table1(...flags: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  const code = await main(["bench", "table1", ...flags], context);
  return { code, stdout: stdout(), stderr: stderr() };
}

const tiny = ["--rows", "thevenin", "--steps", "1", "--test-rows", "2", "--seeds", "1"];

it("prints the table, and with --resume the same one as JSON", async () => {
  const first = await table1(...tiny);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("| Thévenin, zero-shot | ours |");
  expect(first.stdout).toContain(join(cwd, "runs/table1-reduced"));

  const again = await table1(...tiny, "--resume", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({
    folder: join(cwd, "runs/table1-reduced"),
    budget: "reduced",
    rows: [{ id: "thevenin", steps: [1] }],
  });
});

it("names what is wrong with its flags", async () => {
  expect(await table1(...tiny, "--rows", "theveni")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('did you mean "thevenin"?'),
  });
  expect(await table1("--seeds", "0")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("expected an integer from 1 up"),
  });
  expect((await table1("--budget", "huge")).code).toBe(2);
});
