import { KirchhoffError } from "../core/index.js";
import { requestFor } from "./batch-request.js";
import { closeRuns } from "./end-runs.js";
import { classifyLog, type FailureReport } from "./failure.js";
import type { BatchReply, WorkerReply } from "./protocol.js";
import type { Batch } from "./run.js";
import type { RunQueue } from "./run-queue.js";
import { runLength } from "./step-result.js";
import type { SpawnWorker, WorkerHandle } from "./worker-handle.js";

const START_SECONDS = 60;
/** Batches in a worker's hands at once: one that it runs, one that waits, so that it never idles. */
const DEPTH = 2;

/** Settings of a {@link WorkerSlot}. */
export interface SlotOptions {
  readonly spawn: SpawnWorker;
  readonly queue: RunQueue;
  readonly timeoutSeconds: number;
  readonly recycleAfter: number;
  /** Told when the worker cannot be started again; the slot does nothing from then on. */
  onDead(message: string): void;
}

const STARTS = 3;

let nextBatchId = 1;
const noLogs: ReadonlyMap<number, string> = new Map();

/** A place for one worker: feeds it, watches its time, and puts a new one in its place when it hangs, dies or has run enough. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #worker: WorkerHandle | undefined;
  #ready = false;
  #batches: Batch[] = [];
  #templates = new Set<number>();
  #runs = 0;
  #failedStarts = 0;
  #timer: NodeJS.Timeout | undefined;
  #onStarted: ((outcome: { version: string } | { error: KirchhoffError }) => void) | undefined;
  #timedOut = false;
  residentBytes = 0;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** Starts the worker; resolves with the simulator's version. Throws SIMULATION_WORKER_START. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#onStarted = (outcome) =>
        "version" in outcome ? resolve(outcome.version) : reject(outcome.error);
      this.#spawn();
    });
  }

  /** Hands over as much work as the worker may hold. */
  feed(): void {
    while (this.#ready && this.#batches.length < DEPTH && this.#runs < this.#options.recycleAfter) {
      const work = this.#options.queue.take();
      if (!work) return;
      const batch: Batch = { id: nextBatchId++, ...work, done: 0 };
      this.#batches.push(batch);
      this.#runs += batch.runs.length;
      this.#worker!.post(requestFor(batch, this.#templates));
      if (this.#batches.length === 1) {
        this.#worker!.hold(true);
        this.#watch();
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const batch of this.#batches.splice(0)) closeRuns(batch.runs.slice(batch.done));
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.kill();
  }

  #spawn(): void {
    this.#ready = false;
    this.#templates = new Set();
    this.#runs = 0;
    this.#timedOut = false;
    const worker = this.#options.spawn({
      reply: (reply) => this.#worker === worker && this.#receive(reply),
      exit: (message, log) => this.#worker === worker && this.#ended(message, log),
    });
    this.#worker = worker;
    this.#timer = setTimeout(() => void worker.kill(), START_SECONDS * 1000);
  }

  #receive(reply: WorkerReply): void {
    if (reply.type === "ready") {
      clearTimeout(this.#timer);
      this.#ready = true;
      this.#failedStarts = 0;
      this.#worker!.hold(false);
      this.#onStarted?.({ version: reply.version });
      this.#onStarted = undefined;
      this.feed();
    } else if (reply.type === "broken") {
      this.#startFailed(reply.message);
    } else if (reply.type === "batch") {
      this.#settle(reply);
    } else if (reply.type === "done") {
      this.#batchDone(reply.reusable, reply.residentBytes);
    }
  }

  #settle({ first, seconds, vectors, failures }: BatchReply): void {
    const batch = this.#batches[0]!;
    const refused = new Map<number, string>();
    const failedSteps = new Map<number, Map<number, string>>();
    for (const { run, step, log } of failures) {
      if (step === undefined) refused.set(run, log);
      else failedSteps.set(run, (failedSteps.get(run) ?? new Map()).set(step, log));
    }
    let at = 0;
    let total = 0;
    for (let i = 0; i < seconds.length; i++) {
      const run = batch.runs[first + i]!;
      const log = refused.get(first + i);
      total += seconds[i]!;
      if (log === undefined) {
        const start = at;
        at += runLength(run.template.steps, vectors, start);
        const logs = failedSteps.get(first + i) ?? noLogs;
        run.settle({ ok: true, vector: vectors.subarray(start, at), logs, seconds: seconds[i]! });
      } else run.settle({ ok: false, failure: classifyLog(log), log, seconds: seconds[i]! });
    }
    batch.done = first + seconds.length;
    if (seconds.length > 0) this.#options.queue.observe(total / seconds.length);
    this.#watch();
  }

  #batchDone(reusable: boolean, residentBytes: number): void {
    this.residentBytes = residentBytes;
    const batch = this.#batches.shift()!;
    clearTimeout(this.#timer);
    if (batch.done < batch.runs.length) this.#options.queue.pushSuspects(batch.runs.slice(batch.done));
    if (!reusable || (this.#runs >= this.#options.recycleAfter && this.#batches.length === 0)) {
      this.#replace();
      return;
    }
    if (this.#batches.length > 0) this.#watch();
    this.feed();
    if (this.#batches.length === 0) this.#worker!.hold(false);
  }

  /** Gives the run that the worker is at its full time. */
  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      void this.#worker?.kill();
    }, this.#options.timeoutSeconds * 1000);
  }

  /** Lets the worker go and starts another; what it still held goes back into the queue. */
  #replace(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#returnToQueue(this.#batches.splice(0));
    void worker?.kill();
    this.#spawn();
  }

  #ended(message: string, log: string): void {
    clearTimeout(this.#timer);
    if (!this.#ready) {
      this.#startFailed(`${message}\n${log}`.trim());
      return;
    }
    const [active, ...others] = this.#batches.splice(0);
    const left = active?.runs.slice(active.done) ?? [];
    if (left.length === 1 && this.#timedOut && !left[0]!.wasLate) {
      // On a machine with too much to do a good circuit may take that long; datasets must not depend on it.
      left[0]!.wasLate = true;
      this.#options.queue.pushSuspects(left);
    } else if (left.length === 1) {
      const seconds = this.#timedOut ? this.#options.timeoutSeconds : 0;
      left[0]!.settle({ ok: false, failure: this.#causeOfDeath(message, log), log, seconds });
    } else this.#options.queue.pushSuspects(left);
    this.#returnToQueue(others);
    this.#worker = undefined;
    this.#spawn();
  }

  #causeOfDeath(message: string, log: string): FailureReport {
    if (this.#timedOut) {
      const { timeoutSeconds } = this.#options;
      return {
        reason: "SIMULATION_TIMEOUT",
        message: `no result within ${timeoutSeconds} s, twice; the simulator was replaced`,
      };
    }
    const told = classifyLog(log);
    return told.reason === "SIMULATION_NO_RESULT" ? { reason: "SIMULATION_CRASHED", message } : told;
  }

  #returnToQueue(batches: readonly Batch[]): void {
    for (const { runs, alter, done } of batches) {
      const left = runs.slice(done);
      if (alter) this.#options.queue.pushGroup(left);
      else for (const run of left) this.#options.queue.push(run);
    }
  }

  #startFailed(message: string): void {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#timer);
    void worker?.kill();
    const failed = this.#onStarted;
    this.#onStarted = undefined;
    if (failed) {
      failed({ error: startError(message) });
      return;
    }
    this.#ready = false;
    if (++this.#failedStarts < STARTS) this.#spawn();
    else this.#options.onDead(message);
  }
}

function startError(message: string): KirchhoffError {
  return new KirchhoffError("SIMULATION_WORKER_START", "a simulator did not start", {
    found: message,
    hint: "run `kirchhoff doctor`; --simulator embedded needs nothing installed",
  });
}
