import { type Command, Option } from "commander";
import type { z } from "zod";
import { KirchhoffError } from "../../core/index.js";
import type { GenerateProgress } from "../../dataset/index.js";
import type {
  ContrastiveProgress,
  ContrastiveResult,
  PretrainProgress,
  PretrainResult,
} from "../../train/index.js";
import {
  type CliContext,
  contextOf,
  createProgress,
  onInterrupt,
  type Progress,
  readText,
} from "../index.js";
import { outcome, summary, validationNote } from "../pretrain/outcome.js";

interface PretrainFlags {
  readonly config?: string;
  readonly recipe?: string;
  readonly data?: string;
  readonly out?: string;
  readonly set: readonly string[];
  readonly device?: string;
  readonly threads?: string;
  readonly resume?: string;
  readonly showConfig?: true;
  readonly schema?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff pretrain`: a configuration and a dataset, or circuits, to a trained network in a run folder. */
export function register(program: Command): void {
  program
    .command("pretrain")
    .description("pretrain a network on node voltages, or on the likeness of circuits")
    .argument("[recipe]", "the same as --recipe")
    .option("-c, --config <file>", "configuration (.yaml)")
    .addOption(
      new Option(
        "--recipe <name>",
        "configuration by name: ladder (default), ladder-deepgen, ladder-paper, opamp, opamp-paper, task-voltages, task-joint, task-dice, dice, dice-paper",
      ).conflicts("config"),
    )
    .option("-d, --data <folder>", "dataset that kirchhoff generate made, in place of the configuration's")
    .option("-o, --out <folder>", "folder of the run (default: runs/<name of the configuration>)")
    .option("-s, --set <key=value>", "change one setting, e.g. network.layers=5; repeatable", append, [])
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]))
    .option("--threads <number>", "threads inside an operator (default: the runtime's choice)")
    .addOption(
      new Option("--resume <folder>", "go on with the run in this folder").conflicts([
        ...["config", "recipe", "data", "out", "device", "threads"],
      ]),
    )
    .option("--show-config", "print the complete configuration and stop")
    .option(
      "--schema",
      "print the JSON Schema of configurations (those of the recipe's sort), for editors, and stop",
    )
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (recipe: string | undefined, options: PretrainFlags, command: Command) => {
      const context = contextOf(command);
      const flags = withRecipe(options, recipe);
      if (flags.schema) return printSchema(flags, context);
      if (flags.resume !== undefined) return resume(flags.resume, flags, context);
      return begin(flags, context);
    });
}

/** The flags with the recipe that an argument names. Throws TRAIN_SETTING where they say what to train otherwise, too. */
function withRecipe(flags: PretrainFlags, recipe: string | undefined): PretrainFlags {
  if (recipe === undefined) return flags;
  const other = (["recipe", "config", "resume"] as const).find((name) => flags[name] !== undefined);
  if (other === undefined) return { ...flags, recipe };
  throw new KirchhoffError("TRAIN_SETTING", "two things to train are named", {
    found: `${recipe} and --${other} ${flags[other]}`,
    hint: "leave one of them out",
  });
}

const help = `
A run is a folder: run.yaml (the complete configuration), journal.jsonl, metrics.jsonl, and in checkpoints/ the best weights by
validation and the last ones. Ctrl-C finishes the step; after that, after kill -9 or a full disk, --resume goes on to the same
weights as if the run had not been stopped. docs/training.md explains every setting, docs/dice.md those of dice and dice-paper, which
learn from the circuits of the catalogue without simulation.

Examples:
  kirchhoff pretrain --recipe ladder --out runs/ladder
  kirchhoff pretrain --recipe ladder-deepgen --data data/ladder --set network.layers=5 --set steps=2000
  kirchhoff pretrain dice --out runs/dice
  kirchhoff pretrain --config mine.yaml
  kirchhoff pretrain --resume runs/ladder`;

async function begin(flags: PretrainFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { objectiveOf, pretrain, pretrainContrastive } = await import("../../train/index.js");
  const { name, config } = await configOf(flags, context.cwd);
  if (flags.showConfig) {
    const { stringify } = await import("yaml");
    context.stdout.write(stringify(config));
    return;
  }
  const shown = flags.out ?? `runs/${name}`;
  const folder = resolve(context.cwd, shown);
  const train = objectiveOf(config) === "contrastive" ? pretrainContrastive : pretrain;
  await attend(shown, flags, context, (hooks) => train(config, { folder, ...hooks }));
}

async function resume(shown: string, flags: PretrainFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { objectiveOfRun, resumeContrastive, resumePretrain } = await import("../../train/index.js");
  if (flags.set.length > 0) {
    throw new KirchhoffError("TRAIN_SETTING", "a run goes on as it was configured", {
      found: `--set ${flags.set[0]}`,
      hint: "leave out --set, or begin a new run",
    });
  }
  const folder = resolve(context.cwd, shown);
  const go = (await objectiveOfRun(folder)) === "contrastive" ? resumeContrastive : resumePretrain;
  await attend(shown, flags, context, (hooks) => go(folder, hooks));
}

interface Hooks {
  readonly signal: AbortSignal;
  onLabelled(progress: GenerateProgress): void;
  onProgress(progress: PretrainProgress | ContrastiveProgress): void;
}

/** Runs training with progress bars and Ctrl-C, and says what came of it. */
async function attend(
  folder: string,
  flags: PretrainFlags,
  context: CliContext,
  work: (hooks: Hooks) => Promise<PretrainResult | ContrastiveResult>,
): Promise<void> {
  const silent = flags.json === true || flags.quiet === true;
  let labelling: Progress | undefined;
  let progress: Progress | undefined;
  let loss: number | undefined;
  const interrupt = onInterrupt(context, { resume: `kirchhoff pretrain --resume ${folder}` });
  try {
    const result = await work({
      signal: interrupt.signal,
      onLabelled({ done, total, failed }) {
        labelling ??= createProgress(context, { label: "labelling", total, unit: "circuits", silent });
        labelling.update(done, failed > 0 ? `${failed} failed` : "");
        if (done === total) labelling.stop();
      },
      onProgress(at) {
        progress ??= createProgress(context, {
          label: at.firstStep > 0 ? `training (from step ${at.firstStep})` : "training",
          total: at.steps - at.firstStep,
          unit: "steps",
          silent,
        });
        loss = loss === undefined ? at.loss : 0.95 * loss + 0.05 * at.loss;
        progress.update(at.step - at.firstStep, `loss ${loss.toPrecision(3)}${validationNote(at)}`);
      },
    });
    progress?.stop();
    if (flags.json) context.stdout.write(`${JSON.stringify(outcome(folder, result), null, 2)}\n`);
    else if (result.reason !== "interrupted") context.stdout.write(summary(folder, result));
    if (result.reason === "interrupted") interrupt.throwIfRequested();
  } catch (error) {
    // What stops labelling says itself that nothing is kept; of a resumed run everything is.
    if (flags.resume !== undefined) interrupt.throwIfRequested();
    throw error;
  } finally {
    labelling?.stop();
    progress?.stop();
    interrupt.dispose();
  }
}

/** The configuration that the flags mean, and a name for its run: file or recipe first, then --set, then the flags. */
async function configOf(flags: PretrainFlags, cwd: string) {
  const { basename, resolve } = await import("node:path");
  const { parseDocument } = await import("yaml");
  const { loadConfig, validateConfig } = await import("../../core/index.js");
  const { contrastiveSchema, objectiveOf, pretrainSchema, trainingRecipe, withSettings } = await import(
    "../../train/index.js"
  );
  const schemaOf = (config: unknown): z.ZodType<object> =>
    objectiveOf(config) === "contrastive" ? contrastiveSchema : pretrainSchema;
  let base: object;
  let name: string;
  if (flags.config === undefined) {
    name = flags.recipe ?? "ladder";
    base = trainingRecipe(name).config;
  } else {
    const text = await readText(resolve(cwd, flags.config));
    name = basename(flags.config).replace(/\.[^.]*$/, "");
    // Where the text is no YAML, loading says so, and where.
    base = (parseDocument(text).toJS() as object | null) ?? {};
    loadConfig(schemaOf(base), text, flags.config);
  }
  const { data, device, threads } = flags;
  const changed = {
    ...withSettings(base, flags.set),
    ...(data !== undefined && { dataset: { folder: resolve(cwd, data) } }),
    ...(device !== undefined && { device }),
    ...(threads !== undefined && { threads: Number(threads) }),
  };
  const source = flags.set.length > 0 ? "the configuration with --set" : "the configuration";
  return { name, config: validateConfig(schemaOf(changed), changed, source) };
}

async function printSchema({ recipe }: PretrainFlags, context: CliContext): Promise<void> {
  const { objectiveOf, pretrainJsonSchema, trainingRecipe } = await import("../../train/index.js");
  const objective = objectiveOf(recipe === undefined ? {} : trainingRecipe(recipe).config);
  context.stdout.write(`${JSON.stringify(pretrainJsonSchema(objective), null, 2)}\n`);
}

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
