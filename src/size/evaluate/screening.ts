import type { Circuit } from "../../circuit/index.js";
import type { Analysis, FailedOutput, OpOutput, SimulationPool } from "../../simulate/index.js";

const analyses: readonly Analysis[] = [{ kind: "op", devices: true }];

/** Operating points of circuits, in their order; a failure is a result. */
export interface Screening {
  readonly outputs: readonly (OpOutput | FailedOutput)[];
  /** Time of the simulators. */
  readonly seconds: number;
}

/** Operating points of circuits, with those of all transistors. Throws the reason of `signal` where it cuts them short. */
export async function screen(
  pool: Pick<SimulationPool, "analyse">,
  circuits: readonly Circuit[],
  signal?: AbortSignal,
): Promise<Screening> {
  const outputs: (OpOutput | FailedOutput)[] = [];
  let seconds = 0;
  const jobs = circuits.map((circuit) => ({ circuit, analyses, nets: [] }));
  for await (const { index, result } of pool.analyse(jobs, signal ? { signal } : {})) {
    outputs[index] =
      result.status === "ok" ? (result.value[0] as OpOutput | FailedOutput) : { ...result, kind: "op" };
    seconds += result.seconds;
  }
  signal?.throwIfAborted();
  return { outputs, seconds };
}
