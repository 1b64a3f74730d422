export { type CommandEntry, type CommandModule, commandTable } from "./command-table.js";
export {
  type CliContext,
  contextOf,
  ExitCode,
  mayColour,
  type TextStream,
} from "./context.js";
export { type Interrupt, onInterrupt, type SignalSource } from "./interrupt.js";
export { loadProgram, main } from "./main.js";
export { printable } from "./printable.js";
export { createProgress, formatDuration, type Progress, type ProgressOptions } from "./progress.js";
export { readText } from "./read-text.js";
export { cliReference } from "./reference.js";
