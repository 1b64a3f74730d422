import { defineTestbench, type Testbench, type TestbenchInput } from "../testbench/index.js";

type MeasureInput = NonNullable<TestbenchInput["measures"]>[string];
type Analyses = TestbenchInput["decks"][string]["analyses"];

/** What a measure must be, both ends allowed, in its SI unit. */
export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A measure of a testbench and what it must be. */
export type Claim = MeasureInput & Bounds;

/** How a circuit is shown to work: what is connected to its ports, what is simulated, and what must come out. */
export interface ProofInput {
  /** SPICE cards: supplies, inputs, loads. */
  readonly devices: string;
  readonly analyses: Analyses;
  readonly claims: Readonly<Record<string, Claim>>;
  /** Degrees Celsius at which the claims must hold (default: 27). */
  readonly temperatures?: readonly number[];
}

/** A testbench about a circuit, and the bounds of its measures by name. */
export interface CircuitProof {
  readonly testbench: Testbench;
  readonly bounds: Readonly<Record<string, Bounds>>;
  readonly temperatures: readonly number[];
}

/** The testbench of a proof, checked. Throws CONFIG_INVALID. */
export function compileProof(name: string, input: ProofInput): CircuitProof {
  const measures: Record<string, MeasureInput> = {};
  const bounds: Record<string, Bounds> = {};
  for (const [claim, { least, most, ...measure }] of Object.entries(input.claims)) {
    measures[claim] = measure as MeasureInput;
    bounds[claim] = { ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
  }
  const { devices, analyses, temperatures = [27] } = input;
  const testbench = defineTestbench({ name, decks: { bench: { devices, analyses } }, measures });
  return { testbench, bounds, temperatures };
}
