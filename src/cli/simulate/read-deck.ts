import type { Diagnostic, Elaboration, FileProvider } from "../../netlist/index.js";
import type { CliContext } from "../index.js";
import { ExitCode, printable } from "../index.js";
import { oddities } from "./oddities.js";

/** Errors of a netlist that are printed: enough to begin with, and a screen of them where the file is no netlist. */
const mostErrors = 20;

/** A netlist file as it was read. */
export interface DeckFile {
  readonly text: string;
  readonly files: FileProvider;
}

/** Reads a deck's text; its includes come from `roots`, or from its own folder, and from `PDK_ROOT` where that is set. */
export async function readDeckFile(
  deck: string,
  roots: readonly string[],
  context: CliContext,
): Promise<DeckFile> {
  const { dirname, resolve } = await import("node:path");
  const { nodeFiles, readDeck } = await import("../../netlist/node-files/index.js");
  const path = resolve(context.cwd, deck);
  const { text } = readDeck(path);
  return { text, files: nodeFiles(await includeRoots(dirname(path), roots, context)) };
}

/**
 * Finds the files that another one, `by` (a testbench, a recipe), names. Throws CLI_FILE_OUTSIDE for one that lies neither below its
 * folder nor below the working folder, `PDK_ROOT` or one of `roots`.
 */
export async function namedFiles(
  by: string,
  roots: readonly string[],
  context: CliContext,
): Promise<(name: string) => string> {
  const { dirname, relative, resolve } = await import("node:path");
  const { nodeFiles } = await import("../../netlist/node-files/index.js");
  const { KirchhoffError } = await import("../../core/index.js");
  const folders = [dirname(by), context.cwd, ...(await includeRoots(context.cwd, roots, context))];
  const files = nodeFiles(folders);
  return (name) => {
    const path = resolve(dirname(by), name);
    if (files.read(path, by).status !== "outside-roots") return path;
    throw new KirchhoffError("CLI_FILE_OUTSIDE", `${relative(context.cwd, by)} names a file elsewhere`, {
      found: name,
      expected: "a file below its own folder or below the working folder",
      hint: "where it is to be trusted: --include-root <its folder>",
    });
  };
}

/** The folders that includes may read from. */
export async function includeRoots(
  own: string,
  roots: readonly string[],
  context: CliContext,
): Promise<string[]> {
  const { resolve } = await import("node:path");
  const { existsSync } = await import("node:fs");
  const kit = context.env.PDK_ROOT;
  const hasKit = kit !== undefined && kit !== "" && existsSync(resolve(context.cwd, kit));
  const named = roots.length > 0 ? roots : [own];
  return [...named, ...(hasKit ? [kit] : [])].map((root) => resolve(context.cwd, root));
}

/**
 * Elaborates a deck to simulate (or to predict: then models may be undefined); prints its errors and gives undefined where it has any,
 * else prints its warnings and what looks like a slip. Throws CLI_EMPTY_CIRCUIT.
 */
export async function elaborateDeck(
  deck: string,
  { text, files }: DeckFile,
  context: CliContext,
  purpose: "simulate" | "predict" = "simulate",
): Promise<Elaboration | undefined> {
  const { formatDiagnostic, readNetlist } = await import("../../netlist/index.js");
  const elaboration = readNetlist(text, { file: deck, files });
  const isError = ({ severity, code }: Diagnostic) =>
    severity === "error" || (purpose === "simulate" && code === "NETLIST_UNDEFINED_MODEL");
  const errors = elaboration.diagnostics.filter(isError);
  if (errors.length === 0) {
    if (elaboration.circuit.devices.length > 0) {
      await printWarnings(elaboration, context);
      for (const text of oddities(elaboration.circuit))
        context.stderr.write(`${printable(`note: ${deck}: ${text}`)}\n`);
      return elaboration;
    }
    const { KirchhoffError } = await import("../../core/index.js");
    throw new KirchhoffError(
      "CLI_EMPTY_CIRCUIT",
      `the netlist has no device, so that there is nothing to ${purpose}`,
      { location: { file: deck, line: 1, column: 1 }, expected: "a title line, then devices" },
    );
  }
  for (const error of errors.slice(0, mostErrors))
    context.stderr.write(`${printable(formatDiagnostic({ ...error, severity: "error" }))}\n`);
  const more = errors.length - mostErrors;
  if (more > 0)
    context.stderr.write(`… and ${more} more; see them all with: kirchhoff parse ${deck} --limit 0\n`);
  context.exitCode = ExitCode.failed;
  return undefined;
}

/** Prints what looks like a slip in a netlist, each once. */
export async function printWarnings({ diagnostics }: Pick<Elaboration, "diagnostics">, context: CliContext) {
  const { formatDiagnostic } = await import("../../netlist/index.js");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(formatDiagnostic);
  for (const warning of [...new Set(warnings)].slice(0, mostErrors))
    context.stderr.write(`${printable(warning)}\n`);
}
