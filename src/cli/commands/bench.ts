import { type Command, Option } from "commander";
import type { BudgetName, Cell, Table1, Table1Progress } from "../../bench/index.js";
import {
  addRunOptions,
  type ExperimentFlags,
  inThousandths,
  runExperiment,
  shareOf,
} from "../bench/run-experiment.js";
import { contextOf } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";
import { registerDice } from "./bench-dice.js";
import { registerFigures } from "./bench-figures.js";
import { registerSizing } from "./bench-sizing.js";
import { registerTasks } from "./bench-tasks.js";

interface Table1Flags extends ExperimentFlags {
  readonly budget: BudgetName;
  readonly rows?: readonly string[];
  readonly seeds?: number;
  readonly steps?: number;
  readonly testRows?: number;
  readonly threads?: number;
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
  const table = bench
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
    );
  addRunOptions(table, "keep finished networks and go on with begun ones", "table")
    .addHelpText("after", help)
    .action(table1);
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
  const { runTable1, table1Markdown } = await import("../../bench/index.js");
  await runExperiment<Table1Progress, Table1>(flags, contextOf(command), {
    folder: `runs/table1-${flags.budget}`,
    async run(control) {
      const { finished, table } = await runTable1({ ...flags, ...control });
      return finished ? table : undefined;
    },
    position({ cell, done, total, training }) {
      const accuracy = training?.last ? `, Acc@100 ${training.last.metrics.accuracy.toFixed(3)}` : "";
      const note = `network ${done + 1} of ${total}: ${nameOf(cell)}${accuracy}`;
      return inThousandths("training", { done, total, share: shareOf(training) }, note);
    },
    describe: (table, folder) =>
      `${table1Markdown(table)}\n\nTest Acc@100, mean and standard error over seeds; every network is a run folder in ${folder}.`,
  });
}

const nameOf = ({ row, size, seed }: Cell): string =>
  `${row.id}${size === undefined ? "" : ` R${size}`} seed ${seed}`;
