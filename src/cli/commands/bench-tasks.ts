import { type Command, Option } from "commander";
import type { EncoderPaths, Protocol, TaskName, TaskProgress, TaskResult } from "../../bench/index.js";
import { type CliContext, contextOf, createProgress, onInterrupt, type Progress } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";

interface TaskFlags {
  readonly protocol: Protocol;
  readonly out?: string;
  readonly encoders?: readonly string[];
  readonly folds?: readonly string[];
  readonly seeds?: number;
  readonly rows?: number | "all";
  readonly data?: string;
  readonly model?: string;
  readonly deepgen?: string;
  readonly joint?: string;
  readonly steps?: number;
  readonly threads?: number;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** The tasks of paper B; the names are those of the room `bench`. */
const tasks = {
  similarity: "paper B's first task: of three circuits, which two have more in common",
  "delay-lines": "paper B's second task: delays of delay lines",
  "op-amps": "paper B's third task: measures of three-stage op-amps",
} as const;

/** Adds `kirchhoff bench similarity`, `delay-lines` and `op-amps`. */
export function registerTasks(bench: Command): void {
  for (const [name, description] of Object.entries(tasks) as [TaskName, string][]) {
    const command = bench
      .command(name)
      .description(description)
      .addOption(
        new Option(
          "--protocol <which>",
          "faithful: the published split; honest: topologies or families held out",
        )
          .choices(["faithful", "honest"])
          .default("honest"),
      )
      .option("-o, --out <folder>", "folder of the records (default: runs/tasks)")
      .option("--encoders <names>", "only these encoders, separated by commas", listOf)
      .option("--folds <names>", "hold out only these, separated by commas", listOf)
      .option("--seeds <number>", "seeds of each encoder (default: 5)", integerFrom(1))
      .option("-m, --model <path>", "pretrained DICE (default: the one that comes with Kirchhoff)")
      .option("--deepgen <path>", "a network pretrained on voltages; without it this encoder is left out")
      .option("--joint <path>", "one that was pretrained on both; likewise")
      .option("--steps <number>", "steps of every network, in place of the protocol's", integerFrom(1))
      .option("--threads <number>", "threads inside an operator (default: 1)", integerFrom(1))
      .option("--resume", "keep what is finished and go on")
      .option("--json", "print the results as JSON")
      .option("--quiet", "show no progress");
    if (name !== "similarity") {
      command
        .option("--rows <number>", "rows to simulate, or all: every point of the published grids", rowsOf)
        .option("--data <folder>", "folder of the dataset, in place of <out>/data/<recipe>");
    }
    command
      .addHelpText("after", helpOf(name))
      .action(async (flags: TaskFlags, own: Command) => run(name, flags, own));
  }
}

const helpOf = (name: TaskName): string => `
Every encoder, fold and seed is a record, <out>/${name}/<protocol>/<fold>/<encoder>/seed-<n>.json; tables are read from there. Seeds come
one after the other, so that an interrupted run has whole tables of fewer seeds. Two commands with different --encoders may share a
folder. docs/tasks.md says what encoders and protocols are.

Examples:
  kirchhoff bench ${name}
  kirchhoff bench ${name} --protocol faithful --resume
  kirchhoff bench ${name} --encoders none,untrained --seeds 1 --steps 50 --out runs/try`;

async function run(task: TaskName, flags: TaskFlags, command: Command): Promise<void> {
  const context = contextOf(command);
  const { resolve } = await import("node:path");
  const { readTask, runTask, taskTables } = await import("../../bench/index.js");
  const folder = resolve(context.cwd, flags.out ?? "runs/tasks");
  const bar = progressOf(context, flags.json === true || flags.quiet === true);
  const interrupt = onInterrupt(context, { resume: "the same command with --resume" });
  try {
    const { protocol, data, encoders, folds, seeds, rows, steps, threads, resume } = flags;
    const finished = await runTask({
      ...{ task, protocol, folder, encoders, folds, seeds, rows, steps, threads, resume },
      ...(data !== undefined && { data: resolve(context.cwd, data) }),
      paths: await pathsOf(flags, context),
      signal: interrupt.signal,
      onProgress: bar.update,
    });
    bar.stop();
    if (!finished) interrupt.throwIfRequested();
    const result = await readTask(folder, task, protocol);
    context.stdout.write(
      flags.json
        ? `${JSON.stringify({ folder, ...result }, null, 2)}\n`
        : `${taskTables(result)}\n\n${partialText(result)}Mean and, from three seeds on, 95 % confidence interval; the records are in ${folder}.\n`,
    );
  } catch (error) {
    bar.stop();
    interrupt.throwIfRequested();
    throw error;
  } finally {
    bar.stop();
    interrupt.dispose();
  }
}

/** Which seeds the tables leave out, and why. */
function partialText({ partial }: TaskResult): string {
  if (partial.length === 0) return "";
  const seeds = partial.map(
    ({ encoder, seed, missing }) => `${encoder} seed ${seed} (without ${missing.join(", ")})`,
  );
  return `Left out, since others have more folds: ${seeds.join("; ")}.\n`;
}

/** The checkpoints that were named, and the DICE that comes with Kirchhoff, where it does. */
async function pathsOf({ model, deepgen, joint }: TaskFlags, { cwd }: CliContext): Promise<EncoderPaths> {
  const { existsSync } = await import("node:fs");
  const { resolve } = await import("node:path");
  const { packagedEncoder } = await import("../similar/open-encoder.js");
  const own = (path: string | undefined) => (path === undefined ? undefined : resolve(cwd, path));
  return {
    dice: own(model) ?? (existsSync(packagedEncoder) ? packagedEncoder : undefined),
    deepgen: own(deepgen),
    joint: own(joint),
  };
}

/** Progress of the simulations in rows, then of learning in thousandths of a cell. */
function progressOf(context: CliContext, silent: boolean) {
  let bar: Progress | undefined;
  let phase: TaskProgress["phase"] | undefined;
  const begin = (next: TaskProgress["phase"], total: number, unit: string) => {
    if (phase === next) return;
    bar?.stop();
    phase = next;
    bar = createProgress(context, { label: next, total, unit, silent });
  };
  return {
    update(progress: TaskProgress): void {
      if (progress.phase === "simulating") {
        begin("simulating", progress.total, "circuits");
        bar?.update(progress.done);
        return;
      }
      const { cell, done, total, share } = progress;
      begin("learning", 1000 * total, "‰");
      const { fold, encoder, seed } = cell;
      bar?.update(
        Math.floor(1000 * (done + share)),
        `${done + 1} of ${total}: ${fold}, ${encoder}, seed ${seed}`,
      );
    },
    stop: () => bar?.stop(),
  };
}

function rowsOf(text: string): number | "all" {
  return text === "all" ? "all" : integerFrom(1)(text);
}
