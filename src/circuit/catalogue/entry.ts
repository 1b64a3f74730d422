/** What a circuit is, and the file `circuits/{family}.sp` that defines it. */
export const circuitFamilies = [
  "passive-networks",
  "single-stage-amplifiers",
  "current-mirrors",
  "references",
  "otas",
  "op-amps",
  "three-stage-op-amps",
  "regulators",
  "comparators",
  "logic-gates",
  "combinational-logic",
  "flip-flops",
  "memory-cells",
  "level-shifters",
  "delay-lines",
  "oscillators",
  "charge-pumps",
] as const;

/** One of {@link circuitFamilies}. */
export type CircuitFamily = (typeof circuitFamilies)[number];

/** What a circuit is for; the labels of paper B (DICE, arXiv 2502.08949). */
export const circuitLabels = [
  "analog",
  "digital",
  "delay-line",
  "amplifier",
  "logic-gate",
  "oscillator",
] as const;

/** One of {@link circuitLabels}. */
export type CircuitLabel = (typeof circuitLabels)[number];

/**
 * Where a circuit comes from: `dice` are the 55 topologies of paper B as published, faults included; `corrected` those that work only
 * after a change, changed; `extra` further circuits.
 */
export type CircuitSet = "dice" | "corrected" | "extra";

/**
 * What paper B uses a circuit for: `pretraining` (40), `downstream` (10, seen in the tasks' training alone) or `untrained` (5). The last
 * two are its 15 unseen circuits.
 */
export type CircuitSplit = "pretraining" | "downstream" | "untrained";

/** A circuit of the catalogue. */
export interface CatalogueEntry {
  /** Unique; also the name of its subcircuit. */
  readonly name: string;
  readonly title: string;
  readonly family: CircuitFamily;
  readonly set: CircuitSet;
  readonly labels: readonly CircuitLabel[];
  /** Of the set `dice`. */
  readonly split?: CircuitSplit;
  /** Of the set `corrected`: the published circuit. */
  readonly corrects?: string;
}

/** The labels of a family's circuits. */
export const familyLabels: Readonly<Record<CircuitFamily, readonly CircuitLabel[]>> = {
  "passive-networks": ["analog"],
  "single-stage-amplifiers": ["analog", "amplifier"],
  "current-mirrors": ["analog"],
  references: ["analog"],
  otas: ["analog", "amplifier"],
  "op-amps": ["analog", "amplifier"],
  "three-stage-op-amps": ["analog", "amplifier"],
  regulators: ["analog"],
  comparators: ["analog", "digital"],
  "logic-gates": ["digital", "logic-gate"],
  "combinational-logic": ["digital"],
  "flip-flops": ["digital"],
  "memory-cells": ["digital"],
  "level-shifters": ["digital"],
  "delay-lines": ["digital", "delay-line"],
  oscillators: ["analog", "oscillator"],
  "charge-pumps": ["analog"],
};
