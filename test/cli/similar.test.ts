import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";
import { tinyContrastive } from "../train/contrastive/tiny.js";
import { captureContext } from "./helpers.js";

const cwd = mkdtempSync(join(tmpdir(), "kirchhoff-cli-similar-"));
const example = (name: string) => fileURLToPath(new URL(`../../examples/circuits/${name}`, import.meta.url));

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

beforeAll(async () => {
  await writeFile(join(cwd, "tiny.yaml"), JSON.stringify(tinyContrastive));
  const made = await run("pretrain", "-c", "tiny.yaml", "--out", "model");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toMatch(/retrieval precision@1 [\d.]+, mAP/);
  expect(made.stdout).toContain("kirchhoff similar");
  mkdirSync(join(cwd, "mine/deep"), { recursive: true });
  for (const name of ["opamp.sp", "opamp-biased.sp", "ladder-3.sp", "mos-45nm.sp"])
    copyFileSync(example(name), join(cwd, "mine/deep", name));
  const cells = "cells\n.subckt a x y\nr1 x y 1\nc1 y 0 1\n.ends\n.subckt b x y\nr1 x y 1\nr2 y 0 1\n.ends\n";
  await writeFile(join(cwd, "mine/cells.cir"), cells);
  await writeFile(join(cwd, "mine/broken.sp"), "broken\nr1 a\n.ends\n");
  await writeFile(join(cwd, "mine/notes.txt"), "not a netlist");
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe("kirchhoff embed", () => {
  it("writes every circuit of a folder, and tells which files it skipped", async () => {
    const { code, stdout, stderr } = await run("embed", "mine", "--model", "model");
    expect(code).toBe(1);
    expect(stderr).toContain("skipped mine/broken.sp: ");
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => line.split(",")[0])).toEqual([
      "circuit",
      "mine/cells.cir:a",
      "mine/cells.cir:b",
      "mine/deep/ladder-3.sp",
      "mine/deep/opamp-biased.sp",
      "mine/deep/opamp.sp",
    ]);
    for (const line of lines) expect(line.split(",")).toHaveLength(17);
  });

  it("writes JSON into a file, and the same numbers for the same circuit", async () => {
    const made = await run(
      "embed",
      "mine/deep/opamp.sp",
      example("opamp.sp"),
      "-m",
      "model",
      "--json",
      "-o",
      "e.json",
    );
    expect(made.stderr).toContain(
      "note: mine/deep/opamp.sp: the encoder has not been trained on current-source",
    );
    expect(made).toMatchObject({ code: 0, stdout: "e.json: 2 circuits, 16 numbers each\n" });
    const { circuits } = JSON.parse(await readFile(join(cwd, "e.json"), "utf8"));
    expect(circuits[0].embedding).toEqual(circuits[1].embedding);
  });
});

describe("kirchhoff similar", () => {
  it("finds the nearest circuits with scores and what they share, and leaves the circuit itself out", async () => {
    const { code, stdout, stderr } = await run(
      "similar",
      "mine/deep/opamp.sp",
      "--in",
      "mine",
      "-m",
      "model",
      "--json",
    );
    expect(code).toBe(0);
    expect(stderr).toContain("skipped mine/broken.sp");
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(1);
    const { circuit, nearest } = results[0];
    expect(circuit).toBe("mine/deep/opamp.sp");
    expect(nearest).toHaveLength(4);
    expect(nearest[0]).toMatchObject({ circuit: "mine/deep/opamp-biased.sp", shared: { nmos: 5, pmos: 3 } });
    const scores = nearest.map(({ similarity }: { similarity: number }) => similarity);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeLessThanOrEqual(1.0001);
    for (const { similarity, structure, devicesInCommon } of nearest)
      expect(similarity).toBeCloseTo((structure + devicesInCommon) / 2, 12);
  });

  it("compares by structure or by devices alone", async () => {
    const by = async (what: string) => {
      const like = ["similar", "mine/cells.cir:b", "--in", "mine", "-m", "model", "--json", "--by", what];
      return JSON.parse((await run(...like)).stdout).results[0].nearest;
    };
    for (const { similarity, structure } of await by("structure")) expect(similarity).toBe(structure);
    const [first] = await by("devices");
    // One resistor of theirs, and of three devices in all.
    expect(first).toMatchObject({ circuit: "mine/cells.cir:a", shared: { resistor: 1 }, similarity: 1 / 3 });
  });

  it("takes one subcircuit of a file", async () => {
    const { stdout } = await run("similar", "mine/cells.cir:b", "--in", "mine", "-m", "model", "-n", "2");
    expect(stdout).toContain("mine/cells.cir:b: 2 devices\n");
    expect(stdout.trim().split("\n")).toHaveLength(3);
  });

  it("explains the mistakes that people make", async () => {
    const like = (file: string, ...more: string[]) => run("similar", file, "--in", "mine", ...more);
    expect((await like("none.sp", "-m", "model")).stderr).toContain("NETLIST_FILE_NOT_FOUND");
    expect((await like("mine/broken.sp", "-m", "model")).stderr).toContain("CLI_NO_CIRCUIT");
    expect((await like("mine/cells.cir:c", "-m", "model")).stderr).toContain("CLI_NO_CIRCUIT");
    expect((await like("mine/deep/opamp.sp", "-m", "nowhere")).stderr).toContain("CHECKPOINT_NOT_FOUND");
    expect((await run("similar", "mine/deep/opamp.sp")).code).toBe(2);
    expect((await run("predict", "model", "mine/deep/opamp.sp")).stderr).toContain("CHECKPOINT_KIND");
    expect((await run("pretrain", "dice", "--recipe", "ladder")).stderr).toContain("TRAIN_SETTING");
    const shown = await run("pretrain", "dice", "--set", "network.hidden=32", "--show-config");
    expect(shown.stdout).toContain("hidden: 32");
    expect(shown.stdout).toContain("ownNegatives: true");
    expect(
      (await run("pretrain", "dice", "--set", "circuits.train=[inv,nadn]", "--out", "x")).stderr,
    ).toContain('did you mean "nand"?');
  });
});
