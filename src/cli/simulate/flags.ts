import type { SimulatorKind } from "../../simulate/index.js";

/** The options of `kirchhoff simulate`; `plots` is resolved. */
export interface SimulateFlags {
  readonly testbench?: string;
  readonly corners?: true;
  readonly nets?: string;
  readonly plots?: string;
  readonly json?: true;
  readonly simulator: "auto" | SimulatorKind;
  readonly includeRoot: readonly string[];
  readonly timeout: number;
}
