import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadConfig, validateConfig } from "../../src/core/index.js";
import {
  contrastiveSchema,
  objectiveOf,
  pretrainJsonSchema,
  pretrainSchema,
  trainingRecipe,
  trainingRecipes,
  withSettings,
} from "../../src/train/index.js";
import { scheduleOf } from "../../src/train/schedule.js";

describe("configurations", () => {
  it("has a default for everything, and reads its own output", () => {
    const config = validateConfig(pretrainSchema, {}, "nothing");
    expect(config).toMatchObject({ dataset: { recipe: "ladder" }, network: { kind: "deepgen", layers: 15 } });
    expect(validateConfig(pretrainSchema, config, "itself")).toEqual(config);
  });

  it("has the defaults that docs/training.md shows", async () => {
    const page = await readFile(new URL("../../docs/training.md", import.meta.url), "utf8");
    const shown = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    expect(parse(shown)).toEqual(validateConfig(pretrainSchema, {}, "nothing"));
  });

  it("points at a typo", () => {
    const text = "steps: 10\nlearningRate:\n  kind: cosine\n  warmupp: 3\n";
    expect(() => loadConfig(pretrainSchema, text, "mine.yaml")).toThrow(
      /mine\.yaml:4:3[\s\S]*did you mean "warmup"/,
    );
  });

  it("refuses a warm-up that never reaches the peak, and fits the default one to the steps", () => {
    const text = "steps: 100\nlearningRate:\n  kind: cosine\n  warmup: 101\n";
    expect(() => loadConfig(pretrainSchema, text, "mine.yaml")).toThrow(
      /mine\.yaml:4:11: "learningRate\.warmup": a warm-up of 101 steps never reaches the peak[\s\S]*expected: at most 100[\s\S]*do: .*lower/,
    );
    const decay = { learningRate: { kind: "linear", warmup: 50, decaySteps: 40 } };
    expect(() => validateConfig(pretrainSchema, decay, "decay")).toThrow("never reaches the peak");
    const short = scheduleOf(validateConfig(pretrainSchema, { steps: 40 }, "short"));
    expect([1, 2, 40].map(short)).toEqual([5e-4, 1e-3, 0]);
  });

  it("describes every field to editors", () => {
    const missing: string[] = [];
    const visit = (schema: Record<string, unknown>, path: string): void => {
      for (const [key, inner] of Object.entries((schema.properties ?? {}) as Record<string, object>)) {
        const at = `${path}.${key}`;
        if (!("description" in inner)) missing.push(at);
        visit(inner as Record<string, unknown>, at);
      }
      for (const list of ["anyOf", "oneOf"]) {
        for (const [i, branch] of ((schema[list] ?? []) as Record<string, unknown>[]).entries()) {
          visit(branch, `${path}/${i}`);
        }
      }
    };
    const schema = pretrainJsonSchema();
    visit(schema, "");
    expect(missing.filter((path) => !path.startsWith(".dataset/1.recipe"))).toEqual([]);
    expect(Object.keys(schema.properties as object)).toContain("learningRate");
    expect(schema.required ?? []).toEqual([]);
  });

  it.each(Object.keys(trainingRecipes))("has a valid recipe %s", (name) => {
    const { config } = trainingRecipe(name);
    const schema = objectiveOf(config) === "contrastive" ? contrastiveSchema : pretrainSchema;
    expect(() => validateConfig<unknown>(schema, config, name)).not.toThrow();
  });

  it("trains as the paper did by ladder-paper", () => {
    expect(validateConfig(pretrainSchema, trainingRecipe("ladder-paper").config, "recipe")).toMatchObject({
      features: { scheme: "paper-resistive@1" },
      network: { kind: "deepgen", layers: 15, hidden: 128, convNorm: "batch", output: "sigmoid" },
      batchSize: 256,
      learningRate: { kind: "linear", peak: 1e-3, warmup: 1000, end: 1e-4, decaySteps: 30_000 },
      loss: { kind: "mse" },
      weightDecay: 0,
    });
  });

  it("guesses a mistyped recipe", () => {
    expect(() => trainingRecipe("lader")).toThrow(/TRAIN_UNKNOWN_RECIPE|did you mean "ladder"/);
    expect(() => trainingRecipe("constructor")).toThrow(/no training recipe/);
  });
});

describe("settings", () => {
  it("changes one value deep within and leaves the rest and the original", () => {
    const config = { learningRate: { kind: "cosine", peak: 1 }, seed: 3 };
    expect(
      withSettings(config, ["learningRate.peak=3e-4", "network={kind: deepgen, layers: 5}", "a.b=x=y"]),
    ).toEqual({
      learningRate: { kind: "cosine", peak: 3e-4 },
      seed: 3,
      network: { kind: "deepgen", layers: 5 },
      a: { b: "x=y" },
    });
    expect(config.learningRate.peak).toBe(1);
  });

  it.each(["steps", "=3", "network={kind: ["])("refuses %s", (setting) => {
    expect(() => withSettings({}, [setting])).toThrow(expect.objectContaining({ code: "TRAIN_SETTING" }));
  });

  it("cannot reach prototypes", () => {
    withSettings({}, ["__proto__.polluted=1", "constructor.prototype.polluted=1"]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
