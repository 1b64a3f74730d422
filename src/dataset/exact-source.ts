import { solveLinear } from "../simulate/index.js";
import type { OperatingPointSource } from "./source.js";

/** Operating points by the exact linear solve, in this process; circuits that are not linear are failures with their reason. */
export function exactSource(): OperatingPointSource {
  return {
    name: "exact",
    version: "1",
    async *operatingPoints(circuits) {
      let index = 0;
      for (const circuit of circuits) yield { index: index++, result: solveLinear(circuit) };
    },
    close: async () => {},
  };
}
