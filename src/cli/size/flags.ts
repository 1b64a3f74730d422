import type { SimulatorKind } from "../../simulate/index.js";

/** The options of `kirchhoff size`. */
export interface SizeFlags {
  readonly search?: string;
  readonly model?: string;
  readonly budget?: number;
  readonly stop?: string;
  readonly batch?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly simulator: "auto" | SimulatorKind;
  readonly workers?: number;
  readonly timeout?: number;
  readonly cache?: string;
  readonly includeRoot: readonly string[];
  /** Samples of the final design. */
  readonly yield?: number;
  readonly sensitivity: boolean;
  readonly check?: true;
  readonly schema?: true;
  readonly searches?: true;
  readonly json?: true;
  readonly quiet?: true;
}
