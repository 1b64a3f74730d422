import type { Circuit } from "../circuit/index.js";
import {
  type OpOutput,
  runTestbench,
  type SimulationPool,
  type TestbenchMeasurement,
} from "../simulate/index.js";
import type { RowTestbench } from "./testbench.js";

interface Failure {
  readonly status: "failed";
  readonly reason: string;
  readonly message: string;
}

/** An operating point, or why there is none; `voltages` are by net id, in volts. */
export type OperatingPointResult =
  | { readonly status: "ok"; readonly value: Pick<OpOutput, "voltages" | "devices"> }
  | Failure;

/** What labels come from: a simulator that takes circuits in order and answers in any order. */
export interface OperatingPointSource {
  readonly name: string;
  readonly version: string;
  /** One answer for every circuit, `index` being its place in `circuits`; takes circuits only as it needs them. */
  operatingPoints(
    circuits: Iterable<Circuit>,
  ): AsyncIterable<{ readonly index: number; readonly result: OperatingPointResult }>;
  /** Analyses of every circuit, likewise; a source without it knows voltages alone. */
  readonly analyse?: SimulationPool["analyse"];
  close(): Promise<void>;
}

/** What a source found of one circuit. */
export interface Answer {
  readonly index: number;
  readonly point: OperatingPointResult;
  /** By the names of the measures that were asked for. */
  readonly measures: Readonly<Record<string, TestbenchMeasurement>>;
}

/** Operating points, and nothing else. */
export async function* voltagesBy(
  source: OperatingPointSource,
  circuits: Iterable<Circuit>,
): AsyncGenerator<Answer> {
  for await (const { index, result } of source.operatingPoints(circuits)) {
    yield { index, point: result, measures: {} };
  }
}

/** Operating points and measures. Throws SIMULATION_TESTBENCH and SIMULATION_ANALYSIS where the testbench does not fit a circuit. */
export async function* measuresBy(
  pool: Pick<SimulationPool, "analyse">,
  { testbench, deck, analysis }: RowTestbench,
  circuits: Iterable<Circuit>,
): AsyncGenerator<Answer> {
  for await (const { index, result } of runTestbench(pool, testbench, circuits)) {
    const outputs = result.decks[deck]!;
    const point = outputs.status === "failed" ? outputs : outputs.value.find(({ id }) => id === analysis)!;
    yield {
      index,
      point: point.status === "failed" ? point : { status: "ok", value: point as OpOutput },
      measures: result.measures,
    };
  }
}
