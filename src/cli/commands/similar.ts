import { type Command, Option } from "commander";
import { contextOf, createProgress, printable } from "../index.js";
import { integerFrom } from "../option-values.js";
import { modelOption } from "../similar/model-option.js";
import type { Comparison, Neighbour } from "../similar/nearest-circuits.js";
import { includeRootOption } from "../simulate/include-root-option.js";

interface SimilarFlags {
  readonly in: readonly string[];
  readonly model?: string;
  readonly count: number;
  readonly by: Comparison;
  readonly includeRoot: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff similar`: the circuits of a folder that are most like a netlist. */
export function register(program: Command): void {
  program
    .command("similar")
    .description("find the circuits of a folder that are most like a netlist")
    .argument("<file>", "SPICE netlist; FILE:NAME takes one of its subcircuits")
    .requiredOption("--in <folder...>", "folders or files to look in")
    .addOption(modelOption())
    .option("-n, --count <number>", "circuits to show", integerFrom(1), 10)
    .addOption(
      new Option("--by <what>", "what circuits are compared by")
        .choices(["both", "structure", "devices"] satisfies Comparison[])
        .default("both"),
    )
    .addOption(includeRootOption())
    .option("--json", "print as JSON")
    .option("--quiet", "show no progress")
    .addHelpText(
      "after",
      `
The score is the mean of two: of structure, the cosine of embeddings, which is 1 for circuits that the encoder cannot tell apart; and of
devices, the share of them that both have, kind by kind. --by takes one alone. Beside the score stands what is shared. Files that cannot
be read are told of and skipped.

Examples:
  kirchhoff similar examples/circuits/opamp.sp --in circuits --model runs/dice
  kirchhoff similar circuits/otas.sp:ota_5t_nmos --in my-netlists --model runs/dice --json`,
    )
    .action(async (path: string, flags: SimilarFlags, command: Command) => {
      const context = contextOf(command);
      const { KirchhoffError } = await import("../../core/index.js");
      const { embedFiles, readingBar, tellOddities } = await import("../similar/embed-circuits.js");
      const { fileAndCircuit, netlistFiles } = await import("../similar/find-circuits.js");
      const { nearestCircuits, sharedText } = await import("../similar/nearest-circuits.js");
      const { openEncoder } = await import("../similar/open-encoder.js");
      const { file, only } = fileAndCircuit(path, context.cwd);
      const [asked, files] = [netlistFiles([file], context.cwd), netlistFiles(flags.in, context.cwd)];
      const encoder = await openEncoder(flags.model, context);
      try {
        const silent = flags.json === true || flags.quiet === true;
        const bar = (total: number) => createProgress(context, { ...readingBar, total, silent });
        const options = { cwd: context.cwd, roots: flags.includeRoot };
        const queries = await embedFiles(encoder, asked, { ...options, only, progress: bar(asked.length) });
        if (queries.circuits.length === 0) {
          throw new KirchhoffError("CLI_NO_CIRCUIT", `${path} holds no circuit to look for`, {
            ...(queries.skipped[0] && { found: queries.skipped[0].reason }),
            expected: "a netlist with devices, or FILE:NAME of a subcircuit that it defines",
          });
        }
        const candidates = await embedFiles(encoder, files, { ...options, progress: bar(files.length) });
        tellOddities({ circuits: queries.circuits, skipped: candidates.skipped }, context);
        const results = queries.circuits.map((query) => ({
          circuit: query.name,
          devices: query.graph.devices,
          nearest: nearestCircuits(query, candidates.circuits, flags.count, flags.by),
        }));
        context.stdout.write(
          flags.json
            ? `${JSON.stringify({ results, skipped: candidates.skipped }, null, 2)}\n`
            : printable(results.map((result) => table(result, sharedText)).join("\n")),
        );
      } finally {
        await encoder.release();
      }
    });
}

interface Answer {
  readonly circuit: string;
  readonly devices: number;
  readonly nearest: readonly Neighbour[];
}

function table(result: Answer, sharedText: (neighbour: Neighbour) => string): string {
  const { circuit, devices, nearest } = result;
  const wide = Math.max(0, ...nearest.map((each) => each.circuit.length));
  const lines = nearest.map((each) => {
    return `  ${each.similarity.toFixed(3)}  ${each.circuit.padEnd(wide)}  of ${each.devices} devices shares ${sharedText(each)}`;
  });
  const none = nearest.length === 0 ? ["  nothing to compare it with"] : [];
  return `${[`${circuit}: ${devices} devices`, ...lines, ...none].join("\n")}\n`;
}
