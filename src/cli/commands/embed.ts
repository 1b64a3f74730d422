import type { Command } from "commander";
import { contextOf, createProgress, ExitCode } from "../index.js";
import { modelOption } from "../similar/model-option.js";
import { includeRootOption } from "../simulate/include-root-option.js";

interface EmbedFlags {
  readonly model?: string;
  readonly out?: string;
  readonly includeRoot: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff embed`: netlists to vectors of numbers, similar ones for similar circuits. */
export function register(program: Command): void {
  program
    .command("embed")
    .description("write netlists as vectors, similar ones for similar circuits")
    .argument("<file...>", "SPICE netlists, or folders of them")
    .addOption(modelOption())
    .option("-o, --out <file>", "file to write, in place of standard output")
    .addOption(includeRootOption())
    .option("--json", "write JSON in place of CSV")
    .option("--quiet", "show no progress")
    .addHelpText(
      "after",
      `
A file's circuit is what stands at its top level; of a file that only defines subcircuits each one is a circuit, FILE:NAME. Files that
cannot be read are told of and skipped; the exit code is then 1. Values of devices do not count, only what is connected to what.

Examples:
  kirchhoff embed examples/circuits/*.sp --model runs/dice > embeddings.csv
  kirchhoff embed my-netlists --model runs/dice --json --out embeddings.json`,
    )
    .action(async (paths: readonly string[], flags: EmbedFlags, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const { embedFiles, readingBar, tellOddities } = await import("../similar/embed-circuits.js");
      const { netlistFiles } = await import("../similar/find-circuits.js");
      const { openEncoder } = await import("../similar/open-encoder.js");
      const files = netlistFiles(paths, context.cwd);
      const encoder = await openEncoder(flags.model, context);
      try {
        const silent = flags.json === true || flags.quiet === true;
        const progress = createProgress(context, { ...readingBar, total: files.length, silent });
        const found = await embedFiles(encoder, files, {
          cwd: context.cwd,
          progress,
          roots: flags.includeRoot,
        });
        tellOddities(found, context);
        if (found.skipped.length > 0 || found.circuits.length === 0) context.exitCode = ExitCode.failed;
        const rows = found.circuits.map(({ name, embedding }) => ({
          circuit: name,
          embedding: [...embedding],
        }));
        const text = flags.json
          ? `${JSON.stringify({ width: encoder.width, circuits: rows, skipped: found.skipped }, null, 2)}\n`
          : csv(rows, encoder.width);
        if (flags.out === undefined) context.stdout.write(text);
        else {
          const { writeDurably } = await import("../../core/node/index.js");
          await writeDurably(resolve(context.cwd, flags.out), text);
          context.stdout.write(`${flags.out}: ${rows.length} circuits, ${encoder.width} numbers each\n`);
        }
      } finally {
        await encoder.release();
      }
    });
}

function csv(
  rows: readonly { readonly circuit: string; readonly embedding: readonly number[] }[],
  width: number,
) {
  const head = ["circuit", ...Array.from({ length: width }, (_, i) => `e${i}`)];
  const lines = rows.map(({ circuit, embedding }) =>
    [quoted(circuit), ...embedding.map((value) => Number(value.toPrecision(7)))].join(","),
  );
  return `${[head.join(","), ...lines].join("\n")}\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
