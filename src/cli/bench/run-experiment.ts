import type { Command } from "commander";
import { type CliContext, createProgress, onInterrupt, type Progress, printable } from "../index.js";

/** The options that every experiment has. */
export interface ExperimentFlags {
  readonly out?: string;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Adds the options with which those of an experiment end: what `--resume` does, and what `--json` prints. */
export function addRunOptions(command: Command, resume: string, printed: string): Command {
  return command
    .option("--resume", resume)
    .option("--json", `print the ${printed} as JSON`)
    .option("--quiet", "show no progress");
}

/** How far an experiment is, as the progress bar counts it; another `label` begins another bar. */
export interface Position {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly note?: string;
}

/** Positions in thousandths of a cell, so that the time left counts what is done of the one under way. */
export function inThousandths(
  label: string,
  { done, total, share }: { readonly done: number; readonly total: number; readonly share: number },
  note: string,
): Position {
  return { label, done: Math.floor(1000 * (done + share)), total: 1000 * total, unit: "‰", note };
}

/** The share of a network's steps that are done. */
export const shareOf = (training: { readonly step: number; readonly steps: number } | undefined): number =>
  training ? training.step / training.steps : 0;

/** An experiment, as the command that runs it tells of it. */
export interface Experiment<Stage, Result extends object> {
  /** Where it lies without `--out`. */
  readonly folder: string;
  /** What came of it, or nothing where the signal stopped it. */
  run(control: {
    readonly folder: string;
    readonly signal: AbortSignal;
    readonly onProgress: (stage: Stage) => void;
  }): Promise<Result | undefined>;
  position(stage: Stage): Position;
  describe(result: Result, folder: string): string;
}

/** Runs an experiment with a progress bar and Ctrl-C, and prints what came of it. */
export async function runExperiment<Stage, Result extends object>(
  flags: ExperimentFlags,
  context: CliContext,
  experiment: Experiment<Stage, Result>,
): Promise<void> {
  const { resolve } = await import("node:path");
  const folder = resolve(context.cwd, flags.out ?? experiment.folder);
  const bar = barOf(context, flags.json === true || flags.quiet === true);
  const interrupt = onInterrupt(context, { resume: "the same command with --resume" });
  try {
    const result = await experiment.run({
      folder,
      signal: interrupt.signal,
      onProgress: (stage) => bar.show(experiment.position(stage)),
    });
    bar.stop();
    if (!result) return interrupt.throwIfRequested();
    const text = flags.json
      ? JSON.stringify({ folder, ...result }, null, 2)
      : experiment.describe(result, folder);
    context.stdout.write(printable(`${text}\n`));
  } catch (error) {
    bar.stop();
    interrupt.throwIfRequested();
    throw error;
  } finally {
    interrupt.dispose();
  }
}

function barOf(context: CliContext, silent: boolean) {
  let bar: Progress | undefined;
  let shown: string | undefined;
  return {
    show({ label, done, total, unit, note }: Position): void {
      if (label !== shown) {
        bar?.stop();
        bar = createProgress(context, { label, total, unit, silent });
        shown = label;
      }
      bar?.update(done, note);
    },
    stop: () => bar?.stop(),
  };
}
