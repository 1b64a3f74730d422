import type { CliContext } from "../../src/cli/index.js";

/** A context that collects what a command writes. */
export function captureContext(overrides: Partial<CliContext> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const context: CliContext = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    cwd: process.cwd(),
    exitCode: 0,
    ...overrides,
  };
  return { context, stdout: () => out.join(""), stderr: () => err.join("") };
}
