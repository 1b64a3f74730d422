import type { Command } from "commander";
import { contextOf } from "../index.js";

/** `kirchhoff export`: a network for other programs. */
export function register(program: Command): void {
  program
    .command("export")
    .description("write a network as an ONNX model that any ONNX Runtime runs")
    .argument(
      "<model>",
      "checkpoint (.safetensors), or the folder of a training run, whose best weights count",
    )
    .requiredOption("--onnx <file>", "ONNX file to write; a .json beside it describes its inputs")
    .option("--json", "print the description of the inputs as JSON")
    .addHelpText(
      "after",
      `
The model takes any batch of graphs. docs/training.md shows how its inputs are made; kirchhoff predict needs no export.

Example:
  kirchhoff export runs/ladder --onnx ladder.onnx`,
    )
    .action(async (model: string, flags: { onnx: string; json?: true }, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const { writeDurably } = await import("../../core/node/index.js");
      const { exportOnnx } = await import("../../model/index.js");
      const { checkpointPath, loadCheckpoint } = await import("../../train/index.js");
      const checkpoint = await loadCheckpoint(await checkpointPath(resolve(context.cwd, model)));
      const { onnx, description } = exportOnnx(checkpoint);
      const path = resolve(context.cwd, flags.onnx);
      const text = `${JSON.stringify(description, null, 2)}\n`;
      const beside = flags.onnx.replace(/(\.onnx)?$/, ".json");
      await writeDurably(path, onnx);
      await writeDurably(resolve(context.cwd, beside), text);
      if (flags.json) context.stdout.write(text);
      else
        context.stdout.write(
          `${flags.onnx}: ${(onnx.length / 1e6).toFixed(1)} MB, ${description.inputs.length} inputs, described in ${beside}\n`,
        );
    });
}
