import { type Command, Option } from "commander";
import type { PygDescription } from "../../dataset/index.js";
import {
  type CliContext,
  contextOf,
  createProgress,
  ExitCode,
  onInterrupt,
  type Progress,
} from "../index.js";

interface ExportFlags {
  readonly out: string;
  readonly format: "pyg" | "parquet";
  readonly scheme: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff dataset`: look at a dataset folder, or write it for other programs. */
export function register(program: Command): void {
  const dataset = program
    .command("dataset")
    .description("look at a dataset folder, or write it for other programs")
    .addHelpText(
      "after",
      `
Examples:
  kirchhoff dataset info data/opamp
  kirchhoff dataset export data/opamp --out opamp-pyg   for PyTorch Geometric`,
    );
  dataset
    .command("info")
    .description(
      "print a dataset's counts, splits, checksum state, failures, and statistics of labels and measures",
    )
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
      const { describeDataset } = await import("../dataset-table.js");
      const inspection = await inspectDataset(resolve(context.cwd, name));
      context.stdout.write(
        flags.json ? `${JSON.stringify(inspection, null, 2)}\n` : describeDataset(inspection),
      );
      if (!inspection.intact) context.exitCode = ExitCode.failed;
    });
  dataset
    .command("export")
    .description("write a dataset for PyTorch Geometric, or copy its Parquet files")
    .argument("<folder>", "folder that kirchhoff generate made")
    .requiredOption("-o, --out <folder>", "new folder to write into")
    .addOption(
      new Option("--format <name>", "pyg: graphs as numpy arrays; parquet: the rows as they are")
        .choices(["pyg", "parquet"])
        .default("pyg"),
    )
    .addOption(
      new Option("--scheme <name>", "how nodes become numbers; raw: the devices' parameters as they are")
        .choices(["kirchhoff@1", "paper-resistive@1", "paper-mos@1", "raw"])
        .default("kirchhoff@1"),
    )
    .option("--json", "print the description of what was written as JSON")
    .option("--quiet", "show no progress")
    .addHelpText(
      "after",
      `
docs/datasets.md shows the five lines of Python that read the arrays.

Examples:
  kirchhoff dataset export data/ladder --out ladder-pyg
  kirchhoff dataset export data/ladder --scheme paper-resistive@1 --out ladder-pyg
  kirchhoff dataset export data/ladder --format parquet --out ladder-parquet`,
    )
    .action((folder: string, flags: ExportFlags, command: Command) =>
      exportDataset(folder, flags, contextOf(command)),
    );
}

async function exportDataset(name: string, flags: ExportFlags, context: CliContext): Promise<void> {
  const { resolve } = await import("node:path");
  const { exportParquet, exportPyg } = await import("../../dataset/index.js");
  const [folder, out] = [name, flags.out].map((path) => resolve(context.cwd, path)) as [string, string];
  if (flags.format === "parquet") {
    const manifest = await exportParquet(folder, out);
    const rows = manifest.shards.reduce((sum, shard) => sum + shard.rows, 0);
    const files = `${rows} rows in ${manifest.shards.length} Parquet files; README.md says what each column holds`;
    context.stdout.write(flags.json ? `${JSON.stringify(manifest, null, 2)}\n` : `${flags.out}: ${files}\n`);
    return;
  }
  const interrupt = onInterrupt(context);
  const bar = { label: "exporting", unit: "graphs", silent: flags.json === true || flags.quiet === true };
  let progress: Progress | undefined;
  try {
    const description = await exportPyg({
      ...{ folder, out, scheme: flags.scheme, signal: interrupt.signal },
      onProgress({ done, total }) {
        progress ??= createProgress(context, { ...bar, total });
        progress.update(done);
      },
    });
    progress?.stop();
    context.stdout.write(
      flags.json ? `${JSON.stringify(description, null, 2)}\n` : describeExport(flags.out, description),
    );
  } catch (error) {
    progress?.stop();
    interrupt.throwIfRequested();
    throw error;
  } finally {
    interrupt.dispose();
  }
}

function describeExport(out: string, { columns, splits }: PygDescription): string {
  const counts = Object.entries(splits).map(
    ([split, { graphs, failed, nodes, directedEdges }]) =>
      `  ${split.padEnd(6)} ${graphs} graphs, ${nodes} nodes of ${columns.length} features, ${directedEdges} directed edges` +
      `${failed > 0 ? `; ${failed} failed rows left out` : ""}`,
  );
  return `${[`${out}: numpy arrays for PyTorch Geometric, explained in description.json`, ...counts].join("\n")}\n`;
}
