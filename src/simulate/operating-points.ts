import type { Analysis } from "./analysis.js";
import type { AnalysisOutput, OperatingPoint } from "./output.js";
import type { IndexedResult, SimulationResult } from "./simulator.js";

/** The analyses of a job that wants an operating point and nothing else. */
export const operatingPointOnly: readonly Analysis[] = [{ kind: "op" }];

/** The results of such jobs, as results of their one analysis. */
export async function* firstPoints(
  results: AsyncIterable<IndexedResult<readonly AnalysisOutput[]>>,
): AsyncGenerator<IndexedResult> {
  for await (const { index, result } of results) yield { index, result: firstPoint(result) };
}

function firstPoint(result: SimulationResult<readonly AnalysisOutput[]>): SimulationResult<OperatingPoint> {
  if (result.status === "failed") return result;
  const output = result.value[0]!;
  const { seconds } = result;
  if (output.status === "failed") {
    const { reason, message, log } = output;
    return { status: "failed", reason, message, log, seconds };
  }
  const { voltages, sourceCurrents } = output as OperatingPoint;
  return { status: "ok", value: sourceCurrents ? { voltages, sourceCurrents } : { voltages }, seconds };
}
