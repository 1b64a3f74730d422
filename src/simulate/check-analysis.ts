import { KirchhoffError } from "../core/index.js";
import type { Analysis, FrequencySweep } from "./analysis.js";

/** Throws SIMULATION_ANALYSIS for numbers that no analysis can have. */
export function checkAnalysis(analysis: Analysis): void {
  const problem = problemOf(analysis);
  if (problem !== undefined) throw new AnalysisError(analysis, problem);
}

/** SIMULATION_ANALYSIS: an analysis that cannot be run on its circuit. */
export class AnalysisError extends KirchhoffError {
  readonly analysis: Pick<Analysis, "kind" | "id">;

  constructor(analysis: Pick<Analysis, "kind" | "id">, found: string, expected?: string) {
    const name = analysis.id === undefined ? analysis.kind : `${analysis.kind} (${analysis.id})`;
    super("SIMULATION_ANALYSIS", `the ${name} analysis cannot be run on this circuit`, {
      found,
      ...(expected === undefined ? {} : { expected }),
    });
    this.analysis = analysis;
  }
}

function problemOf(analysis: Analysis): string | undefined {
  if (analysis.kind === "ac" || analysis.kind === "noise") return sweepProblem(analysis);
  if (analysis.kind === "dc") {
    const { start, stop, step } = analysis;
    if (![start, stop, step].every(Number.isFinite) || step === 0 || (stop - start) / step < 0) {
      return `from ${start} to ${stop} by ${step}`;
    }
  }
  if (analysis.kind === "tran") {
    const { stepSeconds, stopSeconds, startSeconds = 0, maxStepSeconds = stepSeconds } = analysis;
    const finite = [stepSeconds, stopSeconds, startSeconds, maxStepSeconds].every(Number.isFinite);
    if (
      !finite ||
      stepSeconds <= 0 ||
      stopSeconds <= startSeconds ||
      startSeconds < 0 ||
      maxStepSeconds <= 0
    ) {
      return `from ${startSeconds} s to ${stopSeconds} s by ${stepSeconds} s, at most ${maxStepSeconds} s`;
    }
  }
  return kinds.has(analysis.kind) ? undefined : `no analysis of ours: ${JSON.stringify(analysis.kind)}`;
}

const kinds: ReadonlySet<string> = new Set(["op", "ac", "dc", "tran", "noise"]);

function sweepProblem({ variation, points, startHz, stopHz }: FrequencySweep): string | undefined {
  const known = variation === "dec" || variation === "oct" || variation === "lin";
  if (!known || !Number.isInteger(points) || points < 1) return `${points} points per ${variation}`;
  if (Number.isFinite(startHz) && startHz > 0 && Number.isFinite(stopHz) && stopHz >= startHz)
    return undefined;
  return `from ${startHz} Hz to ${stopHz} Hz`;
}
