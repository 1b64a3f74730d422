import type { Circuit } from "../../circuit/index.js";
import type { Analysis, FailedOutput, OpOutput, SimulationPool } from "../../simulate/index.js";

const analyses: readonly Analysis[] = [{ kind: "op", devices: true }];

/** Operating points of circuits, with those of all transistors, in their order; a failure is a result. */
export async function screen(
  pool: Pick<SimulationPool, "analyse">,
  circuits: readonly Circuit[],
): Promise<(OpOutput | FailedOutput)[]> {
  const found: (OpOutput | FailedOutput)[] = [];
  const jobs = circuits.map((circuit) => ({ circuit, analyses, nets: [] }));
  for await (const { index, result } of pool.analyse(jobs)) {
    found[index] =
      result.status === "ok" ? (result.value[0] as OpOutput | FailedOutput) : { ...result, kind: "op" };
  }
  return found;
}
