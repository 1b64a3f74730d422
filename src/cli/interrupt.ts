import { KirchhoffError } from "../core/index.js";
import { type CliContext, ExitCode, interruptedCode } from "./context.js";

/** Ctrl-C, as a long command sees it. */
export interface Interrupt {
  /** Aborted by the first Ctrl-C (or SIGTERM): stop at the next safe point. */
  readonly signal: AbortSignal;
  /** Throws `CLI_INTERRUPTED` (exit code 130) if the user has asked to stop. */
  throwIfRequested(): void;
  /** Gives Ctrl-C back its ordinary meaning. */
  dispose(): void;
}

/** Where interrupts come from; the process, or an emitter of its own under test. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Turns the first Ctrl-C into a request to stop at the next safe point; the second one leaves at once with exit code 130. Either
 * way the last line says how to continue (`resume`, a command line).
 */
export function onInterrupt(
  context: CliContext,
  { resume, source = process }: { resume?: string; source?: SignalSource } = {},
): Interrupt {
  const controller = new AbortController();
  const how = resume === undefined ? "" : `\nContinue later with: ${resume}`;
  const listener = () => {
    if (controller.signal.aborted) {
      context.stderr.write(`${how}\n`);
      source.exit(ExitCode.interrupted);
      return;
    }
    context.stderr.write(`\nStopping at the next safe point; press Ctrl-C again to leave at once.\n`);
    controller.abort();
  };
  source.on("SIGINT", listener);
  source.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    throwIfRequested() {
      if (controller.signal.aborted) throw new KirchhoffError(interruptedCode, `Stopped on request.${how}`);
    },
    dispose() {
      source.off("SIGINT", listener);
      source.off("SIGTERM", listener);
    },
  };
}
