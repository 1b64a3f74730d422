import { SingleBar } from "cli-progress";
import type { CliContext } from "./context.js";

/** Shows how far a long piece of work is; costs nothing where nothing is to be shown. */
export interface Progress {
  /** Reports that `done` of `total` are done, with an optional remark (`loss 0.012`). */
  update(done: number, note?: string): void;
  /** Removes the bar; call it before printing results, also when the work fails. */
  stop(): void;
}

/** What a {@link Progress} counts, and how it may speak. */
export interface ProgressOptions {
  /** What is being done: `simulating`. */
  readonly label: string;
  readonly total: number;
  /** What is counted: `circuits`. */
  readonly unit?: string;
  /** Say nothing: under `--json` and `--quiet`. */
  readonly silent?: boolean;
  /** Milliseconds on a steady clock; for tests. */
  readonly now?: () => number;
}

/** Work that is expected to end within this time shows no progress at all. */
const quietMilliseconds = 2000;
/** A reader of a log gets a line this often. */
const lineMilliseconds = 5000;

/**
 * Progress with time left on standard error: a bar on a terminal, a plain line every few seconds elsewhere, nothing when
 * silent or when the work takes less than two seconds.
 */
export function createProgress(context: CliContext, options: ProgressOptions): Progress {
  if (options.silent) return { update() {}, stop() {} };
  return context.stderr.isTTY ? terminalProgress(context, options) : lineProgress(context, options);
}

function terminalProgress(context: CliContext, options: ProgressOptions): Progress {
  const { label, total, unit = "" } = options;
  const pace = new Pace(options);
  let bar: SingleBar | undefined;
  return {
    update(done, note = "") {
      pace.observe(done);
      if (!bar && !pace.isWorthShowing()) return;
      const words = { left: pace.timeLeft(), note: note && ` | ${note}` };
      if (bar) {
        bar.update(done, words);
        return;
      }
      bar = new SingleBar({
        format: `${label} {bar} {percentage}% | {value}/{total} ${unit} | {left}{note}`,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        barsize: 24,
        linewrap: true,
        clearOnComplete: true,
        gracefulExit: false,
        stream: context.stderr as NodeJS.WritableStream,
      });
      bar.start(total, done, words);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function lineProgress(context: CliContext, options: ProgressOptions): Progress {
  const { label, total, unit = "" } = options;
  const pace = new Pace(options);
  let last = 0;
  return {
    update(done, note = "") {
      pace.observe(done);
      if (pace.elapsed - last < lineMilliseconds || !pace.isWorthShowing()) return;
      last = pace.elapsed;
      const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
      const parts = [`${done}/${total} ${unit}`.trim(), pace.timeLeft(), note].filter(Boolean);
      context.stderr.write(`${label} ${percent}% (${parts.join(", ")})\n`);
    },
    stop() {},
  };
}

/**
 * How fast work goes, from its first report on: what was done before (resumed work) and the time until then (starting up) say
 * nothing of the rate.
 */
class Pace {
  /** Milliseconds since the work began. */
  elapsed = 0;
  readonly #total: number;
  readonly #now: () => number;
  readonly #start: number;
  #done = 0;
  #first: { elapsed: number; done: number } | undefined;

  constructor({ total, now = () => performance.now() }: ProgressOptions) {
    this.#total = total;
    this.#now = now;
    this.#start = now();
  }

  observe(done: number): void {
    this.elapsed = this.#now() - this.#start;
    this.#done = done;
    this.#first ??= { elapsed: this.elapsed, done };
  }

  /** Whether the whole work takes longer than the quiet time, as far as one can tell. */
  isWorthShowing(): boolean {
    if (this.elapsed >= quietMilliseconds) return true;
    const left = this.#millisecondsLeft();
    return (
      this.elapsed >= quietMilliseconds / 4 && left !== undefined && this.elapsed + left > quietMilliseconds
    );
  }

  /** `3 min 20 s left`. */
  timeLeft(): string {
    const left = this.#millisecondsLeft();
    return left === undefined ? "estimating" : `${formatDuration(left / 1000)} left`;
  }

  #millisecondsLeft(): number | undefined {
    const { elapsed, done } = this.#first ?? { elapsed: 0, done: 0 };
    const since = this.#done - done;
    // The first few say little: they wait for what starts up.
    if (since <= Math.min(5, this.#total / 100)) return undefined;
    return ((this.elapsed - elapsed) / since) * Math.max(this.#total - this.#done, 0);
  }
}

/** A duration in seconds in the two units that matter: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}
