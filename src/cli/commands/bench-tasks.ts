import { type Command, Option } from "commander";
import type { EncoderPaths, Protocol, TaskName, TaskProgress, TaskResult } from "../../bench/index.js";
import {
  addRunOptions,
  type ExperimentFlags,
  inThousandths,
  type Position,
  runExperiment,
} from "../bench/run-experiment.js";
import { type CliContext, contextOf } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";

interface TaskFlags extends ExperimentFlags {
  readonly protocol: Protocol;
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
  readonly workers?: number;
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
      .option(
        "--seeds <number>",
        "seeds of each encoder; the published tables have 5 (default: 1)",
        integerFrom(1),
      )
      .option("-m, --model <path>", "pretrained DICE (default: the one that comes with Kirchhoff)")
      .option("--deepgen <path>", "a network pretrained on voltages; without it this encoder is left out")
      .option("--joint <path>", "one that was pretrained on both; likewise")
      .option("--steps <number>", "steps of every network, in place of the protocol's", integerFrom(1))
      .option("--threads <number>", "threads inside an operator (default: 1)", integerFrom(1))
      .option(
        "--workers <number>",
        "processes that share the work, each with all rows in memory (default: as many as cores, up to 8)",
        integerFrom(1),
      );
    addRunOptions(command, "keep what is finished and go on", "results");
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
one after the other, so that an interrupted run has whole tables of fewer seeds, but for what was under way. Two commands with different
--encoders may share a folder. docs/tasks.md says what encoders and protocols are.

Examples:
  kirchhoff bench ${name}
  kirchhoff bench ${name} --seeds 5 --resume
  kirchhoff bench ${name} --protocol faithful --resume
  kirchhoff bench ${name} --encoders none,untrained --seeds 1 --steps 50 --out runs/try`;

async function run(task: TaskName, flags: TaskFlags, command: Command): Promise<void> {
  const { availableParallelism } = await import("node:os");
  const { resolve } = await import("node:path");
  const { readTask, runTask, taskTables } = await import("../../bench/index.js");
  const context = contextOf(command);
  const { protocol, data, encoders, folds, seeds, rows, steps, threads, workers, resume } = flags;
  await runExperiment<TaskProgress, TaskResult>(flags, context, {
    folder: "runs/tasks",
    async run(control) {
      const finished = await runTask({
        ...{ task, protocol, encoders, folds, seeds, rows, steps, threads, resume, ...control },
        workers: workers ?? defaultWorkers(availableParallelism(), threads),
        ...(data !== undefined && { data: resolve(context.cwd, data) }),
        paths: await pathsOf(flags, context),
      });
      return finished ? readTask(control.folder, task, protocol) : undefined;
    },
    position,
    describe: (result, folder) =>
      `${taskTables(result)}\n\n${partialText(result)}Mean and, from three seeds on, 95 % confidence interval; the records are in ${folder}.`,
  });
}

/** A process for each core, less where each has threads of its own; no more than memory is likely to bear. */
const defaultWorkers = (cores: number, threads = 1): number =>
  Math.max(1, Math.min(8, Math.floor(cores / threads)));

/** The simulations in rows, then learning in thousandths of a cell. */
function position(progress: TaskProgress): Position {
  const { done, total } = progress;
  if (progress.phase === "simulating") return { label: "simulating", done, total, unit: "circuits" };
  const { fold, encoder, seed } = progress.cell;
  return inThousandths("learning", progress, `${done + 1} of ${total}: ${fold}, ${encoder}, seed ${seed}`);
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

function rowsOf(text: string): number | "all" {
  return text === "all" ? "all" : integerFrom(1)(text);
}
