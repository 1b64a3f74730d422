import type { PendingRun } from "./run.js";

const LARGEST_BATCH = 128;
const BATCH_SECONDS = 0.05;

/** What waits for a worker, and how much of it goes at a time. */
export class RunQueue {
  #runs: PendingRun[] = [];
  #head = 0;
  #suspects: PendingRun[] = [];
  #groups: (readonly PendingRun[])[] = [];
  #secondsPerRun = BATCH_SECONDS / 8;
  readonly #workers: number;

  constructor(workers: number) {
    this.#workers = workers;
  }

  push(run: PendingRun): void {
    this.#runs.push(run);
  }

  /** Runs that stay together, in order, by altering one loaded deck. */
  pushGroup(runs: readonly PendingRun[]): void {
    this.#groups.push(runs);
  }

  /** Runs whose batch came to a bad end: each goes alone. */
  pushSuspects(runs: readonly PendingRun[]): void {
    this.#suspects.push(...runs);
  }

  /** Learns how long runs take, so that a batch lasts about {@link BATCH_SECONDS}. */
  observe(secondsPerRun: number): void {
    this.#secondsPerRun = 0.8 * this.#secondsPerRun + 0.2 * Math.max(secondsPerRun, 1e-6);
  }

  /** The next runs for a worker, or undefined. */
  take(): { runs: readonly PendingRun[]; alter: boolean } | undefined {
    for (let run = this.#suspects.shift(); run; run = this.#suspects.shift()) {
      if (!run.cancelled) return { runs: [run], alter: false };
    }
    for (let group = this.#groups.shift(); group; group = this.#groups.shift()) {
      const runs = group.filter((run) => !run.cancelled);
      if (runs.length > 0) return { runs, alter: true };
    }
    const waiting = this.#runs.length - this.#head;
    const share = Math.ceil(waiting / (2 * this.#workers));
    const size = Math.max(1, Math.min(share, LARGEST_BATCH, Math.round(BATCH_SECONDS / this.#secondsPerRun)));
    const runs: PendingRun[] = [];
    while (runs.length < size && this.#head < this.#runs.length) {
      const run = this.#runs[this.#head++]!;
      if (!run.cancelled) runs.push(run);
    }
    if (this.#head > 4096 || this.#head === this.#runs.length) {
      this.#runs = this.#runs.slice(this.#head);
      this.#head = 0;
    }
    // Those of one template together: a worker may keep its deck.
    runs.sort((a, b) => a.template.id - b.template.id);
    return runs.length > 0 ? { runs, alter: false } : undefined;
  }

  /** Empties the queue. */
  drain(): PendingRun[] {
    const all = [...this.#suspects, ...this.#groups.flat(), ...this.#runs.slice(this.#head)];
    this.#runs = [];
    this.#head = 0;
    this.#suspects = [];
    this.#groups = [];
    return all;
  }
}
