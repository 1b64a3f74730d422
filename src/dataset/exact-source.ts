import { setImmediate as otherWork } from "node:timers/promises";
import { solveLinear } from "../simulate/index.js";
import type { OperatingPointSource } from "./source.js";

/** Circuits solved before whatever else waits in this process gets its turn: Ctrl-C, a progress bar. */
const solvedInARow = 64;

/** Operating points by the exact linear solve, in this process; circuits that are not linear are failures with their reason. */
export function exactSource(): OperatingPointSource {
  return {
    name: "exact",
    version: "1",
    async *operatingPoints(circuits) {
      let index = 0;
      for (const circuit of circuits) {
        if (index % solvedInARow === 0) await otherWork();
        yield { index: index++, result: solveLinear(circuit) };
      }
    },
    close: async () => {},
  };
}
