import type { Circuit } from "../circuit/index.js";
import type { SimulationCache } from "./cache.js";
import type { SimulationFailure } from "./failure.js";
import type { Ledger } from "./ledger.js";

/** A DC operating point. */
export interface OperatingPoint {
  /** Volts by net id, ground 0; NaN for a net that no device touches. */
  readonly voltages: Float64Array;
  /** Amperes through each independent voltage source, plus to minus, by device name; where it was asked for. */
  readonly sourceCurrents?: Readonly<Record<string, number>>;
}

/** What became of one simulation; a failure is data, so that a batch goes on. `seconds` is simulator time. */
export type SimulationResult<T> =
  | { readonly status: "ok"; readonly value: T; readonly seconds: number }
  | {
      readonly status: "failed";
      readonly reason: SimulationFailure;
      readonly message: string;
      /** The simulator's own words on this run. */
      readonly log: string;
      readonly seconds: number;
    };

/** What to compute; pools compute `op` so far, the union is the vocabulary of caches and ledgers. */
export type Analysis =
  | { readonly kind: "op" }
  | {
      readonly kind: "ac";
      readonly variation: "dec" | "oct" | "lin";
      readonly points: number;
      readonly startHz: number;
      readonly stopHz: number;
    }
  | { readonly kind: "tran"; readonly stepSeconds: number; readonly stopSeconds: number };

/** The two simulators: WASM ngspice from the package, and the system's libngspice. */
export type SimulatorKind = "embedded" | "native";

/** One result of a batch, by its place in the input; results come in any order. */
export interface IndexedResult {
  readonly index: number;
  readonly result: SimulationResult<OperatingPoint>;
}

/** A new value for one parameter of one device, keyed as in `Device.parameters`. */
export interface ParameterChange {
  readonly device: string;
  readonly parameter: string;
  readonly value: number;
}

/** Options of one batch. */
export interface BatchOptions {
  /** Report source currents too (default false). */
  readonly currents?: boolean;
  /** Stops taking circuits; what runs is let go. */
  readonly signal?: AbortSignal;
}

/** Simulators at work in processes or threads of their own. */
export interface SimulationPool {
  readonly kind: SimulatorKind;
  /** `ngspice-embedded` or `ngspice-native`. */
  readonly name: string;
  /** As the simulator states it, e.g. `45.2`. */
  readonly version: string;
  readonly workers: number;
  /** Operating points of many circuits, taken only as they are needed; one result each, in any order. */
  operatingPoints(
    circuits: Iterable<Circuit> | AsyncIterable<Circuit>,
    options?: BatchOptions,
  ): AsyncIterable<IndexedResult>;
  operatingPoint(circuit: Circuit, options?: BatchOptions): Promise<SimulationResult<OperatingPoint>>;
  /**
   * Operating points of one circuit under changed values: the deck stays loaded and only what differs from run to run is altered.
   * Equal to fresh decks to solver tolerance, not to the last bit. Throws SIMULATION_UNKNOWN_PARAMETER.
   */
  sweep(
    circuit: Circuit,
    changes: readonly (readonly ParameterChange[])[],
    options?: BatchOptions,
  ): AsyncIterable<IndexedResult>;
  /** Ends every worker; runs under way fail with SIMULATION_CLOSED. */
  close(): Promise<void>;
}

/** Options of {@link openSimulator}. */
export interface SimulatorOptions {
  /** `auto` prefers native where it is installed (default). */
  readonly simulator?: "auto" | SimulatorKind;
  /** Simulators side by side (default: one for each core). */
  readonly workers?: number;
  /** Longest time of one run in seconds (default 30); beyond it the worker is replaced. */
  readonly timeoutSeconds?: number;
  /** Runs after which a worker is replaced by a fresh one, a bound on what leaks (default 5,000 native, 20,000 embedded). */
  readonly recycleAfter?: number;
  readonly cache?: SimulationCache;
  readonly ledger?: Ledger;
}
