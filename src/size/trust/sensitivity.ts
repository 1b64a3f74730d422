import type { SimulationPool } from "../../simulate/index.js";
import { candidateOf, simulate } from "../evaluate/candidate.js";
import type { Problem } from "../problem/problem.js";
import type { Design } from "../space.js";
import { marginOf, type Spec } from "../spec.js";
import { costOf, specsOf, type TrustCost, type TrustOptions } from "./final-design.js";

/** What becomes of a spec when one variable goes from its next lower value to its next higher one. */
export interface SpecSensitivity {
  /** The spec's values at both. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Change for a step of the grid upwards; absent where a value is missing. */
  readonly perStep?: number;
  /** Change in percent of the spec's bound for one percent more of the variable; absent where the variable or the bound is zero. */
  readonly percentPerPercent?: number;
  /** Whether more of the variable moves the spec into its bound rather than out of it. */
  readonly helps?: boolean;
}

/** One variable, and what every spec makes of its steps, in the order of the problem's specs. */
export interface VariableSensitivity {
  readonly variable: string;
  /** The values between which the specs are compared: the next ones on the grid, or the design's own at an end of it. */
  readonly from: number;
  readonly to: number;
  readonly specs: readonly SpecSensitivity[];
}

/** How every spec of a design answers to every variable. */
export interface Sensitivity {
  readonly variables: readonly VariableSensitivity[];
  readonly cost: TrustCost;
}

/**
 * Simulates the neighbours of a design on the grid, one step up and one down of every variable, in the first corner. Undefined where
 * `signal` stopped it.
 */
export async function simulateSensitivity(
  problem: Problem,
  pool: Pick<SimulationPool, "analyse">,
  design: Design,
  { signal, onProgress }: TrustOptions = {},
): Promise<Sensitivity | undefined> {
  const { space, specs } = problem;
  const ends = space.variables.map((_, i) =>
    [Math.max(design[i]! - 1, 0), Math.min(design[i]! + 1, space.levels(i) - 1)].map((index) =>
      design.map((own, k) => (k === i ? index : own)),
    ),
  );
  // A variable at an end of its grid has the design itself for a neighbour.
  const designs = new Map(ends.flat().map((one) => [space.key(one), one]));
  const candidates = new Map([...designs].map(([key, one]) => [key, candidateOf(problem.valuesOf(one))]));
  const setups = problem.corners[0]!.stages.flat();
  onProgress?.(0, candidates.size);
  await simulate(pool, setups, [...candidates.values()], signal);
  if ([...candidates.values()].some(({ cut }) => cut)) return undefined;
  const variables = space.variables.map(({ name, values }, i): VariableSensitivity => {
    const [from, to] = ends[i]!.map((one) => values[one[i]!]!) as [number, number];
    const [below, above] = ends[i]!.map((one) => specsOf(problem, candidates.get(space.key(one))!));
    const steps = ends[i]![1]![i]! - ends[i]![0]![i]!;
    const change = { steps, relative: relativeChange(from, to, values[design[i]!]!) };
    return {
      ...{ variable: name, from, to },
      specs: specs.map((spec, k) => entryOf(spec, below![k]?.value, above![k]?.value, change)),
    };
  });
  return { variables, cost: costOf([...candidates.values()]) };
}

/** Of a variable: the logarithm of its ratio, or its difference relative to its middle value where it begins at zero; 0 where neither exists. */
function relativeChange(from: number, to: number, middle: number): number {
  if (from > 0) return Math.log(to / from);
  return middle === 0 ? 0 : (to - from) / Math.abs(middle);
}

function entryOf(
  spec: Spec,
  from: number | undefined,
  to: number | undefined,
  { steps, relative }: { readonly steps: number; readonly relative: number },
): SpecSensitivity {
  if (from === undefined || to === undefined) return { from, to };
  const bound = Math.abs(spec.low ?? spec.high!);
  const change = to - from;
  const margin = marginOf(spec, to) - marginOf(spec, from);
  return {
    ...{ from, to, perStep: change / steps },
    ...(relative !== 0 && bound > 0 && { percentPerPercent: change / bound / relative }),
    ...(margin !== 0 && { helps: margin > 0 }),
  };
}
