import type { Ledger, LedgerEntry } from "./ledger.js";
import type { OperatingPoint } from "./output.js";
import type { SimulationResult } from "./simulator.js";

/** Counts the results of one call and enters them in the ledger at its end. */
export class Tally {
  cached = 0;
  #count = 0;
  #seconds = 0;
  readonly #failures: Record<string, number> = {};
  readonly #ledger: Ledger | undefined;
  readonly #what: Pick<LedgerEntry, "kind" | "simulator" | "version">;

  constructor(ledger: Ledger | undefined, what: Pick<LedgerEntry, "kind" | "simulator" | "version">) {
    this.#ledger = ledger;
    this.#what = what;
  }

  /** Passes a result on and counts it. */
  count(
    settle: (result: SimulationResult<OperatingPoint>) => void,
  ): (result: SimulationResult<OperatingPoint>) => void {
    return (result) => {
      this.#count++;
      this.#seconds += result.seconds;
      if (result.status === "failed") {
        this.#failures[result.reason] = (this.#failures[result.reason] ?? 0) + 1;
      }
      settle(result);
    };
  }

  close(): void {
    if (this.#count === 0) return;
    this.#ledger?.record({
      time: new Date().toISOString(),
      ...this.#what,
      count: this.#count,
      cached: this.cached,
      failures: this.#failures,
      seconds: this.#seconds,
    });
  }
}
