import type { Analysis } from "./analysis.js";
import type { Ledger, LedgerEntry } from "./ledger.js";
import type { AnalysisOutput } from "./output.js";
import type { SimulationResult } from "./simulator.js";

type Settle = (result: SimulationResult<readonly AnalysisOutput[]>) => void;

/** Counts the results of one call and enters them in the ledger at its end. */
export class Tally {
  cached = 0;
  #count = 0;
  #seconds = 0;
  readonly #analyses: Partial<Record<Analysis["kind"], number>> = {};
  readonly #failures: Record<string, number> = {};
  readonly #ledger: Ledger | undefined;
  readonly #who: Pick<LedgerEntry, "simulator" | "version">;

  constructor(ledger: Ledger | undefined, who: Pick<LedgerEntry, "simulator" | "version">) {
    this.#ledger = ledger;
    this.#who = who;
  }

  /** Passes the result of a job on and counts it. */
  count(analyses: readonly Analysis[], settle: Settle): Settle {
    return (result) => {
      this.#count++;
      this.#seconds += result.seconds;
      for (const { kind } of analyses) this.#analyses[kind] = (this.#analyses[kind] ?? 0) + 1;
      const outcomes = result.status === "ok" ? result.value : [result];
      for (const outcome of outcomes) {
        if (outcome.status === "failed")
          this.#failures[outcome.reason] = (this.#failures[outcome.reason] ?? 0) + 1;
      }
      settle(result);
    };
  }

  close(): void {
    if (this.#count === 0) return;
    this.#ledger?.record({
      time: new Date().toISOString(),
      ...this.#who,
      count: this.#count,
      analyses: this.#analyses,
      cached: this.cached,
      failures: this.#failures,
      seconds: this.#seconds,
    });
  }
}
