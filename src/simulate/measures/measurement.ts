/** Why a measure has no value; listed in `docs/errors/simulate.md`. */
export type MeasureFailure =
  | "MEASURE_NO_DATA"
  | "MEASURE_OUT_OF_RANGE"
  | "MEASURE_ZERO"
  | "MEASURE_NOT_FLAT"
  | "MEASURE_GAIN_BELOW_ONE"
  | "MEASURE_NO_CROSSING"
  | "MEASURE_SEVERAL_CROSSINGS"
  | "MEASURE_PHASE_AMBIGUOUS"
  | "MEASURE_NO_STEP"
  | "MEASURE_NOT_SETTLED"
  | "MEASURE_OUTPUT_STUCK"
  | "MEASURE_SWEEP_TOO_SHORT";

/** A measured number, finite always; or the reason why there is none. */
export type Measurement<Reason extends string = MeasureFailure> =
  | { readonly status: "ok"; readonly value: number }
  | Invalid<Reason>;

/** A measure that does not exist for this circuit, and why. */
export interface Invalid<Reason extends string = MeasureFailure> {
  readonly status: "invalid";
  readonly reason: Reason;
  readonly message: string;
}

/** A value, or MEASURE_NO_DATA where arithmetic gave no finite number. */
export function measured(value: number): Measurement {
  return Number.isFinite(value)
    ? { status: "ok", value }
    : invalid("MEASURE_NO_DATA", `the result is ${value}, which is no number to report`);
}

/** There is no value, and why. */
export function invalid(reason: MeasureFailure, message: string): Invalid {
  return { status: "invalid", reason, message };
}
