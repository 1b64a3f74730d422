import { type Command, Option } from "commander";
import type { DiceTable, DiceTableProgress } from "../../bench/index.js";
import {
  addRunOptions,
  type ExperimentFlags,
  inThousandths,
  runExperiment,
  shareOf,
} from "../bench/run-experiment.js";
import { contextOf } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";
import { modelOption } from "../similar/model-option.js";

interface TableFlags extends ExperimentFlags {
  readonly methods?: readonly string[];
  readonly seeds?: number;
  readonly steps?: number;
  readonly members?: number;
  readonly threads?: number;
}

interface MapFlags {
  readonly model?: string;
  readonly out: string;
  readonly circuits: readonly string[];
  readonly members: number;
  readonly seed: number;
  readonly only?: "tsne" | "umap";
  readonly json?: true;
}

/** Adds `kirchhoff bench dice` and `kirchhoff bench dice-tsne`. */
export function registerDice(bench: Command): void {
  const dice = bench
    .command("dice")
    .description(
      "the intrinsic test of paper B: losses and sizes of encoders, on circuits that none has seen",
    )
    .option("-o, --out <folder>", "folder of the run folders", "runs/dice-table")
    .option("--methods <ids>", "only these rows, separated by commas", listOf)
    .option("--seeds <number>", "seeds of each row (default: 5)", integerFrom(1))
    .option("--steps <number>", "steps of every network, in place of the recipe's", integerFrom(1))
    .option("--members <number>", "positives of each circuit in the test (default: 100)", integerFrom(2))
    .option("--threads <number>", "threads inside an operator (default: 1)", integerFrom(1));
  addRunOptions(dice, "keep finished networks and go on with begun ones", "table")
    .addHelpText("after", tableHelp)
    .action(table);
  bench
    .command("dice-tsne")
    .description(
      "draw where unseen circuits lie for an encoder, before and after it was trained (t-SNE and UMAP)",
    )
    .addOption(modelOption())
    .option("-o, --out <folder>", "folder of the pictures", "runs/dice-tsne")
    .option("--circuits <names>", "circuits, families or splits, separated by commas", listOf, ["unseen"])
    .option("--members <number>", "augmentations of each circuit of either sort", integerFrom(2), 30)
    .option("--seed <number>", "of augmentation and layout", integerFrom(0), 1)
    .addOption(new Option("--only <layout>", "draw one of the two").choices(["tsne", "umap"]))
    .option("--json", "print the pictures' names as JSON")
    .addHelpText("after", "\nExample:\n  kirchhoff bench dice-tsne --model runs/dice --out pictures")
    .action(async (flags: MapFlags, command: Command) => maps(flags, command));
}

const tableHelp = `
Each network is a run folder, <out>/<row>/seed-<n>, with its configuration, journal, checkpoints and test (intrinsic.json); the table is
read from there. Seeds come one after the other, so that an interrupted run has whole tables of fewer seeds. Two commands with
different --methods may share a folder.

Rows: raw, untrained, simsiam, nt-xent, nt-xent-0.2, nt-xent-0.5, dice-published, dice-own, dice, dice-anchors, dice-1-layer, dice-3-layers,
dice-32, dice-128, dice-whole (the recipe as it is; the others stop at 600 steps).

Examples:
  kirchhoff bench dice
  kirchhoff bench dice --resume
  kirchhoff bench dice --methods raw,untrained,dice --steps 100 --seeds 1 --out runs/try`;

async function table(flags: TableFlags, command: Command): Promise<void> {
  const { diceTables, runDiceTable } = await import("../../bench/index.js");
  await runExperiment<DiceTableProgress, DiceTable>(flags, contextOf(command), {
    folder: "runs/dice-table",
    async run(control) {
      const { finished, table } = await runDiceTable({ ...flags, ...control });
      return finished ? table : undefined;
    },
    position({ cell, done, total, training }) {
      const found = training?.last ? `, mAP ${training.last.metrics.meanAveragePrecision.toFixed(3)}` : "";
      const note = `network ${done + 1} of ${total}: ${cell}${found}`;
      return inThousandths("training", { done, total, share: shareOf(training) }, note);
    },
    describe: (table, folder) =>
      `${diceTables(table)}\n\nMean and 95 % confidence interval over seeds; every network is a run folder in ${folder}.`,
  });
}

async function maps(flags: MapFlags, command: Command): Promise<void> {
  const context = contextOf(command);
  const { join, resolve } = await import("node:path");
  const { makeFolder, writeDurably } = await import("../../core/node/index.js");
  const { mapMethods, unseenMaps } = await import("../../bench/index.js");
  const { openEncoder } = await import("../similar/open-encoder.js");
  const folder = resolve(context.cwd, flags.out);
  const encoder = await openEncoder(flags.model, context);
  try {
    makeFolder(folder);
    const pictures: string[] = [];
    for (const method of mapMethods.filter((each) => (flags.only ?? each) === each)) {
      const drawn = await unseenMaps(encoder, method, flags);
      for (const [when, svg] of Object.entries(drawn)) {
        const path = join(folder, `dice-${method}-${when}.svg`);
        await writeDurably(path, svg);
        pictures.push(path);
      }
    }
    context.stdout.write(
      flags.json ? `${JSON.stringify({ pictures }, null, 2)}\n` : `${pictures.join("\n")}\n`,
    );
  } finally {
    await encoder.release();
  }
}
