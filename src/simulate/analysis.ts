/** The frequencies of a small-signal analysis: points per decade, per octave, or in all. */
export interface FrequencySweep {
  readonly variation: "dec" | "oct" | "lin";
  readonly points: number;
  readonly startHz: number;
  readonly stopHz: number;
}

/** The small signal of one independent source, volts or amperes. */
export interface Excitation {
  /** Device name. */
  readonly source: string;
  readonly magnitude: number;
  /** Default 0. */
  readonly phaseDegrees?: number;
}

interface Named {
  /** By which its output is found again where there are several of a kind. */
  readonly id?: string;
}

/** The DC operating point, of every net. */
export interface OpAnalysis extends Named {
  readonly kind: "op";
  /** Operating-point details too: of every MOSFET, bipolar transistor and diode, or of the named devices. */
  readonly devices?: boolean | readonly string[];
}

/** Small signals over frequency, around an operating point of its own. */
export interface AcAnalysis extends Named, FrequencySweep {
  readonly kind: "ac";
  /** The small signals of this analysis, all other sources 0; where it is absent, the sources' own. */
  readonly stimulus?: readonly Excitation[];
}

/** Operating points while one independent source takes values from `start` to `stop`, volts or amperes. */
export interface DcAnalysis extends Named {
  readonly kind: "dc";
  /** Device name. */
  readonly source: string;
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** Time. */
export interface TranAnalysis extends Named {
  readonly kind: "tran";
  /** The finest detail that matters; ngspice chooses its own steps. */
  readonly stepSeconds: number;
  readonly stopSeconds: number;
  /** From when on results are kept (default 0). */
  readonly startSeconds?: number;
  readonly maxStepSeconds?: number;
  /** Start from the initial conditions as they are given, without an operating point (default false). */
  readonly useInitialConditions?: boolean;
}

/** Noise of a net, and what noise of a source would explain it. */
export interface NoiseAnalysis extends Named, FrequencySweep {
  readonly kind: "noise";
  /** Net whose noise is asked for. */
  readonly output: string;
  /** Net against which it is measured (default: ground). */
  readonly reference?: string;
  /** Independent source to which the noise is referred. */
  readonly source: string;
}

/** What to compute. Nets and devices go by their names in the circuit. */
export type Analysis = OpAnalysis | AcAnalysis | DcAnalysis | TranAnalysis | NoiseAnalysis;

/** Curves over an analysis' points: by net name in volts, by voltage source in amperes (plus to minus). */
export interface Curves<T> {
  readonly voltages: Readonly<Record<string, T>>;
  /** Where currents were asked for. */
  readonly sourceCurrents?: Readonly<Record<string, T>>;
}

/** A complex curve. */
export interface ComplexCurve {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}
