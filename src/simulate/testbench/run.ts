import type { Circuit } from "../../circuit/index.js";
import { AnalysisError } from "../check-analysis.js";
import type { SimulationFailure } from "../failure.js";
import type { Invalid, MeasureFailure, Measurement } from "../measures/index.js";
import type { AnalysisOutput } from "../output.js";
import type { AnalysisJob, SimulationPool, SimulationResult, StreamOptions } from "../simulator.js";
import { below } from "./below.js";
import { connector } from "./connect.js";
import { evaluateMeasure } from "./evaluate.js";
import type { MeasureSpec } from "./measure-schema.js";
import { requestOf } from "./request.js";
import type { Results } from "./results.js";
import { analysesOf, type Testbench } from "./schema.js";

/** A measure's value; or why there is none, which may be that the simulation failed. */
export type TestbenchMeasurement = Measurement<MeasureFailure | SimulationFailure>;

/** What a testbench found of one circuit. */
export interface TestbenchResult {
  /** By name, in the order of the testbench. */
  readonly measures: Readonly<Record<string, TestbenchMeasurement>>;
  /** What the analyses gave, by the name of their deck; each output's `id` is the name of its analysis. */
  readonly decks: Readonly<Record<string, SimulationResult<readonly AnalysisOutput[]>>>;
  /** The circuit of each deck, whose nets the operating points go by. */
  readonly circuits: Readonly<Record<string, Circuit>>;
  /** Time of the simulator, all decks together. */
  readonly seconds: number;
}

/** One result of a stream, by the place of its circuit in the input; results come in any order. */
export interface IndexedTestbenchResult {
  readonly index: number;
  readonly result: TestbenchResult;
}

/** Options of a testbench's run. */
export interface TestbenchOptions extends StreamOptions {
  /** Nets whose curves are wanted besides those that the measures read; those that a deck does not have are left out. */
  readonly nets?: readonly string[] | "all";
}

/**
 * Measures many circuits under test, taken only as they are needed: one deck loaded for each of the testbench's. Circuits that
 * share a topology share what is prepared for it. Throws SIMULATION_TESTBENCH, SIMULATION_ANALYSIS.
 */
export function runTestbench(
  pool: Pick<SimulationPool, "analyse">,
  testbench: Testbench,
  circuits: Iterable<Circuit> | AsyncIterable<Circuit>,
  options: TestbenchOptions = {},
): AsyncGenerator<IndexedTestbenchResult> {
  const connect = Object.entries(testbench.decks).map(([name, deck]) =>
    connector(deck, `deck ${name}`, below(testbench.locate, "decks", name)),
  );
  async function* decks() {
    for await (const circuit of circuits) yield connect.map((one) => one(circuit));
  }
  return runDecks(pool, testbench, decks(), options);
}

/** As {@link runTestbench}, for circuits that are connected already: of each, one for every deck, in their order. */
export async function* runDecks(
  pool: Pick<SimulationPool, "analyse">,
  testbench: Testbench,
  circuits: Iterable<readonly Circuit[]> | AsyncIterable<readonly Circuit[]>,
  options: TestbenchOptions = {},
): AsyncGenerator<IndexedTestbenchResult> {
  const names = Object.keys(testbench.decks);
  const request = requestOf(testbench, options.nets);
  const waiting = new Map<number, Pending>();
  async function* jobs(): AsyncGenerator<AnalysisJob> {
    let index = 0;
    for await (const decks of circuits) {
      waiting.set(index++, { circuits: decks, results: new Map() });
      for (let deck = 0; deck < names.length; deck++) {
        const circuit = decks[deck]!;
        yield { circuit, ...request(names[deck]!, circuit) };
      }
    }
  }
  try {
    for await (const { index, result } of pool.analyse(jobs(), options)) {
      const at = Math.floor(index / names.length);
      const pending = waiting.get(at)!;
      pending.results.set(index % names.length, result);
      if (pending.results.size < names.length) continue;
      waiting.delete(at);
      yield { index: at, result: conclude(testbench, names, pending) };
    }
  } catch (error) {
    throw error instanceof AnalysisError ? error.at(placeOf(error.analysis, testbench)) : error;
  }
}

function placeOf({ id }: AnalysisError["analysis"], { decks, locate }: Testbench) {
  const owner = Object.keys(decks).find((name) => id !== undefined && id in decks[name]!.analyses);
  return owner === undefined ? undefined : locate?.(["decks", owner, "analyses", id!]);
}

/** A circuit whose decks are not all in. */
interface Pending {
  readonly circuits: readonly Circuit[];
  readonly results: Map<number, SimulationResult<readonly AnalysisOutput[]>>;
}

type Failure = Invalid<SimulationFailure>;

function conclude(
  testbench: Testbench,
  names: readonly string[],
  { circuits, results }: Pending,
): TestbenchResult {
  const good = new Map<string, Results extends ReadonlyMap<string, infer R> ? R : never>();
  const failed = new Map<string, Failure>();
  let seconds = 0;
  names.forEach((name, deck) => {
    const result = results.get(deck)!;
    seconds += result.seconds;
    Object.keys(testbench.decks[name]!.analyses).forEach((analysis, i) => {
      const output = result.status === "ok" ? result.value[i]! : result;
      if (output.status === "failed") {
        const { reason, message } = output;
        failed.set(analysis, { status: "invalid", reason, message });
      } else if ("kind" in output) good.set(analysis, { output, circuit: circuits[deck]! });
    });
  });
  return {
    measures: mapValues(testbench.measures, (spec) => measure(spec, good, failed)),
    decks: Object.fromEntries(names.map((name, deck) => [name, results.get(deck)!])),
    circuits: Object.fromEntries(names.map((name, deck) => [name, circuits[deck]!])),
    seconds,
  };
}

function measure(
  spec: MeasureSpec,
  good: Results,
  failed: ReadonlyMap<string, Failure>,
): TestbenchMeasurement {
  for (const [, analysis] of analysesOf(spec)) {
    const failure = failed.get(analysis);
    if (failure) return failure;
  }
  return evaluateMeasure(spec, good);
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, f: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
