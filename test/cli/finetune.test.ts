import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";
import { finetuneRecipes, pretrain } from "../../src/train/index.js";
import { tinyConfig } from "../train/tiny.js";
import { captureContext } from "./helpers.js";

const cwd = mkdtempSync(join(tmpdir(), "kirchhoff-cli-finetune-"));
const bridge = fileURLToPath(new URL("../../examples/circuits/wheatstone-bridge.sp", import.meta.url));

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

beforeAll(async () => {
  await pretrain({ ...tinyConfig, steps: 20 }, { folder: join(cwd, "base") });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const small = ["--steps", "20", "--threads", "1", "--set", "batchSize=16", "--set", "dataset.rows=200"];
const bridges = JSON.stringify({ recipe: "wheatstone-bridge", rows: 200 });

describe("kirchhoff finetune", () => {
  it("tunes voltages beside scratch, predicts with intervals, and says what is unlike the samples", async () => {
    const tuned = await run(
      ...["finetune", "--from", "base", "--set", `dataset=${bridges}`, "--samples", "20"],
      ...["--members", "2", "--compare", "--steps", "20", "--threads", "1", "--out", "bridge", "--quiet"],
    );
    expect(tuned).toMatchObject({ code: 0, stderr: "" });
    expect(tuned.stdout).toMatch(/bridge: learned from 20 samples; on the test split of wheatstone-bridge/);
    expect(tuned.stdout).toMatch(/fine-tuned +test .*\nscratch +test .*% \(stated/);

    const predicted = await run("predict", "bridge", bridge, "--no-simulate", "--json");
    const { nets, coverage } = JSON.parse(predicted.stdout);
    expect(coverage).toBeLessThanOrEqual(0.9);
    for (const { predicted: volts, low, high } of nets) {
      expect(low).toBeLessThan(volts);
      expect(high).toBeGreaterThan(volts);
    }
    await writeFile(join(cwd, "far.sp"), "far\nv1 in 0 400\nr1 in a 1\nr2 a 0 7k\n.end\n");
    const far = await run("predict", "bridge", "far.sp", "--no-simulate");
    expect(far.stdout).toMatch(/unlike the samples[\s\S]*voltage-source\.dc of 400 \(seen: /);
  });

  it("learns measures, prints them, and evaluates them", async () => {
    const tuned = await run(
      ...["finetune", "--from", "base", "--data", "ladder-rout", "--target", "output-resistance:log"],
      ...["--samples", "20", "--head-only", "--out", "rout", "--json", ...small],
    );
    const { networks, samples, unread } = JSON.parse(tuned.stdout);
    expect(samples).toBe(20);
    expect(unread).toEqual([]);
    expect(networks[0].targets[0].coverage.stated).toBeCloseTo(0.8, 9);
    expect(networks[0].targets[0]).toMatchObject({
      name: "output-resistance",
      scale: "log",
      r2: expect.any(Number),
    });
    const predicted = await run("predict", "rout", bridge);
    expect(predicted.stdout).toMatch(
      /measure +predicted +80 % interval\n +output-resistance +[\d.]+ m?Ω +\S+ m?Ω … /,
    );
    const evaluated = await run("evaluate", "rout", "--data", "ladder-rout", "--rows", "20");
    expect(evaluated.stdout).toMatch(/log output-resistance/);
  });

  it("guesses mistyped measures and recipes, and names all recipes in its help", async () => {
    const common = ["finetune", "--from", "base", "--data", "ladder-rout", "--out", "wrong"];
    expect((await run(...common, "--target", "output-resistence")).stderr).toContain('"output-resistance"');
    expect((await run(...common, "--recipe", "paper-voltage")).stderr).toContain('"paper-voltages"');
    const { stdout } = await run("finetune", "--help");
    for (const name of Object.keys(finetuneRecipes)) expect(stdout).toContain(name);
  });

  it("draws an accuracy curve over numbers of samples, and goes on where it was stopped", async () => {
    const curve = (...more: string[]) =>
      run(
        ...[
          "finetune",
          "--from",
          "base",
          "--set",
          `dataset=${bridges}`,
          "--out",
          "curve",
          "--quiet",
          "--compare",
        ],
        ...["--steps", "20", "--threads", "1", "--samples", ...more],
      );
    const first = await curve("10", "20");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(
      /fine-tuned, 10 samples [\s\S]*scratch, 20 samples [\s\S]*wrote curve\/curve\.svg/,
    );
    expect(first.stdout).toContain("kirchhoff predict curve/20 <deck.sp>");
    const stepsOf = async () =>
      (await readFile(join(cwd, "curve/10/members/0/journal.jsonl"), "utf8")).length;
    const before = await stepsOf();
    const again = await curve("10", "20", "5000", "--json");
    const { networks, newKinds } = JSON.parse(again.stdout);
    expect(networks.map(({ samples }: { samples: number }) => samples)).toEqual([10, 10, 20, 20, 90, 90]);
    expect(newKinds).toEqual([]);
    expect(await stepsOf()).toBeLessThan(2 * before);
    expect(await readFile(join(cwd, "curve/curve.svg"), "utf8")).toContain("Acc@");
    const other = await curve("10", "20", "--set", "seed=2");
    expect(other.stderr).toContain("TRAIN_RUN_EXISTS");
  });

  it("says what is missing, what it has fewer of, and what the pretrained network has never seen", async () => {
    expect((await run("finetune")).stderr).toContain("models/opamp-norton.safetensors");
    expect((await run("finetune", "--from", "base")).stderr).toMatch(/CLI_FINETUNE_WHAT.*no dataset/);
    const recipe = {
      name: "rd",
      circuits: [{ netlist: "d.sp", parameters: { "v1.dc": { kind: "uniform", low: 0, high: 1 } } }],
    };
    await writeFile(join(cwd, "d.sp"), "diode\nv1 in 0 1\nr1 in a 1k\nd1 a 0 dd\n.model dd d\n.end\n");
    await writeFile(join(cwd, "d.yaml"), JSON.stringify({ ...recipe, splits: { train: 10, test: 5 } }));
    await run("generate", "d.yaml", "--out", "d", "--quiet", "--simulator", "embedded");
    const tuned = await run(
      ...["finetune", "--from", "base", "--data", "./d", "--samples", "50", "--steps", "5", "--threads", "1"],
      ...["--out", "diode", "--quiet"],
    );
    expect(tuned.stdout).toContain("50 samples were asked for; there are 10");
    expect(tuned.stdout).toContain("never seen diode.anode, diode.cathode");
  });

  it("goes on with its own runs alone", async () => {
    expect((await run("finetune", "--resume", "base")).stderr).toContain("kirchhoff pretrain --resume");
    expect((await run("pretrain", "--resume", "bridge")).stderr).toContain("kirchhoff finetune --resume");
    const again = await run("finetune", "--resume", "bridge", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ samples: 20, steps: [20, 20] });
  });
});
