import { type Command, Option } from "commander";
import type { BudgetName, Cell, Table1, Table1Progress } from "../../bench/index.js";
import { type CliContext, contextOf, createProgress, onInterrupt, type Progress } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";
import { registerDice } from "./bench-dice.js";
import { registerFigures } from "./bench-figures.js";
import { registerSizing } from "./bench-sizing.js";
import { registerTasks } from "./bench-tasks.js";

interface Table1Flags {
  readonly budget: BudgetName;
  readonly out?: string;
  readonly rows?: readonly string[];
  readonly seeds?: number;
  readonly steps?: number;
  readonly testRows?: number;
  readonly threads?: number;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff bench`: the papers' tables as experiments that anyone can repeat. */
export function register(program: Command): void {
  const bench = program
    .command("bench")
    .description("repeat a published experiment")
    .addHelpText(
      "after",
      "\nExample:\n  kirchhoff bench fig7 --methods ridge,nearest --seeds 1 --out runs/fig7-quick",
    );
  bench
    .command("table1")
    .description("regenerate Table I of paper A: accuracy on ladders of unseen sizes, several seeds")
    .addOption(
      new Option("--budget <which>", "reduced: about an hour on two cores; full: as the paper trained")
        .choices(["reduced", "full"])
        .default("reduced"),
    )
    .option("-o, --out <folder>", "folder of the run folders (default: runs/table1-<budget>)")
    .option("--rows <ids>", "only these rows of the table, separated by commas", listOf)
    .option("--seeds <number>", "seeds of each row (default: 3)", integerFrom(1))
    .option("--steps <number>", "steps of every network, in place of the budget's", integerFrom(1))
    .option("--test-rows <number>", "test ladders of each size, in place of the budget's", integerFrom(1))
    .option(
      "--threads <number>",
      "threads inside an operator (default: the runtime's choice)",
      integerFrom(1),
    )
    .option("--resume", "keep finished networks and go on with begun ones")
    .option("--json", "print the table as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (flags: Table1Flags, command: Command) => table1(flags, command));
  registerFigures(bench);
  registerDice(bench);
  registerSizing(bench);
  registerTasks(bench);
}

const help = `
Each network is a run folder, <out>/<row>/<training ladders>/seed-<n>, with its configuration, journal, checkpoints and test results;
the table is read from there. Seeds come one after the other, so that an interrupted run has whole tables of fewer seeds. Two commands
with different --rows may share a folder.

Rows: mlp-5-fixed, deepgen-5-fixed, deepgen-10-fixed, deepgen-15-fixed (trained on ladders of the test's size), deepgen-5,
deepgen-10, deepgen-15, deepgen-16, thevenin (trained on 2 to 10 branches, tested zero-shot).

Examples:
  kirchhoff bench table1
  kirchhoff bench table1 --resume
  kirchhoff bench table1 --rows deepgen-15,thevenin --seeds 1
  kirchhoff bench table1 --rows thevenin --steps 20 --test-rows 50 --seeds 1 --out runs/try`;

async function table1(flags: Table1Flags, command: Command): Promise<void> {
  const context = contextOf(command);
  const { resolve } = await import("node:path");
  const { runTable1 } = await import("../../bench/index.js");
  const folder = resolve(context.cwd, flags.out ?? `runs/table1-${flags.budget}`);
  const bar = progressOf(context, flags.json === true || flags.quiet === true);
  const interrupt = onInterrupt(context, { resume: "the same command with --resume" });
  try {
    const { finished, table } = await runTable1({
      folder,
      ...flags,
      signal: interrupt.signal,
      onProgress: bar.update,
    });
    bar.stop();
    if (!finished) interrupt.throwIfRequested();
    context.stdout.write(
      flags.json ? `${JSON.stringify({ folder, ...table }, null, 2)}\n` : await summary(folder, table),
    );
  } finally {
    bar.stop();
    interrupt.dispose();
  }
}

async function summary(folder: string, table: Table1): Promise<string> {
  const { table1Markdown } = await import("../../bench/index.js");
  return `${table1Markdown(table)}\n\nTest Acc@100, mean and standard error over seeds; every network is a run folder in ${folder}.\n`;
}

/** Progress over all cells in thousandths of a network, so that the time left counts the steps of the one under way. */
function progressOf(context: CliContext, silent: boolean) {
  let bar: Progress | undefined;
  return {
    update({ cell, done, total, training }: Table1Progress): void {
      bar ??= createProgress(context, { label: "training", total: 1000 * total, unit: "‰", silent });
      const part = training ? training.step / training.steps : 0;
      const accuracy = training?.last ? `, Acc@100 ${training.last.metrics.accuracy.toFixed(3)}` : "";
      bar.update(
        Math.floor(1000 * (done + part)),
        `network ${done + 1} of ${total}: ${nameOf(cell)}${accuracy}`,
      );
    },
    stop: () => bar?.stop(),
  };
}

const nameOf = ({ row, size, seed }: Cell): string =>
  `${row.id}${size === undefined ? "" : ` R${size}`} seed ${seed}`;
