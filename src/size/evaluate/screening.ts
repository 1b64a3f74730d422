import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import type { Analysis, FailedOutput, OpOutput, SimulationPool } from "../../simulate/index.js";

const analyses: readonly Analysis[] = [{ kind: "op", devices: true }];

/** Operating points, in the order in which they were asked for; a failure is a result. */
export interface Screening {
  readonly outputs: readonly (OpOutput | FailedOutput)[];
  /** Those that were simulated. */
  readonly simulated: number;
  /** Time of the simulators. */
  readonly seconds: number;
}

/**
 * Operating points, with those of all transistors, of the circuits that `circuitOf` makes; where the netlist has none for some values, that
 * one failed. Throws the reason of `signal` where it cuts them short.
 */
export async function screen<Item>(
  pool: Pick<SimulationPool, "analyse">,
  items: readonly Item[],
  circuitOf: (item: Item) => Circuit,
  signal?: AbortSignal,
): Promise<Screening> {
  const outputs: (OpOutput | FailedOutput)[] = [];
  const built: { readonly at: number; readonly circuit: Circuit }[] = [];
  for (const [at, item] of items.entries()) {
    const circuit = circuitOrError(() => circuitOf(item));
    if (circuit instanceof KirchhoffError) outputs[at] = withoutCircuit(circuit);
    else built.push({ at, circuit });
  }
  let seconds = 0;
  const jobs = built.map(({ circuit }) => ({ circuit, analyses, nets: [] }));
  for await (const { index, result } of pool.analyse(jobs, signal ? { signal } : {})) {
    outputs[built[index]!.at] =
      result.status === "ok" ? (result.value[0] as OpOutput | FailedOutput) : { ...result, kind: "op" };
    seconds += result.seconds;
  }
  signal?.throwIfAborted();
  return { outputs, simulated: built.length, seconds };
}

function circuitOrError(make: () => Circuit): Circuit | KirchhoffError {
  try {
    return make();
  } catch (error) {
    if (error instanceof KirchhoffError) return error;
    throw error;
  }
}

function withoutCircuit({ message }: KirchhoffError): FailedOutput {
  return { status: "failed", kind: "op", reason: "SIMULATION_INVALID_VALUE", message, log: "" };
}
