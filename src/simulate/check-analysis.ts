import { KirchhoffError } from "../core/index.js";
import type { Analysis, FrequencySweep } from "./analysis.js";

/** Throws SIMULATION_ANALYSIS for numbers that no analysis can have. */
export function checkAnalysis(analysis: Analysis): void {
  const problem = problemOf(analysis);
  if (problem !== undefined) throw analysisError(analysis, problem);
}

/** A SIMULATION_ANALYSIS error about an analysis. */
export function analysisError(
  analysis: Pick<Analysis, "kind" | "id">,
  found: string,
  expected?: string,
): KirchhoffError {
  const name = analysis.id === undefined ? analysis.kind : `${analysis.kind} (${analysis.id})`;
  return new KirchhoffError("SIMULATION_ANALYSIS", `the ${name} analysis cannot be run on this circuit`, {
    found,
    ...(expected === undefined ? {} : { expected }),
  });
}

function problemOf(analysis: Analysis): string | undefined {
  if (analysis.kind === "ac" || analysis.kind === "noise") return sweepProblem(analysis);
  if (analysis.kind === "dc") {
    const { start, stop, step } = analysis;
    const span = stop - start;
    if (!Number.isFinite(span) || !Number.isFinite(step) || step === 0 || span / step < 0) {
      return `from ${start} to ${stop} by ${step}`;
    }
  }
  if (analysis.kind === "tran") {
    const { stepSeconds, stopSeconds, startSeconds = 0, maxStepSeconds = stepSeconds } = analysis;
    const good = stepSeconds > 0 && stopSeconds > startSeconds && startSeconds >= 0 && maxStepSeconds > 0;
    if (!good || !Number.isFinite(stopSeconds + stepSeconds + maxStepSeconds)) {
      return `from ${startSeconds} s to ${stopSeconds} s by ${stepSeconds} s, at most ${maxStepSeconds} s`;
    }
  }
  return undefined;
}

function sweepProblem({ variation, points, startHz, stopHz }: FrequencySweep): string | undefined {
  const known = variation === "dec" || variation === "oct" || variation === "lin";
  if (!known || !Number.isInteger(points) || points < 1) return `${points} points per ${variation}`;
  if (startHz > 0 && stopHz >= startHz && Number.isFinite(stopHz)) return undefined;
  return `from ${startHz} Hz to ${stopHz} Hz`;
}
