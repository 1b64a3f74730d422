import type { DeviceOperatingPoint } from "../simulate/index.js";
import type { SplitName } from "./recipe.js";

/** A row that has its labels. */
export interface LabelledRow {
  readonly index: number;
  readonly split: SplitName;
  /** A name that `parametricCircuit` of `circuit/` knows. */
  readonly circuitName: string;
  /** One value for each parameter of the circuit, in their order, SI units. */
  readonly values: Float64Array;
  /** Voltages of the circuit's outputs, in their order (volt), or its output resistance (ohm). */
  readonly labels: Float64Array;
  /** By the name of each measure that the recipe asks for, in the unit of its kind (`measureUnits`); NaN where it is invalid. */
  readonly measures: Readonly<Record<string, number>>;
  /** Why measures are invalid, by their names: a code such as `MEASURE_GAIN_BELOW_ONE`. */
  readonly invalid: Readonly<Record<string, string>>;
  /** Operating points of the transistors and diodes by device name, where the recipe asks for them. */
  readonly devices: Readonly<Record<string, DeviceOperatingPoint>>;
}

/** A row whose simulation failed. */
export interface FailedRow {
  readonly index: number;
  readonly split: SplitName;
  readonly circuitName: string;
  readonly values: Float64Array;
  /** A stable code: `SIMULATION_NO_CONVERGENCE`, `SIMULATION_TIMEOUT` … */
  readonly reason: string;
  /** What the simulator said. */
  readonly message: string;
}

/** Any row of a dataset. */
export type DatasetRow =
  | ({ readonly status: "ok" } & LabelledRow)
  | ({ readonly status: "failed" } & FailedRow);
