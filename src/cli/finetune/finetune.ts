import type { Dataset } from "../../dataset/index.js";
import type { FinetuneConfig } from "../../train/index.js";
import type { CliContext } from "../index.js";
import type { FinetuneFlags } from "./flags.js";
import { describeOutcome, type Outcome, outcomeOf, type Trained } from "./outcome.js";
import { configOf, nameOf } from "./settings.js";
import { attend, openData } from "./training.js";

/** Fine-tunes as the flags say: once, or once for each number of samples, beside scratch where that is asked for. */
export async function finetuneCommand(flags: FinetuneFlags, context: CliContext): Promise<void> {
  if (flags.resume !== undefined) return resume(flags.resume, flags, context);
  const config = await configOf(flags, context.cwd);
  if (flags.showConfig) {
    const { stringify } = await import("yaml");
    context.stdout.write(stringify(config));
    return;
  }
  const folder = flags.out ?? `runs/finetune-${nameOf(config.dataset)}`;
  const counts = sampleCounts(flags.samples);
  const data = await openData(config, flags, context);
  const { resolve } = await import("node:path");
  const { finetune } = await import("../../train/index.js");
  const trained: Trained[] = [];
  for (const count of counts) {
    const isCurve = counts.length > 1;
    const own = isCurve ? `${folder}/${count}` : folder;
    const networks = [
      { path: own, config },
      ...(flags.compare
        ? [{ path: `${own}-scratch`, config: { ...config, scratch: true, trains: "all" as const } }]
        : []),
    ];
    for (const { path, config: stated } of networks) {
      const settings = count === undefined ? stated : { ...stated, samples: count };
      const network = settings.scratch ? "scratch" : "fine-tuned";
      const verb = settings.scratch ? "from scratch" : "fine-tuning";
      const hooks = {
        label: isCurve ? `${verb}, ${count} samples` : verb,
        resume: isCurve ? "the same command" : `kirchhoff finetune --resume ${path}`,
      };
      const result = await attend(hooks, flags, context, (attended) =>
        finetune(settings, { folder: resolve(context.cwd, path), goOn: isCurve, data, ...attended }),
      );
      trained.push({ network, folder: path, result });
    }
  }
  await report(folder, trained, data.dataset, config, flags, context);
}

/** The numbers of samples, smallest first; undefined for as many as there are. */
function sampleCounts(texts: FinetuneFlags["samples"]): readonly (number | undefined)[] {
  const counts = [...new Set(texts?.map(Number))].sort((a, b) => a - b);
  return counts.length > 1 ? counts : [counts[0]];
}

async function resume(folder: string, flags: FinetuneFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { readFinetuneConfig, resumeFinetune } = await import("../../train/index.js");
  const path = resolve(context.cwd, folder);
  const config = await readFinetuneConfig(path);
  const data = await openData(config, flags, context);
  const hooks = { label: "fine-tuning", resume: `kirchhoff finetune --resume ${folder}` };
  const result = await attend(hooks, flags, context, (attended) =>
    resumeFinetune(path, { data, ...attended }),
  );
  const trained: Trained = { network: config.scratch ? "scratch" : "fine-tuned", folder, result };
  await report(folder, [trained], data.dataset, config, flags, context);
}

/** Prints how well the networks predict what they have not seen; with several numbers of samples, leaves a curve as well. */
async function report(
  folder: string,
  trained: readonly Trained[],
  dataset: Dataset,
  config: FinetuneConfig,
  flags: FinetuneFlags,
  context: CliContext,
): Promise<void> {
  const outcome = await outcomeOf(trained, dataset, config);
  const isCurve = (flags.samples?.length ?? 0) > 1;
  const written = isCurve ? await writeCurve(folder, outcome, context.cwd) : [];
  const best = trained.findLast(({ network }) => network === "fine-tuned") ?? trained[0]!;
  const { unread } = best.result;
  const { samples, steps, newKinds } = trained.at(-1)!.result;
  if (flags.json) {
    const { split, networks } = outcome;
    const flat = networks.map(({ evaluation, ...network }) => ({ ...network, ...evaluation }));
    const whole = isCurve ? { written } : { samples, steps };
    context.stdout.write(
      `${JSON.stringify({ folder, ...whole, split, newKinds, unread, networks: flat }, null, 2)}\n`,
    );
    return;
  }
  const asked = flags.samples?.map(Number) ?? [];
  context.stdout.write(
    [
      describeOutcome(folder, outcome, {
        ...{ asked, coverage: config.coverage, unread },
        newKinds: config.scratch ? [] : newKinds,
      }),
      ...written.map((path) => `wrote ${path}\n`),
      `\nNext:\n  kirchhoff predict ${best.folder} <deck.sp>\n`,
    ].join(""),
  );
}

/** Writes the accuracy curve as a picture and as numbers; the paths of the files, as the user wrote the folder. */
async function writeCurve(folder: string, outcome: Outcome, cwd: string): Promise<string[]> {
  const { writeFile } = await import("node:fs/promises");
  const { resolve } = await import("node:path");
  const { accuracyCurve } = await import("./curve.js");
  const files = {
    [`${folder}/curve.svg`]: accuracyCurve(outcome),
    [`${folder}/curve.json`]: `${JSON.stringify(outcome, null, 2)}\n`,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(resolve(cwd, path), text);
  return Object.keys(files);
}
