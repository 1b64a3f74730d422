import type { Command } from "commander";

/** A stream that a command writes text to; a terminal says so by `isTTY`. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The world as a command sees it: injected, so that commands run in process under test. */
export interface CliContext {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths on the command line start from. */
  readonly cwd: string;
  /** What the process exits with; a command that found problems sets it to {@link ExitCode.failed}. */
  exitCode: number;
}

/** The exit codes of every command. */
export const ExitCode = {
  ok: 0,
  /** The command ran and failed, or found errors in its input. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** The code of the error by which a command says that it stopped because the user asked. */
export const interruptedCode = "CLI_INTERRUPTED";

const contexts = new WeakMap<Command, CliContext>();

/** The context of the running process. */
export function processContext(): CliContext {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, env, cwd: process.cwd(), exitCode: ExitCode.ok };
}

/** Ties a context to a program, for {@link contextOf} to find from any of its commands. */
export function attachContext(program: Command, context: CliContext): void {
  contexts.set(program, context);
}

/** The context of the program that `command` belongs to; the process itself where none is attached. */
export function contextOf(command: Command): CliContext {
  for (let at: Command | null = command; at; at = at.parent) {
    const context = contexts.get(at);
    if (context) return context;
  }
  const context = processContext();
  attachContext(command, context);
  return context;
}

/** Whether text on this stream may be coloured (a terminal, and `NO_COLOR` unset). */
export function mayColour(stream: TextStream, env: CliContext["env"]): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}
