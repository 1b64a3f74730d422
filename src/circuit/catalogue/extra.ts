import { type CatalogueEntry, type CircuitFamily, familyLabels } from "./entry.js";

/** Names and titles by family. */
const families: Readonly<Partial<Record<CircuitFamily, Readonly<Record<string, string>>>>> = {
  "passive-networks": {
    twin_t_notch: "twin-T notch",
    butterworth_low_pass: "Butterworth low-pass, third order",
    wien_network: "Wien network",
  },
  "single-stage-amplifiers": {
    cs_active_load: "common source, current-source load",
    cs_diode_load: "common source, diode load",
    cascode_amplifier: "cascode amplifier",
    inverter_amplifier: "self-biased inverter",
    flipped_voltage_follower: "flipped voltage follower",
    super_source_follower: "super source follower",
    differential_pair: "differential pair, resistor loads",
  },
  "current-mirrors": {
    cascode_mirror: "cascode mirror",
    wide_swing_mirror: "wide-swing cascode mirror",
    wilson_mirror: "Wilson mirror",
    regulated_cascode_mirror: "regulated-cascode mirror",
    pmos_mirror_bank: "PMOS mirror 1-2-4",
    widlar_source: "Widlar source",
  },
  references: {
    beta_multiplier: "beta multiplier",
    vth_reference: "threshold-referenced current source",
    bandgap_current_mode: "bandgap reference, current mode",
    bandgap_brokaw: "bandgap reference, Brokaw",
  },
  otas: {
    ota_5t_nmos: "five-transistor OTA, NMOS pair",
    ota_5t_pmos: "five-transistor OTA, PMOS pair",
    ota_telescopic: "telescopic OTA",
    ota_folded_cascode: "folded-cascode OTA",
    ota_symmetrical: "symmetrical OTA",
    ota_fully_differential: "fully differential OTA",
  },
  "op-amps": {
    opamp_miller_nmos: "Miller op-amp, NMOS pair",
    opamp_miller_pmos: "Miller op-amp, PMOS pair",
    opamp_ahuja: "op-amp with cascode compensation",
    opamp_rail_to_rail: "op-amp with rail-to-rail input",
  },
  regulators: {
    ldo_pmos: "LDO with PMOS pass transistor",
    fvf_regulator: "flipped-voltage-follower regulator",
    shunt_regulator: "shunt regulator",
  },
  comparators: {
    comparator_continuous: "comparator, continuous time",
    comparator_hysteresis: "comparator with hysteresis",
    double_tail_comparator: "double-tail comparator",
  },
  "logic-gates": {
    xor_cmos: "XOR, static CMOS",
    xnor_cmos: "XNOR, static CMOS",
    aoi21: "AND-OR-invert",
    oai21: "OR-AND-invert",
    majority: "majority of three",
    muller_c_element: "Muller C-element",
    tristate_inverter: "tri-state inverter",
    schmitt_inverter: "Schmitt trigger",
    domino_and: "domino AND",
    pseudo_nmos_nor: "pseudo-NMOS NOR",
  },
  "combinational-logic": {
    mux_tgate: "2:1 multiplexer of transmission gates",
    full_adder_mirror: "mirror full adder",
    ripple_adder_2bit: "two-bit ripple-carry adder",
    decoder_2to4: "2-to-4 decoder",
    parity_3: "parity of three bits",
  },
  "flip-flops": {
    sr_latch_nor: "SR latch of NORs",
    d_latch_tgate: "D latch of transmission gates",
    dff_tgate: "D flip-flop of transmission gates",
    dff_tspc: "D flip-flop, true single-phase clock",
    dff_c2mos: "D flip-flop, clocked CMOS",
    tff_tgate: "T flip-flop with clear",
  },
  "memory-cells": {
    sram_6t: "SRAM cell, 6 transistors",
    sram_8t: "SRAM cell, 8 transistors",
    dram_1t1c: "DRAM cell, 1 transistor",
    dram_3t: "DRAM cell, 3 transistors",
    sense_amplifier: "latch-type sense amplifier",
  },
  "level-shifters": {
    level_shifter_cross_coupled: "level shifter up, cross-coupled",
    level_shifter_mirror: "level shifter up, current mirror",
    level_shifter_down: "level shifter down",
  },
  "delay-lines": {
    inverter_delay_line: "delay line of eight inverters",
    rc_delay_line: "delay line, transistor as resistor",
  },
  oscillators: {
    ring_oscillator_3: "ring oscillator of three inverters",
    ring_oscillator_5: "gated ring oscillator of five stages",
    ring_vco: "voltage-controlled ring oscillator",
    ring_differential: "differential ring oscillator",
    relaxation_oscillator: "relaxation oscillator",
    osc_colpitts: "Colpitts oscillator",
  },
  "charge-pumps": {
    dickson_charge_pump: "Dickson charge pump",
    voltage_doubler: "cross-coupled voltage doubler",
    pll_charge_pump: "charge pump of a phase-locked loop",
  },
};

/** Circuits beyond those of paper B. */
export const extraCircuits: readonly CatalogueEntry[] = Object.entries(families).flatMap(([key, titles]) => {
  const family = key as CircuitFamily;
  return Object.entries(titles).map(
    ([name, title]): CatalogueEntry => ({
      ...{ name, title, family, set: "extra", labels: familyLabels[family] },
    }),
  );
});
