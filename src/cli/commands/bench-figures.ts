import { type Command, InvalidArgumentError } from "commander";
import type { FigureProgress, FigureResult } from "../../bench/index.js";
import {
  addRunOptions,
  type ExperimentFlags,
  inThousandths,
  runExperiment,
} from "../bench/run-experiment.js";
import { contextOf } from "../index.js";
import { integerFrom, listOf } from "../option-values.js";

interface FigureFlags extends ExperimentFlags {
  readonly panels?: readonly string[];
  readonly methods?: readonly string[];
  readonly fractions?: readonly number[];
  readonly seeds?: number;
  readonly testRows?: number;
  readonly model?: string;
  readonly data?: string;
  readonly threads?: number;
}

/** The few-shot figures and what each is about; the names are those of the room `bench`. */
const figures = {
  fig7: "figure 7 of paper A: voltages of four resistive networks from few samples",
  fig8b: "figure 8b of paper A: voltages of an op-amp of another topology from few samples",
  fig8c: "figure 8c of paper A: its gain from few samples",
  fig9: "figure 9 of paper A: output resistance of ladders from few samples",
  "opamp-measures": "in the manner of figure 8: bandwidth and phase margin of the op-amp from few samples",
} as const;

/** Adds `kirchhoff bench fig7` and the others. */
export function registerFigures(bench: Command): void {
  for (const [name, description] of Object.entries(figures)) {
    const figure = bench
      .command(name)
      .description(description)
      .option("-o, --out <folder>", `folder of the records (default: runs/${name})`)
      .option("--panels <ids>", "only these panels of the figure, separated by commas", listOf)
      .option("--methods <ids>", "only these curves, separated by commas", listOf)
      .option("--fractions <shares>", "shares of the training rows, in place of the figure's", sharesOf)
      .option("--seeds <number>", "seeds of each point (default: 5)", integerFrom(1))
      .option("--test-rows <number>", "test rows at most, in place of the figure's", integerFrom(1))
      .option("--model <path>", "the pretrained network, in place of the one that comes with Kirchhoff")
      .option("--data <folder>", "folder of the dataset, in place of <out>/data")
      .option("--threads <number>", "threads inside an operator (default: 1)", integerFrom(1));
    addRunOptions(figure, "keep what is finished and go on", "figure")
      .addHelpText("after", helpOf(name))
      .action((flags: FigureFlags, command: Command) => run(name, flags, command));
  }
}

const helpOf = (name: string): string => `
Every point of every curve is a record, <out>/<panel>/<curve>/<samples>/seed-<n>.json; the figure is read from there. Seeds come one
after the other, so that an interrupted run has whole curves of fewer seeds. Two commands with different --methods may share a folder.

A seed chooses the samples, the same for every curve, those of a smaller number among those of a larger one. A fifth of them is kept to
decide when to stop. Test rows are the same throughout and decide nothing.

Examples:
  kirchhoff bench ${name}
  kirchhoff bench ${name} --resume
  kirchhoff bench ${name} --methods ridge,nearest --fractions 0.1,1 --seeds 2 --out runs/try`;

async function run(name: string, flags: FigureFlags, command: Command): Promise<void> {
  const { resolve } = await import("node:path");
  const { fewShotFigure, figureTables, runFewShot } = await import("../../bench/index.js");
  const context = contextOf(command);
  const { model, data } = flags;
  await runExperiment<FigureProgress, FigureResult>(flags, context, {
    folder: `runs/${name}`,
    async run(control) {
      const { finished, result } = await runFewShot(name, {
        ...{ ...flags, ...control, tasks: flags.panels },
        ...(model !== undefined && { model: resolve(context.cwd, model) }),
        ...(data !== undefined && { data: resolve(context.cwd, data) }),
      });
      return finished ? result : undefined;
    },
    position({ cell: { task, method, samples, seed }, ...place }) {
      const point = `point ${place.done + 1} of ${place.total}`;
      return inThousandths(
        "learning",
        place,
        `${point}: ${task}, ${method}, ${samples} samples, seed ${seed}`,
      );
    },
    describe: (result, folder) =>
      `${figureTables(result, fewShotFigure(name))}\n\nMean and 95 % confidence interval over seeds; the records are in ${folder}.`,
  });
}

function sharesOf(text: string): number[] {
  return listOf(text).map((each) => {
    const share = Number(each);
    if (share > 0 && share <= 1) return share;
    throw new InvalidArgumentError("expected shares above 0 and up to 1, separated by commas");
  });
}
