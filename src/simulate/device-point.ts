/**
 * Where a MOSFET works, by its voltages in the direction of conduction (of a PMOS with the other sign; drain and source changed
 * where Vds is then negative): `cutoff` where Vgs is more than ten thermal voltages kT/q (0.26 V at 27 °C) below Vth,
 * `subthreshold` from there to Vth, above it `linear` where Vds < Vdsat, else `saturation`.
 */
export type MosRegion = "cutoff" | "subthreshold" | "linear" | "saturation";

/**
 * Operating point of one MOSFET, its `m` parallel devices together. Voltages are differences between terminals, and the current
 * goes into the drain, all with their real signs: a PMOS that conducts has negative `vgs`, `vds`, `vth` and `id`. `vdsat` is a
 * magnitude.
 */
export interface MosOperatingPoint {
  readonly type: "mos";
  /** Absent where the model's threshold is not known. */
  readonly region?: MosRegion;
  readonly vgs: number;
  readonly vds: number;
  readonly vbs: number;
  readonly vth: number;
  readonly vdsat: number;
  readonly id: number;
  readonly gm: number;
  readonly gds: number;
  readonly gmbs: number;
}

/** Operating point of a bipolar transistor; currents flow into the terminals, so a PNP has negative ones. */
export interface BipolarOperatingPoint {
  readonly type: "bipolar";
  readonly vbe: number;
  readonly vbc: number;
  readonly ic: number;
  readonly ib: number;
  readonly gm: number;
  /** Input conductance, 1/rπ. */
  readonly gpi: number;
  /** Output conductance. */
  readonly go: number;
}

/** Operating point of a diode, anode to cathode. */
export interface DiodeOperatingPoint {
  readonly type: "diode";
  readonly vd: number;
  readonly id: number;
  readonly gd: number;
}

/**
 * Volts, amperes, siemens. Terminal voltages are always there; the rest is NaN for models of which it is not known what ngspice
 * means: told are MOSFETs of levels 1, 2, 3, 6 and 9, BSIM3 (8, 49) and BSIM4 (14, 54), Gummel-Poon transistors and diodes.
 */
export type DeviceOperatingPoint = MosOperatingPoint | BipolarOperatingPoint | DiodeOperatingPoint;
