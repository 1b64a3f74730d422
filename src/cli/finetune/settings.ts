import type { FinetuneConfig } from "../../train/index.js";
import type { FinetuneFlags } from "./flags.js";

const fromHint =
  "of those that come trained, models/opamp-norton.safetensors knows transistors, models/ladder-thevenin.safetensors resistors";
const dataHint = "make one with kirchhoff generate, or name a recipe: --data wheatstone-bridge";

/** The configuration that the flags mean: the recipe first, then --set, then the flags. Throws CLI_FINETUNE_WHAT and CONFIG_INVALID. */
export async function configOf(flags: FinetuneFlags, cwd: string): Promise<FinetuneConfig> {
  const { resolve } = await import("node:path");
  const { KirchhoffError, validateConfig } = await import("../../core/index.js");
  const { finetuneRecipe, finetuneSchema, withSettings } = await import("../../train/index.js");
  const { from, data, device, target } = flags;
  const base = withSettings(finetuneRecipe(flags.recipe).config, flags.set);
  const missing = (what: string, option: string, hint: string) =>
    new KirchhoffError("CLI_FINETUNE_WHAT", `no ${what} is named`, {
      expected: `${option} and its path`,
      hint,
    });
  const number = (key: string, text: string | undefined) => text !== undefined && { [key]: Number(text) };
  const config = {
    ...base,
    ...(from !== undefined && { from: resolve(cwd, from) }),
    ...(data !== undefined && { dataset: await datasetOf(data, cwd) }),
    ...(target.length > 0 && { targets: targetsOf(target) }),
    ...number("samples", flags.samples?.length === 1 ? flags.samples[0] : undefined),
    ...number("members", flags.members),
    ...number("coverage", flags.coverage),
    ...number("steps", flags.steps),
    ...number("threads", flags.threads),
    ...(flags.headOnly && { trains: "head" }),
    ...(flags.scratch && { scratch: true }),
    ...(device !== undefined && { device }),
  };
  if (!("from" in config)) throw missing("pretrained network", "--from", fromHint);
  if (!("dataset" in config)) throw missing("dataset", "--data", dataHint);
  return validateConfig(finetuneSchema, config, "the settings of fine-tuning");
}

async function datasetOf(data: string, cwd: string): Promise<object> {
  const { resolve } = await import("node:path");
  const { stat } = await import("node:fs/promises");
  const folder = resolve(cwd, data);
  const isThere = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  return isThere || /[\\/]/.test(data) ? { folder } : { recipe: data };
}

function targetsOf(names: readonly string[]): unknown {
  if (names.length === 1 && names[0] === "voltages") return "voltages";
  return names.map((text) =>
    text.endsWith(":log") ? { name: text.slice(0, -4), scale: "log" } : { name: text },
  );
}

/** What a run is called after its dataset. */
export function nameOf(dataset: FinetuneConfig["dataset"]): string {
  if ("folder" in dataset) return dataset.folder.split(/[\\/]/).at(-1)!;
  return typeof dataset.recipe === "string" ? dataset.recipe : dataset.recipe.name;
}
