import type { Checkpoint } from "../model/index.js";
import { checkpointOf, type Layouts, positionOf, type RunCard } from "./position.js";
import type { RunFolder } from "./run-folder.js";
import type { StopReason, TrainerObserver, TrainerPosition, Validation } from "./trainer.js";

/** How far training has come. */
export interface PretrainProgress {
  readonly step: number;
  readonly steps: number;
  /** The step that this call began after; 0 unless it resumed a run. */
  readonly firstStep: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly last?: Validation | undefined;
  readonly best?: Validation | undefined;
}

/** What came of training. */
export interface PretrainResult {
  readonly reason: StopReason;
  /** Steps done, over all calls. */
  readonly step: number;
  readonly last?: Validation | undefined;
  readonly best?: Validation | undefined;
  /** The best weights by validation; the present ones where there was no validation yet. */
  readonly checkpoint: Checkpoint;
}

/** What {@link keepRun} keeps a run with. */
export interface KeptRunOptions {
  /** Without one, nothing is written. */
  readonly run: RunFolder | undefined;
  readonly layouts: Layouts;
  readonly card: RunCard;
  readonly steps: number;
  readonly onProgress: ((progress: PretrainProgress) => void) | undefined;
}

/**
 * Trains by `go`, from where the run's folder left off (undefined: from the beginning), and keeps in the folder what a run leaves
 * there: events, metrics, checkpoints.
 */
export async function keepRun(
  { run, layouts, card, steps, onProgress }: KeptRunOptions,
  go: (
    stored: TrainerPosition | undefined,
    observer: TrainerObserver,
  ) => Promise<{ readonly position: TrainerPosition; readonly reason: StopReason }>,
): Promise<PretrainResult> {
  const kept = await run?.load("last");
  const stored = kept && positionOf(kept, layouts);
  const firstStep = stored?.state.step ?? 0;
  await run?.event(stored ? "resumed" : "started", { step: firstStep });
  let bestInMemory: Checkpoint | undefined;
  let { last, best }: Partial<TrainerPosition> = stored ?? {};
  const { position, reason } = await go(stored, {
    onStep: (step, loss, learningRate) =>
      onProgress?.({ step, steps, firstStep, loss, learningRate, last, best }),
    onRecord: async (record) => run?.record(record),
    async onValidation(at, validation, isBest) {
      ({ last, best } = at);
      await run?.event("validated", { step: validation.step, ...validation.metrics, best: isBest });
      if (!isBest) return;
      bestInMemory = checkpointOf(at, layouts, card, { resumable: false });
      await run?.save("best", bestInMemory);
    },
    async onCheckpoint(at) {
      await run?.save("last", checkpointOf(at, layouts, card, { resumable: true }));
      await run?.event("checkpoint", { step: at.state.step });
    },
  });
  await run?.event(reason, { step: position.state.step });
  const checkpoint =
    bestInMemory ?? (await run?.load("best")) ?? checkpointOf(position, layouts, card, { resumable: false });
  return { reason, step: position.state.step, last: position.last, best: position.best, checkpoint };
}
