import {
  type CatalogueEntry,
  type CircuitFamily,
  type CircuitLabel,
  type CircuitSplit,
  familyLabels,
} from "./entry.js";

type Row = readonly [name: string, title: string, split?: CircuitSplit];

/** Paper B's circuits by family; the split is `pretraining` where none is given. */
const families: Readonly<Partial<Record<CircuitFamily, readonly Row[]>>> = {
  "passive-networks": [
    ["rladder", "ladder of seven resistors"],
    ["rlc_1", "R, then L and C in series"],
    ["rlc_2", "R, then C and L in series"],
    ["rlc_3", "L, then R and C in series"],
    ["rlc_4", "L, then C and R in series"],
    ["rlc_5", "L, then C and R in parallel"],
    ["rlc_6", "R, then C and L in parallel"],
    ["rlc_7", "parallel RLC, then R-L beside C"],
  ],
  "single-stage-amplifiers": [
    ["csamp", "common-source amplifier"],
    ["cgamp", "common-gate amplifier"],
    ["sourcefollower", "source follower"],
  ],
  "current-mirrors": [["currentmirror", "current mirror"]],
  "logic-gates": [
    ["inv", "inverter"],
    ["buffer", "buffer", "downstream"],
    ["inv_chain", "inverter chain 1-2-4", "untrained"],
    ["nand", "NAND2"],
    ["nand_3in", "NAND3", "downstream"],
    ["nand_4in", "NAND4", "untrained"],
    ["nor", "NOR2"],
    ["nor_3in", "NOR3", "downstream"],
    ["nor_4in", "NOR4", "untrained"],
    ["and", "AND2 as published", "downstream"],
    ["or", "OR2 as published", "downstream"],
    ["xor_opt", "XOR of six transistors"],
    ["xor_passgate", "pass-gate XOR as published"],
  ],
  "combinational-logic": [
    ["half_adder", "half adder"],
    ["mux_1", "2:1 multiplexer"],
  ],
  "flip-flops": [["dff_nand", "D latch of NANDs"]],
  "delay-lines": [
    ["capacitor_delay_line", "delay line, switched capacitors", "downstream"],
    ["capbank_delay_line", "delay line, 5-bit capacitor bank", "downstream"],
    ["diode_delay_line", "delay line, MOS-diode loads", "downstream"],
    ["moscap_delay_line", "delay line, 3-bit MOS capacitors", "downstream"],
    ["starved_inv_delay_line", "delay line, current-starved inverters", "downstream"],
  ],
  oscillators: [
    ["osc_rlc_nmos", "LC oscillator, NMOS pair"],
    ["osc_rlc_cmos", "LC oscillator, CMOS pairs"],
    ["osc_lowv_chaotic_colpitts", "chaotic Colpitts oscillator"],
  ],
  comparators: [
    ["strongarm_latch", "StrongARM latch as published", "untrained"],
    ["dynamic_latched_comparator", "dynamic latched comparator as published", "untrained"],
  ],
  "three-stage-op-amps": [
    ["alfio_raffc_pin_3_amp", "three-stage op-amp, RAFFC"],
    ["fan_smc_pin_3_amp", "three-stage op-amp, SMC"],
    ["hoilee_affc_pin_3_amp", "three-stage op-amp, AFFC"],
    ["leung_dfcfc1_pin_3_amp", "three-stage op-amp, DFCFC1"],
    ["leung_dfcfc2_pin_3_amp", "three-stage op-amp, DFCFC2"],
    ["leung_nmcf_pin_3_amp", "three-stage op-amp, NMCF"],
    ["leung_nmcnr_pin_3_amp", "three-stage op-amp, NMCNR"],
    ["peng_acbc_pin_3_amp", "three-stage op-amp, ACBC"],
    ["peng_iac_pin_3_amp", "three-stage op-amp, IAC"],
    ["peng_tcfc_pin_3_amp", "three-stage op-amp, TCFC"],
    ["qu2017_azc_pin_3_amp", "three-stage op-amp, AZC"],
    ["ramos_pfc_pin_3_amp", "three-stage op-amp, PFC"],
    ["sau_cfcc_pin_3_amp", "three-stage op-amp, CFCC"],
    ["song_dacfc_pin_3_amp", "three-stage op-amp, DACFC as published"],
    ["tan_clia_pin_3_amp", "three-stage op-amp, CLIA"],
    ["yan_az_pin_3_amp", "three-stage op-amp, AZ"],
  ],
  regulators: [["basic_ldo", "LDO with folded-cascode error amplifier"]],
};

/** The 55 circuits of paper B (DICE, arXiv 2502.08949), as published. */
export const diceCircuits: readonly CatalogueEntry[] = Object.entries(families).flatMap(([key, rows]) => {
  const family = key as CircuitFamily;
  return rows.map(
    ([name, title, split = "pretraining"]): CatalogueEntry => ({
      ...{ name, title, family, set: "dice", labels: familyLabels[family], split },
    }),
  );
});

/** Circuits that paper B's lists of labels leave out or misspell, so that they have none. */
const unlabelled = new Set(["currentmirror", "rladder", "starved_inv_delay_line", "qu2017_azc_pin_3_amp"]);

/** Labels that paper B's similarity task gives otherwise than the catalogue. */
const otherLabels: Readonly<Partial<Record<CircuitFamily, readonly CircuitLabel[]>>> = {
  "single-stage-amplifiers": ["analog"],
  "delay-lines": ["delay-line"],
};

/** The labels that a circuit of the set `dice` has in paper B's similarity task: four of them have none, by mistake. */
export function publishedLabels({ name, family, labels }: CatalogueEntry): readonly CircuitLabel[] {
  return unlabelled.has(name) ? [] : (otherLabels[family] ?? labels);
}
