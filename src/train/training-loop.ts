import { KirchhoffError } from "../core/index.js";
import { scheduleOf } from "./schedule.js";
import type { TrainerConfig } from "./trainer-config.js";
import type { TrainingState, Update } from "./update-program.js";

/** A validation and the step after which it was made. */
export interface Validation<Metrics> {
  readonly step: number;
  readonly metrics: Metrics;
}

/** Where a training run stands: what a checkpoint keeps, so that the run can go on as if it had not stopped. */
export interface TrainingPosition<Metrics> {
  readonly state: TrainingState;
  readonly last?: Validation<Metrics> | undefined;
  readonly best?: Validation<Metrics> | undefined;
}

/** One line of a run's metrics: means over the steps since the line before. */
export interface StepRecord {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly graphsPerSecond: number;
}

/** Told of what happens in a run, in order; training waits for each. */
export interface TrainingObserver<Metrics> {
  onStep?(step: number, loss: number, learningRate: number): void;
  onRecord?(record: StepRecord): Promise<void>;
  onValidation?(
    position: TrainingPosition<Metrics>,
    validation: Validation<Metrics>,
    isBest: boolean,
  ): Promise<void>;
  onCheckpoint?(position: TrainingPosition<Metrics>): Promise<void>;
}

export type StopReason = "finished" | "stopped-early" | "interrupted";

/** What is trained: how a step is made, and how weights are judged. */
export interface TrainingTask<Metrics> {
  readonly config: Pick<TrainerConfig, "steps" | "learningRate" | "logEvery" | "checkpointEvery"> & {
    readonly validation: Pick<TrainerConfig["validation"], "every" | "patience">;
  };
  /** Makes step `state.step + 1`; `graphs` is how many it learned from. */
  step(
    state: TrainingState,
    learningRate: number,
  ): Promise<Omit<Update, "outputs"> & { readonly graphs: number }>;
  validate(state: TrainingState): Promise<Metrics>;
  isBetter(found: Metrics, best: Metrics): boolean;
}

/**
 * Trains from a position to the end, to the end of patience, or to the step after `signal` is aborted.
 *
 * Throws TRAIN_DIVERGED where the loss is no longer a number.
 */
export async function runTraining<Metrics>(
  task: TrainingTask<Metrics>,
  from: TrainingPosition<Metrics>,
  observer: TrainingObserver<Metrics> = {},
  signal?: AbortSignal,
): Promise<{ position: TrainingPosition<Metrics>; reason: StopReason }> {
  const { config } = task;
  const learningRateOf = scheduleOf(config);
  let position = from;
  let window = new RecordWindow();
  while (position.state.step < config.steps) {
    if (patienceIsOver(position, config.validation)) return { position, reason: "stopped-early" };
    if (signal?.aborted) {
      await observer.onCheckpoint?.(position);
      return { position, reason: "interrupted" };
    }
    const step = position.state.step + 1;
    const learningRate = learningRateOf(step);
    const result = await task.step(position.state, learningRate);
    expectNumbers(step, learningRate, result);
    position = { ...position, state: result.state };
    window.add(result.loss, result.gradientNorm, result.graphs);
    observer.onStep?.(step, result.loss, learningRate);
    if (step % config.logEvery === 0 || step === config.steps) {
      await observer.onRecord?.(window.record(step, learningRate));
      window = new RecordWindow();
    }
    if (step % config.validation.every === 0 || step === config.steps) {
      position = await validate(task, position, observer);
    }
    if (step % config.checkpointEvery === 0 || step === config.steps) {
      await observer.onCheckpoint?.(position);
    }
  }
  return { position, reason: "finished" };
}

function expectNumbers(
  step: number,
  learningRate: number,
  { loss, gradientNorm }: Pick<Update, "loss" | "gradientNorm">,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  throw new KirchhoffError("TRAIN_DIVERGED", `the loss is not a number at step ${step}`, {
    found: `loss ${loss}, gradient norm ${gradientNorm}, learning rate ${learningRate}`,
    hint: "lower learningRate.peak, lengthen learningRate.warmup, or set clipNorm: 1",
  });
}

async function validate<Metrics>(
  task: TrainingTask<Metrics>,
  position: TrainingPosition<Metrics>,
  observer: TrainingObserver<Metrics>,
): Promise<TrainingPosition<Metrics>> {
  const metrics = await task.validate(position.state);
  const validation = { step: position.state.step, metrics };
  const isBest = position.best === undefined || task.isBetter(metrics, position.best.metrics);
  const next = { ...position, last: validation, best: isBest ? validation : position.best };
  await observer.onValidation?.(next, validation, isBest);
  return next;
}

function patienceIsOver(
  { last, best }: TrainingPosition<unknown>,
  { every, patience }: Pick<TrainerConfig["validation"], "every" | "patience">,
): boolean {
  if (patience === undefined || !last || !best) return false;
  return last.step - best.step >= patience * every;
}

/** Sums over the steps of one line of metrics. */
class RecordWindow {
  readonly #started = performance.now();
  #steps = 0;
  #loss = 0;
  #gradientNorm = 0;
  #graphs = 0;

  add(loss: number, gradientNorm: number, graphs: number): void {
    this.#steps++;
    this.#loss += loss;
    this.#gradientNorm += gradientNorm;
    this.#graphs += graphs;
  }

  record(step: number, learningRate: number): StepRecord {
    const seconds = (performance.now() - this.#started) / 1000;
    return {
      step,
      loss: this.#loss / this.#steps,
      gradientNorm: this.#gradientNorm / this.#steps,
      learningRate,
      graphsPerSecond: this.#graphs / seconds,
    };
  }
}
