import type { SimulationPool } from "../../simulate/index.js";
import { benchCircuit } from "./bench-circuits.js";
import { editCases } from "./edit-cases.js";
import { voltageDifferences } from "./voltage-difference.js";

/** What one kind of edit does to node voltages, over the circuits of the catalogue that have what is edited. */
export interface EditRow {
  readonly edit: string;
  readonly circuits: number;
  readonly comparisons: number;
  /** Simulations without a result; they are not in the figures. */
  readonly failed: number;
  /** Differences of the operating point. */
  readonly medianVolts: number;
  readonly nineTenthsVolts: number;
  readonly largestVolts: number;
  /** Relative differences of small-signal responses. */
  readonly medianResponse: number;
  readonly nineTenthsResponse: number;
  readonly largestResponse: number;
}

/** A comparison that the summary is made of. */
export interface Comparison {
  readonly edit: string;
  readonly circuit: string;
  readonly result: { readonly volts: number; readonly response: number } | string;
}

/** Compares circuits of the catalogue before and after every kind of edit. Throws SIMULATION_NO_PROOF, CIRCUIT_UNKNOWN_NAME. */
export async function compareEdits(
  pool: Pick<SimulationPool, "analyse">,
  names: readonly string[],
  { seed = 0, onCircuit = (_done: number) => {} } = {},
): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const [done, name] of names.entries()) {
    onCircuit(done);
    const bench = benchCircuit(name);
    const cases = editCases.flatMap((each) =>
      each.variants(bench, seed).map((circuit) => ({ edit: each.name, circuit })),
    );
    const variants = cases.map(({ circuit }) => circuit);
    const results = await voltageDifferences(pool, bench.circuit, variants, bench.source);
    results.forEach((result, i) => {
      found.push({ edit: cases[i]!.edit, circuit: name, result });
    });
  }
  return found;
}

/** The comparisons as a row for each kind of edit. */
export function summariseEdits(comparisons: readonly Comparison[]): EditRow[] {
  return editCases.map(({ name }): EditRow => {
    const own = comparisons.filter(({ edit }) => edit === name);
    const good = own.flatMap(({ result }) => (typeof result === "string" ? [] : [result]));
    const volts = good.map((result) => result.volts);
    const responses = good.map(({ response }) => response);
    return {
      edit: name,
      circuits: new Set(own.map(({ circuit }) => circuit)).size,
      comparisons: own.length,
      failed: own.length - good.length,
      medianVolts: quantile(volts, 0.5),
      nineTenthsVolts: quantile(volts, 0.9),
      largestVolts: quantile(volts, 1),
      medianResponse: quantile(responses, 0.5),
      nineTenthsResponse: quantile(responses, 0.9),
      largestResponse: quantile(responses, 1),
    };
  });
}

/** The smallest value that at least this part of the values does not exceed; 0 of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}
