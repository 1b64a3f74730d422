import { KirchhoffError } from "../../core/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import { candidateOf, hasFailed, simulate } from "../evaluate/candidate.js";
import { isWorse, type SpecOutcome } from "../evaluate/evaluation.js";
import type { Problem } from "../problem/problem.js";
import { cornerNames } from "../problem/stages.js";
import { missingPenalty, type Spec } from "../spec.js";
import { costOf, setupsOf, specsOf, type TrustCost, type TrustOptions } from "./final-design.js";

/** A design in one corner. */
export interface CornerOutcome {
  /** `nominal` for the testbenches as they are. */
  readonly corner: string;
  /** In the order of the problem's specs; undefined where the spec's testbench has no such corner. */
  readonly specs: readonly (SpecOutcome | undefined)[];
  /** Every spec that is not soft is met. */
  readonly met: boolean;
  /** What the simulator said, where it gave nothing. */
  readonly message?: string;
}

/** A design in every corner of its testbenches. */
export interface Verification {
  readonly corners: readonly CornerOutcome[];
  /** In every corner. */
  readonly met: boolean;
  /** Of each spec the corner in which it is worst. */
  readonly worst: readonly (string | undefined)[];
  readonly cost: TrustCost;
}

/**
 * Simulates a design in all corners of the problem's testbenches, whichever the problem names; its netlist is read anew with its values.
 * Undefined where no testbench has corners, or where `signal` stopped it.
 */
export async function verifyCorners(
  problem: Problem,
  pool: Pick<SimulationPool, "analyse">,
  values: Readonly<Record<string, number>>,
  { signal, onProgress }: TrustOptions = {},
): Promise<Verification | undefined> {
  const names = cornerNames(problem.testbenches);
  if (names.length === 0) return undefined;
  const all = problem.corners[0]!.name === undefined ? [undefined, ...names] : names;
  const corners: CornerOutcome[] = [];
  const candidates = [];
  for (const name of all) {
    onProgress?.(corners.length, all.length);
    const candidate = candidateOf(values);
    const corner = name ?? "nominal";
    try {
      await simulate(pool, setupsOf(problem, values, name), [candidate], signal);
    } catch (error) {
      if (!(error instanceof KirchhoffError)) throw error;
      corners.push(unreadable(problem, corner, error));
      continue;
    }
    if (candidate.cut) return undefined;
    candidates.push(candidate);
    const specs = specsOf(problem, candidate);
    const message = hasFailed(candidate) ? { message: candidate.message! } : {};
    const met = problem.specs.every(({ soft }, i) => soft || (specs[i]?.penalty ?? 0) === 0);
    corners.push({ corner, specs, met, ...message });
  }
  const worst = problem.specs.map((spec, i) => worstCorner(spec, i, corners));
  return { corners, met: corners.every(({ met }) => met), worst, cost: costOf(candidates) };
}

/** The corner in which spec `i` is worst; undefined where none tells of it. */
function worstCorner(spec: Spec, i: number, corners: readonly CornerOutcome[]): string | undefined {
  const known = corners.flatMap(({ corner, specs }) => {
    const outcome = specs[i];
    return outcome ? [{ corner, outcome }] : [];
  });
  if (known.length === 0) return undefined;
  return known.reduce((worst, one) => (isWorse(spec, one.outcome, worst.outcome) ? one : worst)).corner;
}

/** A corner whose circuits cannot be read. */
function unreadable({ specs }: Problem, corner: string, { code, message }: KirchhoffError): CornerOutcome {
  const outcomes = specs.map((spec) => ({ penalty: missingPenalty(spec), reason: code }));
  return { corner, specs: outcomes, met: false, message };
}
