import type { Testbench } from "../../simulate/index.js";
import type { Evaluation } from "../evaluate/evaluation.js";
import type { Setup } from "../evaluate/setup.js";
import type { Design, DesignSpace } from "../space.js";
import type { Spec } from "../spec.js";
import type { MismatchRule } from "./mismatch-schema.js";
import type { SizedNetlist } from "./netlist.js";
import type { StopRule } from "./schema.js";

/** A name of the netlist that follows a variable. */
export interface Tie {
  readonly name: string;
  readonly of: string;
  readonly ratio: number;
  /** What found it; absent where the problem says so itself. */
  readonly rule?: string;
}

/** The setups of a corner, in stages. */
export interface CornerSetups {
  /** Undefined where the problem names no corners: the testbenches as they are. */
  readonly name?: string | undefined;
  readonly stages: readonly (readonly Setup[])[];
}

/** A sizing problem, ready to be searched. */
export interface Problem {
  readonly name: string;
  readonly description: string;
  readonly netlist: SizedNetlist;
  readonly space: DesignSpace;
  readonly ties: readonly Tie[];
  readonly fixed: Readonly<Record<string, number>>;
  /** As given, then those that rules add. */
  readonly specs: readonly Spec[];
  /** Of each testbench what the specs need. */
  readonly testbenches: readonly Testbench[];
  /** What is simulated of a design in each corner that the problem names, the first one before the others. */
  readonly corners: readonly CornerSetups[];
  /** A further corner is simulated of every design once one that met all before has failed in it, else only of designs that meet all others. */
  readonly isRobust: boolean;
  /** Later stages and further corners are simulated only where the specs before are met. */
  readonly isStaged: boolean;
  /** How far equal transistors differ. */
  readonly mismatch: MismatchRule;
  /** What the implicit rules did, a sentence each. */
  readonly notes: readonly string[];
  readonly search: string;
  readonly batch: number;
  readonly budget: number;
  readonly stop: StopRule;
  readonly seed: number;
  /** SHA-256 of all that a design's numbers depend on but the simulator. */
  readonly digest: string;
  /** Values of a design for every name that it sets: variables, what follows them, and what is fixed. */
  valuesOf(design: Design): Record<string, number>;
}

/** The better of two designs: one that meets the specs, else one whose simulation did not fail, else that of the lesser cost. */
export function isBetter(a: Evaluation, b: Evaluation): boolean {
  if (a.feasible !== b.feasible) return a.feasible;
  if (a.failed !== b.failed) return b.failed;
  return a.cost < b.cost;
}
