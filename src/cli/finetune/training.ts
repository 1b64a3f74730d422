import type { FinetuneConfig, FinetuneProgress, FinetuneResult } from "../../train/index.js";
import { type CliContext, createProgress, onInterrupt, type Progress } from "../index.js";
import type { FinetuneFlags } from "./flags.js";

/** Opens the dataset once, for networks and report alike; one that is labelled in memory takes its time, and a bar. */
export async function openData(config: FinetuneConfig, flags: FinetuneFlags, context: CliContext) {
  const { openFinetuneData } = await import("../../train/index.js");
  let progress: Progress | undefined;
  const interrupt = onInterrupt(context);
  try {
    return await openFinetuneData(config, {
      signal: interrupt.signal,
      onProgress({ done, total, failed }) {
        progress ??= createProgress(context, {
          label: "labelling",
          total,
          unit: "circuits",
          silent: flags.json === true || flags.quiet === true,
        });
        progress.update(done, failed > 0 ? `${failed} failed` : "");
      },
    });
  } finally {
    progress?.stop();
    interrupt.dispose();
  }
}

/** What {@link attend} gives the work that it attends to. */
export interface Hooks {
  readonly signal: AbortSignal;
  onProgress(progress: FinetuneProgress): void;
}

/** Runs fine-tuning with a progress bar and Ctrl-C; `resume` is the command that goes on. */
export async function attend(
  { label, resume }: { readonly label: string; readonly resume: string },
  flags: FinetuneFlags,
  context: CliContext,
  work: (hooks: Hooks) => Promise<FinetuneResult>,
): Promise<FinetuneResult> {
  let progress: Progress | undefined;
  const interrupt = onInterrupt(context, { resume });
  try {
    const result = await work({
      signal: interrupt.signal,
      onProgress({ member, members, step, steps, loss, best }) {
        progress ??= createProgress(context, {
          label,
          total: members * steps,
          unit: "steps",
          silent: flags.json === true || flags.quiet === true,
        });
        const error = best ? `, held-out error ${best.metrics.rmse.toPrecision(3)}` : "";
        progress.update(member * steps + step, `network ${member + 1}, loss ${loss.toPrecision(3)}${error}`);
      },
    });
    progress?.stop();
    if (result.reason === "interrupted") interrupt.throwIfRequested();
    return result;
  } finally {
    progress?.stop();
    interrupt.dispose();
  }
}
