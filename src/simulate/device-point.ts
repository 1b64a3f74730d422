/**
 * Where a MOSFET works, by the magnitudes of its voltages in the direction of conduction (source and drain changed places where
 * Vds has the other sign): `cutoff` below 4 thermal voltages under threshold, `subthreshold` from there to threshold, above it
 * `linear` where |Vds| < Vdsat, else `saturation`.
 */
export type MosRegion = "cutoff" | "subthreshold" | "linear" | "saturation";

/**
 * Operating point of one MOSFET, all of `m` devices together. Terminal voltages and the drain current (into the drain) have
 * their real signs, so a PMOS has negative `vgs`, `vds`, `vth` and `id`; `vdsat` is a magnitude, conductances are positive.
 */
export interface MosOperatingPoint {
  readonly type: "mos";
  readonly region: MosRegion;
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

/** Volts, amperes, siemens; NaN where the device's model does not tell. */
export type DeviceOperatingPoint = MosOperatingPoint | BipolarOperatingPoint | DiodeOperatingPoint;
