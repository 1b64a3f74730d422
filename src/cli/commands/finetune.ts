import { type Command, Option } from "commander";
import type { Dataset } from "../../dataset/index.js";
import type { FinetuneConfig, FinetuneProgress, FinetuneResult } from "../../train/index.js";
import { type EvaluationRow, evaluationTable } from "../evaluation-table.js";
import { type CliContext, contextOf, createProgress, onInterrupt, type Progress } from "../index.js";

interface FinetuneFlags {
  readonly from?: string;
  readonly data?: string;
  readonly recipe: string;
  readonly target: readonly string[];
  readonly samples?: string;
  readonly headOnly?: true;
  readonly scratch?: true;
  readonly compare?: true;
  readonly members?: string;
  readonly coverage?: string;
  readonly steps?: string;
  readonly out?: string;
  readonly set: readonly string[];
  readonly device?: string;
  readonly threads?: string;
  readonly resume?: string;
  readonly showConfig?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff finetune`: a pretrained network and a few samples to a network for another circuit or another quantity. */
export function register(program: Command): void {
  program
    .command("finetune")
    .description("fine-tune a pretrained network to few samples of another circuit or of its measures")
    .option("--from <model>", "pretrained network: a checkpoint, or the folder of a training run")
    .option("-d, --data <folder|name>", "dataset: a folder, or a recipe by name, labelled in memory")
    .option("--recipe <name>", "settings: few-shot, paper-voltages, paper-gain, paper-rout", "few-shot")
    .option(
      "--target <name>",
      "what to learn: voltages (default), or a measure of the dataset, with :log behind it on a logarithmic scale; repeatable",
      append,
      [],
    )
    .option("-n, --samples <number>", "rows of the training split to learn from (default: all)")
    .option("--head-only", "leave all but the head as it is")
    .option("--scratch", "take the architecture and the features alone, and begin with fresh weights")
    .option("--compare", "also train from scratch, by the same steps, in <out>-scratch, and print both")
    .option("--members <K>", "networks of an ensemble (default: 1)")
    .option("--coverage <share>", "share of true values that intervals shall hold (default: 0.9)")
    .option("--steps <number>", "optimiser steps of each network (default: 600)")
    .option("-o, --out <folder>", "folder of the run (default: runs/finetune-<dataset>)")
    .option("-s, --set <key=value>", "change one setting, e.g. rates.backbone=0.1; repeatable", append, [])
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]))
    .option("--threads <number>", "threads inside an operator (default: the runtime's choice)")
    .option("--resume <folder>", "go on with the run in this folder")
    .option("--show-config", "print the complete configuration and stop")
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (flags: FinetuneFlags, command: Command) => {
      const context = contextOf(command);
      if (flags.resume !== undefined) return resume(flags.resume, flags, context);
      return begin(flags, context);
    });
}

const help = `
The samples are the first rows of a shuffled training split, so that fewer are always among more; every fifth is held out and decides
when to stop, and each member of an ensemble holds out another fifth. Intervals are calibrated by what was held out.
docs/fine-tuning.md explains every setting. Ctrl-C finishes the step; --resume goes on.

Examples:
  kirchhoff finetune --from models/ladder-thevenin.safetensors --data wheatstone-bridge --samples 50 --members 5 --compare
  kirchhoff finetune --from runs/opamp --data data/biased --target gain --target unityGainFrequency:log --samples 1000 --out runs/gain
  kirchhoff predict runs/gain deck.sp`;

async function begin(flags: FinetuneFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { finetune } = await import("../../train/index.js");
  const config = await configOf(flags, context.cwd);
  if (flags.showConfig) {
    const { stringify } = await import("yaml");
    context.stdout.write(stringify(config));
    return;
  }
  const shown = flags.out ?? `runs/finetune-${nameOf(config.dataset)}`;
  const data = await openData(config, flags, context);
  const run = (own: FinetuneConfig, folder: string, name: string) =>
    attend(folder, name, flags, context, (hooks) =>
      finetune(own, { folder: resolve(context.cwd, folder), data, ...hooks }),
    );
  const results = [
    { name: config.scratch ? "scratch" : "fine-tuned", result: await run(config, shown, "fine-tuning") },
  ];
  if (flags.compare) {
    const result = await run({ ...config, scratch: true, trains: "all" }, `${shown}-scratch`, "from scratch");
    results.push({ name: "scratch", result });
  }
  await report(shown, results, data.dataset, config, flags, context);
}

/** Opens the dataset once, for networks and report alike; one that is labelled in memory takes its time, and a bar. */
async function openData(config: FinetuneConfig, flags: FinetuneFlags, context: CliContext) {
  const { openFinetuneData } = await import("../../train/index.js");
  let progress: Progress | undefined;
  const interrupt = onInterrupt(context);
  try {
    return await openFinetuneData(config, {
      signal: interrupt.signal,
      onProgress({ done, total, failed }) {
        progress ??= createProgress(context, {
          label: "labelling",
          total,
          unit: "circuits",
          silent: flags.json === true || flags.quiet === true,
        });
        progress.update(done, failed > 0 ? `${failed} failed` : "");
      },
    });
  } finally {
    progress?.stop();
    interrupt.dispose();
  }
}

async function resume(folder: string, flags: FinetuneFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { readFinetuneConfig, resumeFinetune } = await import("../../train/index.js");
  const path = resolve(context.cwd, folder);
  const config = await readFinetuneConfig(path);
  const data = await openData(config, flags, context);
  const result = await attend(folder, "fine-tuning", flags, context, (hooks) =>
    resumeFinetune(path, { data, ...hooks }),
  );
  const results = [{ name: config.scratch ? "scratch" : "fine-tuned", result }];
  await report(folder, results, data.dataset, config, flags, context);
}

interface Hooks {
  readonly signal: AbortSignal;
  onProgress(progress: FinetuneProgress): void;
}

/** Runs fine-tuning with a progress bar and Ctrl-C. */
async function attend(
  folder: string,
  label: string,
  flags: FinetuneFlags,
  context: CliContext,
  work: (hooks: Hooks) => Promise<FinetuneResult>,
): Promise<FinetuneResult> {
  let progress: Progress | undefined;
  const interrupt = onInterrupt(context, { resume: `kirchhoff finetune --resume ${folder}` });
  try {
    const result = await work({
      signal: interrupt.signal,
      onProgress({ member, members, step, steps, loss, best }) {
        progress ??= createProgress(context, {
          label,
          total: members * steps,
          unit: "steps",
          silent: flags.json === true || flags.quiet === true,
        });
        const error = best ? `, held-out error ${best.metrics.rmse.toPrecision(3)}` : "";
        progress.update(member * steps + step, `network ${member + 1}, loss ${loss.toPrecision(3)}${error}`);
      },
    });
    progress?.stop();
    if (result.reason === "interrupted") interrupt.throwIfRequested();
    return result;
  } finally {
    progress?.stop();
    interrupt.dispose();
  }
}

/** Prints how well the networks predict what they have not seen: the test split, where there is one. */
async function report(
  folder: string,
  results: readonly { readonly name: string; readonly result: FinetuneResult }[],
  dataset: Dataset,
  { validation, threads }: FinetuneConfig,
  flags: FinetuneFlags,
  context: CliContext,
): Promise<void> {
  const { evaluateModel, lastSplit, Predictor } = await import("../../train/index.js");
  const { levels } = validation;
  const split = lastSplit(dataset.recipe.splits);
  const rows: EvaluationRow[] = [];
  for (const { name, result } of results) {
    const predictor = await Predictor.of(result.checkpoint!, threads === undefined ? {} : { threads });
    try {
      const evaluation = await evaluateModel(predictor, { name, dataset, split }, { levels });
      rows.push({ name, split, evaluation });
    } finally {
      await predictor.release();
    }
  }
  const { samples, steps } = results[0]!.result;
  if (flags.json) {
    const networks = rows.map(({ name, evaluation }) => ({ name, ...evaluation }));
    context.stdout.write(`${JSON.stringify({ folder, samples, steps, split, networks }, null, 2)}\n`);
    return;
  }
  context.stdout.write(
    [
      `${folder}: learned from ${samples} samples; on the ${split} split of ${dataset.recipe.name}:`,
      "",
      evaluationTable(rows, "network", levels),
      `Next:\n  kirchhoff predict ${folder} <deck.sp>\n`,
    ].join("\n"),
  );
}

/** The configuration that the flags mean: the recipe first, then --set, then the flags. */
async function configOf(flags: FinetuneFlags, cwd: string): Promise<FinetuneConfig> {
  const { resolve } = await import("node:path");
  const { validateConfig } = await import("../../core/index.js");
  const { finetuneRecipe, finetuneSchema, withSettings } = await import("../../train/index.js");
  const { from, data, device, target } = flags;
  const base = withSettings(finetuneRecipe(flags.recipe).config, flags.set);
  const number = (key: string, text: string | undefined) => text !== undefined && { [key]: Number(text) };
  const config = {
    ...base,
    ...(from !== undefined && { from: resolve(cwd, from) }),
    ...(data !== undefined && { dataset: await datasetOf(data, cwd) }),
    ...(target.length > 0 && { targets: targetsOf(target) }),
    ...number("samples", flags.samples),
    ...number("members", flags.members),
    ...number("coverage", flags.coverage),
    ...number("steps", flags.steps),
    ...number("threads", flags.threads),
    ...(flags.headOnly && { trains: "head" }),
    ...(flags.scratch && { scratch: true }),
    ...(device !== undefined && { device }),
  };
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

function nameOf(dataset: FinetuneConfig["dataset"]): string {
  if ("folder" in dataset) return dataset.folder.split(/[\\/]/).at(-1)!;
  return typeof dataset.recipe === "string" ? dataset.recipe : dataset.recipe.name;
}

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
