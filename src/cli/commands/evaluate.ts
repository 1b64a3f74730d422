import { type Command, Option } from "commander";
import { type EvaluationRow, evaluationTable } from "../evaluation-table.js";
import { contextOf, createProgress } from "../index.js";
import { integerFrom } from "../option-values.js";

interface EvaluateFlags {
  readonly data: readonly string[];
  readonly split?: "train" | "valid" | "test";
  readonly rows?: number;
  readonly levels: number;
  readonly device?: "cpu" | "webgpu" | "cuda";
  readonly json?: true;
}

/** `kirchhoff evaluate`: how well a network predicts circuits that it has not been trained on. */
export function register(program: Command): void {
  program
    .command("evaluate")
    .description("print how well a network predicts the circuits of datasets")
    .argument(
      "<model>",
      "checkpoint (.safetensors), or the folder of a training run, whose best weights count",
    )
    .requiredOption(
      "-d, --data <folder|name...>",
      "datasets: folders, or recipes by name (ladder-32), labelled in memory by the exact solver",
    )
    .addOption(
      new Option("--split <name>", "split to use (default: test, where there is one, else valid)").choices([
        "train",
        "valid",
        "test",
      ]),
    )
    .option("-n, --rows <number>", "use the first rows of the split only", integerFrom(1))
    .option(
      "--levels <K>",
      "K of Acc@K: an error below the range of the labels / K is a hit",
      integerFrom(1),
      100,
    )
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]))
    .option("--json", "print as JSON")
    .addHelpText(
      "after",
      `
Acc@K counts an output as met when its error is below the range of all labels of the set, divided by K. By batch: the same with
the range of each batch of 256 circuits, averaged over batches, as the paper's code computes it. Free nets: the same of the nets
that no voltage source ties to ground, where a set has both; the others can be read off the circuit.

Examples:
  kirchhoff evaluate runs/ladder --data ladder-12 ladder-16 ladder-32 ladder-128
  kirchhoff evaluate model.safetensors --data data/mine --split valid --json`,
    )
    .action(async (model: string, flags: EvaluateFlags, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const { evaluateModel, openEvaluationData, Predictor } = await import("../../train/index.js");
      const predictor = await Predictor.open(resolve(context.cwd, model), {
        ...(flags.device && { device: flags.device }),
      });
      const progress = createProgress(context, {
        label: "evaluating",
        total: flags.data.length,
        unit: "datasets",
        silent: flags.json === true,
      });
      const rows: EvaluationRow[] = [];
      try {
        for (const [i, named] of flags.data.entries()) {
          progress.update(i, named);
          const path = /[\\/]/.test(named) ? resolve(context.cwd, named) : named;
          const data = await openEvaluationData(path, {
            ...flags,
            measures: predictor.card.targets !== undefined,
          });
          const evaluation = await evaluateModel(predictor, data, flags);
          rows.push({ name: data.name, split: data.split, evaluation });
        }
      } finally {
        progress.stop();
        await predictor.release();
      }
      context.stdout.write(
        flags.json
          ? `${JSON.stringify({ model, rows: rows.map(flat) }, null, 2)}\n`
          : evaluationTable(rows, "data set", flags.levels),
      );
    });
}

function flat({ name, split, evaluation }: EvaluationRow): object {
  return { data: name, split, ...evaluation };
}
