/** Values of devices of one circuit, all of which are combined: `"p0 p1": [4, 6]` stands for `mp0` and `mp1`, each with both values. */
export interface DiceGrid {
  /** Widths of transistors in micrometres. */
  readonly micrometres: Readonly<Record<string, readonly number[]>>;
  readonly picofarads?: Readonly<Record<string, readonly number[]>>;
  readonly microamperes?: Readonly<Record<string, readonly number[]>>;
  readonly kiloohms?: Readonly<Record<string, readonly number[]>>;
  /** Of control nets, each with a source of its name. */
  readonly volts?: Readonly<Record<string, readonly number[]>>;
}

const bits = [0, 1];

/** The grids of DICE's delay lines (section 6.2): 265,032 points. */
export const delayLineGrids: Readonly<Record<string, DiceGrid>> = {
  capacitor_delay_line: {
    micrometres: { "p0 p1": [4, 6, 10], "n0 n1": [2, 3, 5], "n2 n3": [1, 2] },
    picofarads: { c0: [1, 4, 7], c1: [1, 2, 3], "c2 c3": [2, 3, 5] },
    volts: { vctrl: bits },
  },
  capbank_delay_line: {
    micrometres: {
      ...{ p0: [2, 3, 4, 6], n0: [1, 1.5, 2, 3], p1: [2, 4, 6], n1: [1, 2, 3] },
      ...{ n2: [1.5, 2, 3], n3: [1.5], "n4 n6": [1.5, 3], n5: [2.5] },
    },
    picofarads: { c0: [1], c1: [2], c2: [4], c3: [8], c4: [16] },
    volts: { "vctrl0 vctrl1 vctrl2 vctrl3 vctrl4": bits },
  },
  diode_delay_line: {
    micrometres: {
      ...{ "p0 p1 p2": [2, 4, 6, 8], "n0 n2": [1, 2, 3, 4], "n1 n3": [1, 1.5, 2], p3: [3, 5, 7] },
    },
    picofarads: { c0: [5] },
    volts: { vctrl: bits },
  },
  moscap_delay_line: {
    micrometres: {
      ...{ "p0 p1": [4, 6, 10], n0: [2, 3, 5], n1: [2, 3, 4, 5], "n2 n4": [2, 2.5] },
      ...{ n3: [2], n5: [1, 5], n6: [2, 7], n7: [3, 11] },
    },
    picofarads: { c0: [1, 2] },
    volts: { "vctrl0 vctrl1 vctrl2": bits },
  },
  starved_inv_delay_line: {
    micrometres: {
      ...{ p0: [6, 7, 8], n0: [3, 3.5, 4, 5], p1: [2, 3, 4], n1: [1, 1.5, 2], p2: [8, 10] },
      ...{ n2: [4, 5], p3: [1.5, 2.5], n3: [0.75, 1.25] },
    },
    picofarads: { c0: [2, 2.5, 3] },
    volts: { vctrlp: [0.1, 0.2, 0.3], vctrln: [0.7, 0.8, 0.9] },
  },
};

/** The grids of DICE's op-amps (section 6.3): 368,640 points, 73,728 of each. Hardly any of them is an amplifier that works. */
export const opAmpGrids: Readonly<Record<string, DiceGrid>> = {
  alfio_raffc_pin_3_amp: {
    micrometres: {
      ...{ "p0 p10": [4, 6], "n0 n8 n10": [2, 3], "p1 p5 p7": [4, 8], n1: [2, 5], "p2 p3 p8 p9 p11": [4] },
      ...{ "n2 n4 n6 n7 n11": [2], n3: [3, 6], p4: [5, 8], n5: [2, 4], p6: [4, 5], n9: [2, 3, 4] },
    },
    microamperes: { i0: [200, 350, 500] },
    picofarads: { c0: [200], c1: [100] },
  },
  hoilee_affc_pin_3_amp: {
    micrometres: {
      ...{ p0: [6, 8], "n0 n10": [3, 5], "p1 p3 p5 p6 p7 p9 p12 p13": [6] },
      ...{ "n1 n3 n5 n7 n8 n9 n13 n15": [3], p2: [4, 5], "n2 p8 p10 p11": [4, 6], p4: [2, 5] },
      ...{ "n4 n11": [2, 3], n6: [4, 7], n12: [3, 6], n14: [3, 4, 6] },
    },
    microamperes: { i0: [100, 300, 500] },
    picofarads: { c0: [400], c1: [200] },
  },
  leung_nmcf_pin_3_amp: {
    micrometres: {
      ...{ "p0 n3 p10": [5], "n0 p2 n5 p9": [4], p1: [6], n1: [3], n2: [2, 3], "p3 p6": [4, 5], p4: [5, 6] },
      ...{ n4: [2, 3, 5], "p5 p7 p8": [4, 6], "n6 n9": [2, 5], n7: [2, 3, 4], n8: [2], n10: [2, 4] },
      ...{ p11: [4, 7], n11: [3, 6] },
    },
    microamperes: { i0: [300, 500] },
    picofarads: { c0: [300], c1: [500] },
  },
  song_dacfc_pin_3_amp: {
    micrometres: {
      ...{ "p0 p2 p4 p6 p7 p9 p13 p14 p15 p18 p20": [4], "n0 n11 n12": [2, 3], p1: [8], "n1 p5 p8": [5] },
      ...{ n2: [2, 7], p3: [4, 6], "n3 n5 n10": [3], n4: [2, 4, 6], "n6 n7 n15": [2], "n8 p16": [3, 5] },
      ...{ "n9 n13": [2, 5], p10: [6], "p11 p12": [4, 5], n14: [2, 3, 5], p17: [2, 4], p19: [4, 8] },
    },
    picofarads: { c0: [200], c1: [300] },
  },
  tan_clia_pin_3_amp: {
    micrometres: {
      ...{ "p0 p1 n4 p9": [4], n0: [3, 6], n1: [4, 5], p2: [5, 6], "n2 p5": [5], "p3 p6 p7": [4, 6] },
      ...{ n3: [3], p4: [4, 5, 7], "n5 p8 n11": [3, 5], "n6 n7 n9 n12": [2], n8: [5, 7], p10: [6] },
      ...{ n10: [3, 7], p11: [4, 6, 8] },
    },
    microamperes: { i0: [500, 800] },
    picofarads: { c0: [200], c1: [100] },
    kiloohms: { r0: [1, 10] },
  },
};

/** Values by `device.parameter` in SI units, in the order of the grid. */
export function gridValues(grid: DiceGrid): [parameter: string, values: number[]][] {
  const { micrometres, picofarads = {}, microamperes = {}, kiloohms = {}, volts = {} } = grid;
  const named = (
    group: Readonly<Record<string, readonly number[]>>,
    exponent: number,
    nameOf: (device: string) => string,
  ) =>
    Object.entries(group).flatMap(([devices, values]) =>
      devices
        .split(" ")
        .map((device): [string, number[]] => [
          nameOf(device),
          values.map((value) => Number(`${value}e${exponent}`)),
        ]),
    );
  return [
    ...named(micrometres, -6, (device) => `m${device}.w`),
    ...named(picofarads, -12, (device) => `${device}.capacitance`),
    ...named(microamperes, -6, (device) => `${device}.dc`),
    ...named(kiloohms, 3, (device) => `${device}.resistance`),
    ...named(volts, 0, (device) => `${device}.dc`),
  ];
}
