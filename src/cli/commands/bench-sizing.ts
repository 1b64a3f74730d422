import { type Command, Option } from "commander";
import type { Table2Progress } from "../../bench/index.js";
import type { SimulatorKind } from "../../simulate/index.js";
import {
  type CliContext,
  contextOf,
  createProgress,
  onInterrupt,
  type Progress,
  printable,
} from "../index.js";
import { integerFrom, listOf } from "../option-values.js";

interface Table2Flags {
  readonly out?: string;
  readonly problems?: readonly string[];
  readonly methods?: readonly string[];
  readonly seeds?: number;
  readonly budget?: number;
  readonly simulator: "auto" | SimulatorKind;
  readonly workers?: number;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Adds `kirchhoff bench table2`. */
export function registerSizing(bench: Command): void {
  bench
    .command("table2")
    .description("regenerate Table II of paper A: designs simulated until a circuit is sized, by search")
    .option("-o, --out <folder>", "folder of the records (default: runs/table2)")
    .option(
      "--problems <ids>",
      "two-stage-opamp, two-stage-opamp-cc-only (both where absent), folded-cascode, ldo; separated by commas",
      listOf,
    )
    .option("--methods <ids>", "only these searches, separated by commas", listOf)
    .option(
      "--seeds <number>",
      "seeds of each search at most (default: 20, of the dear ones 5)",
      integerFrom(1),
    )
    .option(
      "--budget <number>",
      "designs of a run at most (default: 2000 to 10000, by search)",
      integerFrom(1),
    )
    .addOption(
      new Option("--simulator <which>", "what simulates")
        .choices(["auto", "native", "embedded"])
        .default("auto"),
    )
    .option("--workers <number>", "simulators side by side (default: one for each core)", integerFrom(1))
    .option("--resume", "keep what is finished and go on")
    .option("--json", "print the table as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (flags: Table2Flags, command: Command) => run(flags, contextOf(command)));
}

const help = `
Each run ends with the twentieth design that meets every spec, and leaves a record, <out>/<problem>/<search>/seed-<n>.json. Initial designs
and failed ones count. Seeds come one after the other, so that an interrupted experiment has whole rows of fewer seeds.

Examples:
  kirchhoff bench table2 --methods surrogate,turbo --seeds 3
  kirchhoff bench table2 --resume`;

async function run(flags: Table2Flags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { readTable2, runTable2, table2Markdown } = await import("../../bench/index.js");
  const { out = "runs/table2", json, quiet, ...rest } = flags;
  const folder = resolve(context.cwd, out);
  const bar = progressOf(context, json === true || quiet === true);
  const interrupt = onInterrupt(context, { resume: "the same command with --resume" });
  try {
    const finished = await runTable2({ ...rest, folder, signal: interrupt.signal, onProgress: bar.update });
    bar.stop();
    if (!finished) interrupt.throwIfRequested();
    const { wanted, panels } = await readTable2(folder);
    const text = json
      ? JSON.stringify({ folder, wanted, panels }, null, 2)
      : [
          ...panels.map((panel) => table2Markdown(panel, wanted)),
          `Medians and 95 % bootstrap intervals over seeds, in designs simulated; the records are in ${folder}.`,
        ].join("\n\n");
    context.stdout.write(printable(`${text}\n`));
  } finally {
    bar.stop();
    interrupt.dispose();
  }
}

function progressOf(context: CliContext, silent: boolean) {
  let bar: Progress | undefined;
  return {
    update({ cell, done, total, designs, feasible }: Table2Progress): void {
      bar ??= createProgress(context, { label: "sizing", total, unit: "runs", silent });
      const { problem, method, seed } = cell;
      bar.update(done, `${problem}, ${method}, seed ${seed}: ${designs} designs, ${feasible} meet the specs`);
    },
    stop: () => bar?.stop(),
  };
}
