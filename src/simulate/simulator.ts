import type { Circuit } from "../circuit/index.js";
import type { Analysis } from "./analysis.js";
import type { SimulationCache } from "./cache.js";
import type { SimulationFailure } from "./failure.js";
import type { Ledger } from "./ledger.js";
import type { AnalysisOutput, OperatingPoint } from "./output.js";

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

/** The two simulators: WASM ngspice from the package, and the system's libngspice. */
export type SimulatorKind = "embedded" | "native";

/** One result of a batch, by its place in the input; results come in any order. */
export interface IndexedResult<T = OperatingPoint> {
  readonly index: number;
  readonly result: SimulationResult<T>;
}

/** One circuit and what to compute of it, on one loaded deck, in order. */
export interface AnalysisJob {
  readonly circuit: Circuit;
  /** Share one list among jobs where they agree: it is read once. */
  readonly analyses: readonly Analysis[];
  /** Nets, by name, whose curves are wanted of ac, dc and tran (default: all); an operating point has every net. */
  readonly nets?: readonly string[];
  /** Currents of every voltage source, or of the named ones (default: none). */
  readonly currents?: boolean | readonly string[];
}

/** A new value for one parameter of one device, keyed as in `Device.parameters`. */
export interface ParameterChange {
  readonly device: string;
  readonly parameter: string;
  readonly value: number;
}

/** Options of one stream of results. */
export interface StreamOptions {
  /** Stops taking circuits; what runs is let go. */
  readonly signal?: AbortSignal;
}

/** Options of one batch of operating points. */
export interface BatchOptions extends StreamOptions {
  /** Report source currents too (default false). */
  readonly currents?: boolean;
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
  /**
   * Several analyses of each of many circuits. A circuit that cannot be run at all is a failed result; an analysis that fails
   * is a failed output beside those of its job that did not. A job's numbers depend on the job alone, to the last bit.
   * Throws SIMULATION_ANALYSIS where an analysis names what its circuit does not have, or holds an impossible number.
   */
  analyse(
    jobs: Iterable<AnalysisJob> | AsyncIterable<AnalysisJob>,
    options?: StreamOptions,
  ): AsyncIterable<IndexedResult<readonly AnalysisOutput[]>>;
  /**
   * Several analyses of one circuit under changed values, as {@link sweep}. Throws SIMULATION_ANALYSIS and
   * SIMULATION_UNKNOWN_PARAMETER.
   */
  sweepAnalyses(
    job: AnalysisJob,
    changes: readonly (readonly ParameterChange[])[],
    options?: StreamOptions,
  ): AsyncIterable<IndexedResult<readonly AnalysisOutput[]>>;
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
