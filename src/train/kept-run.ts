import {
  type CardBase,
  type CardReader,
  type Checkpoint,
  type ModelCard,
  readModelCard,
} from "../model/index.js";
import type { Metrics } from "./metrics.js";
import { checkpointOf, type Layouts, positionOf, type RunCard } from "./position.js";
import type { RunFolder } from "./run-folder.js";
import type { StopReason, TrainingObserver, TrainingPosition, Validation } from "./training-loop.js";

/** How far training has come. */
export interface TrainingProgress<Found> {
  readonly step: number;
  readonly steps: number;
  /** The step that this call began after; 0 unless it resumed a run. */
  readonly firstStep: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly last?: Validation<Found> | undefined;
  readonly best?: Validation<Found> | undefined;
}

export type PretrainProgress = TrainingProgress<Metrics>;

/** What came of training. */
export interface TrainingResult<Found, Card extends CardBase> {
  readonly reason: StopReason;
  /** Steps done, over all calls. */
  readonly step: number;
  readonly last?: Validation<Found> | undefined;
  readonly best?: Validation<Found> | undefined;
  /** The best weights by validation; the present ones where there was no validation yet. */
  readonly checkpoint: Checkpoint<Card>;
}

export type PretrainResult = TrainingResult<Metrics, ModelCard>;

/** What {@link keepRun} keeps a run with. */
export interface KeptRunOptions<Found, Card extends CardBase> {
  /** Without one, nothing is written. */
  readonly run: RunFolder | undefined;
  readonly layouts: Layouts;
  readonly card: RunCard<Card>;
  readonly steps: number;
  readonly onProgress: ((progress: TrainingProgress<Found>) => void) | undefined;
}

/**
 * Trains by `go`, from where the run's folder left off (undefined: from the beginning), and keeps in the folder what a run leaves
 * there: events, metrics, checkpoints.
 */
export function keepRun(
  options: KeptRunOptions<Metrics, ModelCard>,
  go: Go<Metrics>,
): Promise<PretrainResult> {
  return keepRunOf(readModelCard, options, go);
}

type Go<Found> = (
  stored: TrainingPosition<Found> | undefined,
  observer: TrainingObserver<Found>,
) => Promise<{ readonly position: TrainingPosition<Found>; readonly reason: StopReason }>;

/** Likewise of networks with another sort of card. */
export async function keepRunOf<Found extends object, Card extends CardBase>(
  readCard: CardReader<Card>,
  { run, layouts, card, steps, onProgress }: KeptRunOptions<Found, Card>,
  go: Go<Found>,
): Promise<TrainingResult<Found, Card>> {
  const kept = await run?.load("last", readCard);
  const stored = kept && positionOf<Found>(kept, layouts);
  const firstStep = stored?.state.step ?? 0;
  await run?.event(stored ? "resumed" : "started", { step: firstStep });
  let bestInMemory: Checkpoint<Card> | undefined;
  let { last, best }: Partial<TrainingPosition<Found>> = stored ?? {};
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
    bestInMemory ??
    (await run?.load("best", readCard)) ??
    checkpointOf(position, layouts, card, { resumable: false });
  return { reason, step: position.state.step, last: position.last, best: position.best, checkpoint };
}
