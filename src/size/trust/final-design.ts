import type { Testbench } from "../../simulate/index.js";
import type { Candidate } from "../evaluate/candidate.js";
import { outcomeOf, type SpecOutcome } from "../evaluate/evaluation.js";
import { Setup } from "../evaluate/setup.js";
import type { Problem } from "../problem/problem.js";
import { cornerOf } from "../problem/stages.js";

/** What is simulated of a final design beyond the search; it counts apart from it. */
export interface TrustCost {
  /** Simulator runs by kind of analysis. */
  readonly runs: Readonly<Record<string, number>>;
  /** Time of the simulators. */
  readonly seconds: number;
}

/** What the functions that look at a final design are told. */
export interface TrustOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The costs of several candidates together. */
export function costOf(candidates: readonly Pick<Candidate, "runs" | "seconds">[]): TrustCost {
  const runs: Record<string, number> = {};
  let seconds = 0;
  for (const one of candidates) {
    seconds += one.seconds;
    for (const [kind, count] of Object.entries(one.runs)) runs[kind] = (runs[kind] ?? 0) + count;
  }
  return { runs, seconds };
}

/**
 * The testbenches about the netlist with just these values, read anew, in the corner of this name. One that has no such corner is left out;
 * the first corner of the problem stands for the nominal one there.
 */
export function setupsOf(
  { netlist, testbenches, corners }: Problem,
  values: Readonly<Record<string, number>>,
  corner: string | undefined,
): Setup[] {
  const isFirst = corner === corners[0]!.name;
  const isIn = (bench: Testbench) => isFirst || !corner || cornerOf(bench, corner) !== undefined;
  return testbenches
    .filter(isIn)
    .map((bench) => new Setup(netlist, bench, cornerOf(bench, corner), values, {}));
}

/** Each spec of what was measured of a candidate; undefined where nothing tells of it. */
export function specsOf({ specs }: Problem, { measured }: Candidate): (SpecOutcome | undefined)[] {
  return specs.map((spec) => {
    const found = measured.get(spec.measure);
    return found && outcomeOf(spec, found);
  });
}
