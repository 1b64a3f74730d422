import { type Command, Option } from "commander";
import type { Table2, Table2Progress } from "../../bench/index.js";
import type { SimulatorKind } from "../../simulate/index.js";
import { addRunOptions, type ExperimentFlags, runExperiment } from "../bench/run-experiment.js";
import { contextOf } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";

interface Table2Flags extends ExperimentFlags {
  readonly problems?: readonly string[];
  readonly methods?: readonly string[];
  readonly seeds?: number;
  readonly budget?: number;
  readonly simulator: "auto" | SimulatorKind;
  readonly workers?: number;
}

/** Adds `kirchhoff bench table2`. */
export function registerSizing(bench: Command): void {
  const table = bench
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
    .option("--workers <number>", "simulators side by side (default: one for each core)", integerFrom(1));
  addRunOptions(table, "keep what is finished and go on", "table").addHelpText("after", help).action(run);
}

const help = `
Each run ends with the twentieth design that meets every spec, and leaves a record, <out>/<problem>/<search>/seed-<n>.json. Initial designs
and failed ones count. Seeds come one after the other, so that an interrupted experiment has whole rows of fewer seeds.

Examples:
  kirchhoff bench table2 --methods surrogate,turbo --seeds 3
  kirchhoff bench table2 --resume`;

async function run(flags: Table2Flags, command: Command): Promise<void> {
  const { readTable2, runTable2, table2Markdown } = await import("../../bench/index.js");
  await runExperiment<Table2Progress, Table2>(flags, contextOf(command), {
    folder: "runs/table2",
    async run(control) {
      const finished = await runTable2({ ...flags, ...control });
      return finished ? readTable2(control.folder) : undefined;
    },
    position({ cell: { problem, method, seed }, done, total, designs, feasible }) {
      const note = `${problem}, ${method}, seed ${seed}: ${designs} designs, ${feasible} meet the specs`;
      return { label: "sizing", done, total, unit: "runs", note };
    },
    describe: ({ wanted, panels }, folder) =>
      [
        ...panels.map((panel) => table2Markdown(panel, wanted)),
        `Medians and 95 % bootstrap intervals over seeds, in designs simulated; the records are in ${folder}.`,
      ].join("\n\n"),
  });
}
