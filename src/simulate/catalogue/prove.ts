import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";
import type { SimulationPool } from "../simulator.js";
import { runTestbench, type TestbenchMeasurement } from "../testbench/index.js";
import { type Bounds, type CircuitProof, compileProof } from "./proof.js";
import { proofs } from "./proofs/index.js";

/** What became of one claim about a circuit. */
export interface ClaimResult {
  readonly claim: string;
  readonly temperature: number;
  readonly measurement: TestbenchMeasurement;
  readonly bounds: Bounds;
  readonly holds: boolean;
}

const compiled = new Map<string, CircuitProof>();

/** Names of the catalogue's circuits that have a proof. */
export const provenCircuits: readonly string[] = Object.keys(proofs);

/** How a circuit of the catalogue is shown to work. Throws SIMULATION_NO_PROOF. */
export function circuitProof(name: string): CircuitProof {
  const known = compiled.get(name);
  if (known) return known;
  const input = proofs[name];
  if (!input)
    throw new KirchhoffError("SIMULATION_NO_PROOF", "no circuit of this name has a proof", {
      found: name,
    });
  const proof = compileProof(name, input);
  compiled.set(name, proof);
  return proof;
}

/**
 * Simulates a circuit's proof: one result for each claim at each temperature, of the catalogue's circuit or of another with the same
 * ports. Throws SIMULATION_NO_PROOF.
 */
export async function proveCircuit(
  pool: Pick<SimulationPool, "analyse">,
  name: string,
  circuit: Circuit = catalogueCircuit(name),
): Promise<ClaimResult[]> {
  const { testbench, bounds, temperatures } = circuitProof(name);
  const variants = temperatures.map((temperature) => ({ ...circuit, temperature }));
  const found: ClaimResult[][] = [];
  for await (const { index, result } of runTestbench(pool, testbench, variants)) {
    found[index] = Object.entries(result.measures).map(([claim, measurement]) => ({
      ...{ claim, temperature: temperatures[index]!, measurement, bounds: bounds[claim]! },
      holds: within(measurement, bounds[claim]!),
    }));
  }
  return found.flat();
}

function within(measurement: TestbenchMeasurement, { least, most }: Bounds): boolean {
  if (measurement.status !== "ok") return false;
  const { value } = measurement;
  return value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
}
