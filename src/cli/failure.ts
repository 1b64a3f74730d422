import type { KirchhoffError } from "../core/index.js";
import { type CliContext, ExitCode, mayColour } from "./context.js";
import { printable } from "./printable.js";

/** How a failed command ends: what is printed, and the exit code. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** What to do about the system errors that users meet, by their code. */
const systemErrors: Readonly<Record<string, { what: string; hint: string }>> = {
  ENOENT: { what: "no such file or folder", hint: "check the path" },
  EACCES: { what: "permission denied", hint: "check who may read or write the path" },
  EISDIR: { what: "this is a folder, not a file", hint: "name a file" },
  ENOTDIR: { what: "a part of this path is a file, not a folder", hint: "check the path" },
  EEXIST: { what: "this is there already, and no folder", hint: "choose another name" },
  ENAMETOOLONG: { what: "the name is too long", hint: "choose a shorter one" },
  EPERM: { what: "this is not permitted", hint: "check who may read or write the path" },
  ENOSPC: {
    what: "the disk is full",
    hint: "free some space, then run the command again, with --resume where it has one",
  },
  EROFS: { what: "the file system is read-only", hint: "write somewhere else" },
  EMFILE: { what: "too many open files", hint: "raise the limit (ulimit -n) or use fewer workers" },
};

/** Puts an error into words: no stack unless `debug`, and always something to do. */
export function describeFailure(
  error: unknown,
  { debug, context }: { debug: boolean; context: CliContext },
): Failure {
  if (isKirchhoffError(error) && error.code.endsWith("_INTERRUPTED")) {
    return { text: error.message, exitCode: ExitCode.interrupted };
  }
  const colour = mayColour(context.stderr, context.env);
  const head = (label: string) => (colour ? `\u001b[1;31m${label}:\u001b[0m` : `${label}:`);
  const stack = debug && error instanceof Error ? `\n\n${stackOf(error)}` : "";
  return { text: describe(error, head) + stack, exitCode: ExitCode.failed };
}

function describe(error: unknown, head: (label: string) => string): string {
  if (isKirchhoffError(error)) return `${head(`error ${error.code}`)} ${printable(error.message)}`;
  const { code, path } = error as NodeJS.ErrnoException;
  const known = typeof code === "string" ? systemErrors[code] : undefined;
  if (known)
    return `${head(`error ${code}`)} ${path ? `${path}: ` : ""}${known.what}\n  do:       ${known.hint}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${head("internal error")} ${message}\n  do:       run again with --debug and report what it prints`;
}

/** By name, not by class: the class would load the whole of `core` for every `--help`. */
function isKirchhoffError(error: unknown): error is KirchhoffError {
  return error instanceof Error && error.name === "KirchhoffError";
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return (error.stack ?? error.message) + cause;
}
