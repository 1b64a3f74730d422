import type { Command } from "commander";
import type { DatasetInspection } from "../../dataset/index.js";
import { contextOf, ExitCode } from "../index.js";

/** `kirchhoff dataset`: look at a dataset folder. */
export function register(program: Command): void {
  const dataset = program.command("dataset").description("look at a dataset folder");
  dataset
    .command("info")
    .description("print a dataset's counts, splits, checksum state, failures and label statistics")
    .argument("<folder>", "folder that kirchhoff generate made")
    .option("--json", "print as JSON")
    .addHelpText(
      "after",
      `
Exits with 1 when the dataset is unfinished or a shard is missing, truncated or altered.

Example:
  kirchhoff dataset info data/ladder`,
    )
    .action(async (name: string, flags: { json?: true }, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const { inspectDataset } = await import("../../dataset/index.js");
      const inspection = await inspectDataset(resolve(context.cwd, name));
      context.stdout.write(flags.json ? `${JSON.stringify(inspection, null, 2)}\n` : describe(inspection));
      if (!inspection.intact) context.exitCode = ExitCode.failed;
    });
}

function describe({ folder, manifest, problems, splits, failures }: DatasetInspection): string {
  const { recipe, simulator, kirchhoff, shards } = manifest;
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const lines = [
    `${folder}: ${recipe.name}`,
    ...(recipe.description ? [`  ${recipe.description}`] : []),
    `  label      ${recipe.label}, by ${simulator.name} ${simulator.version}`,
    `  made by    kirchhoff ${kirchhoff}, seed ${recipe.seed}`,
    `  shards     ${shards.length}, ${(bytes / 1e6).toFixed(1)} MB`,
    `  state      ${state(manifest.complete, problems.length)}`,
    ...problems.map((problem) => `    ${problem.code}: ${problem.file}`),
    ...[...new Set(problems.map(({ hint }) => hint))].map((hint) => `    do: ${hint}`),
  ];
  for (const { split, ok, failed, circuits, labels } of splits) {
    lines.push("", `  ${split}: ${ok} labelled, ${failed} failed`);
    const names = Object.entries(circuits).map(([name, rows]) => `${name} ${rows}`);
    lines.push(`    circuits ${names.join(", ")}`);
    if (!labels) continue;
    const { mean, standardDeviation, minimum, maximum } = labels;
    const numbers = [mean, standardDeviation, minimum, maximum].map((value) => value.toPrecision(4));
    lines.push(
      `    labels   ${labels.labels}: mean ${numbers[0]}, deviation ${numbers[1]}, from ${numbers[2]} to ${numbers[3]}`,
    );
  }
  const reasons = Object.entries(failures);
  if (reasons.length > 0) lines.push("", "  failures by reason:");
  for (const [reason, rows] of reasons) lines.push(`    ${reason} ${rows}`);
  return `${lines.join("\n")}\n`;
}

function state(complete: boolean, problems: number): string {
  if (problems > 0)
    return `damaged: ${problems} ${problems === 1 ? "shard is" : "shards are"} not as generated`;
  return complete
    ? "complete, every checksum holds"
    : "unfinished (go on with kirchhoff generate … --resume)";
}
