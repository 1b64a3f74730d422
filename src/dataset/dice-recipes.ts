import { catalogueCircuit } from "../netlist/node-catalogue/index.js";
import { type CatalogueCard, catalogueNetlists } from "./catalogue-netlist.js";
import { type DiceGrid, delayLineGrids, gridValues, opAmpGrids } from "./dice-grids.js";
import type { Distribution } from "./distribution.js";
import { sweepAround } from "./sweep-around.js";

/** Lengths of all transistors in both of DICE's tasks, metres. */
const publishedLength = 130e-9;

/** Rows of each task by default; `--count` up to the whole grid. */
const tenth = (rows: number) => ({ train: 0.8 * rows, valid: 0.1 * rows, test: 0.1 * rows });

/**
 * `delay-lines`: the five lines of DICE (section 6.2) at its grids, its pulse and its card; rise and fall delay. The published tolerance is
 * ngspice's 1e-3, at which delays scatter by tenths of a nanosecond (docs/tasks.md#data).
 */
export function delayLineRecipe(): object {
  return delayLinesAt([".options reltol=1e-4"], "Delay lines of paper B at its grids: delays of both edges.");
}

/** `delay-lines-published`: the same at the published tolerance, noise of integration included. */
export function publishedDelayLineRecipe(): object {
  return delayLinesAt([], "Delay lines of paper B at its grids and its tolerance of integration.");
}

function delayLinesAt(cards: readonly string[], description: string): object {
  return {
    description,
    ...catalogueNetlists(
      Object.entries(delayLineGrids).map(([name, grid]) =>
        onGrid(name, grid, [...cards, "vdd vdd 0 1", "vin vin 0 pulse(0 1 1u 10n 10n 0.99u 2u)"]),
      ),
    ),
    ...{ grid: true, testbench: "delay-line", measures: ["riseDelay", "fallDelay"] },
    splits: tenth(15_000),
  };
}

const follower = (load: string) => [
  "vdd vdd 0 1",
  "vinp vinp 0 0.5",
  "vfb vinn vout 0",
  `cload vout 0 ${load}`,
];

/** `dice-opamps`: the five op-amps of DICE (section 6.3) at its grids, where hardly any is an amplifier. */
export function diceOpAmpRecipe(): object {
  return {
    description: "Three-stage op-amps of paper B at its grids, most of which do not amplify.",
    ...catalogueNetlists(
      Object.entries(opAmpGrids).map(([name, grid]) => onGrid(name, grid, follower("200p"))),
    ),
    ...{ grid: true, testbench: "dice-op-amp" },
    measures: ["power", "offset", "commonModeGain", "gain", "supplyGain"],
    splits: tenth(15_000),
  };
}

/** `dice-opamps-sized`: the same topologies about the catalogue's sizes, with which they work; the one without a bias current has one. */
export function sizedOpAmpRecipe(): object {
  return {
    description: "Three-stage op-amps of paper B about sizes with which they work.",
    ...catalogueNetlists(
      Object.keys(opAmpGrids).map((published): CatalogueCard => {
        const name = published.startsWith("song") ? `${published}_corrected` : published;
        return { name, cards: follower("1p"), parameters: sweepAround(catalogueCircuit(name)) };
      }),
    ),
    testbench: "follower-op-amp",
    measures: ["power", "offset", "gain", "cmrr", "psrr", "unityGainFrequency", "phaseMargin"],
    splits: tenth(15_000),
  };
}

/** The other op-amps of DICE (section 1.2), none of which its task has. */
const otherOpAmps = [
  ...["fan_smc", "leung_dfcfc1", "leung_dfcfc2", "leung_nmcnr", "peng_acbc", "peng_iac", "peng_tcfc"],
  ...["qu2017_azc", "ramos_pfc", "sau_cfcc", "yan_az"],
].map((name) => `${name}_pin_3_amp`);

/** `dice-opamps-others`: voltages of the eleven other op-amps of DICE, likewise: what a network may be pretrained on without having seen the task's. */
export function otherOpAmpRecipe(): object {
  return {
    description: "The other three-stage op-amps of paper B, for pretraining on DC node voltages.",
    ...catalogueNetlists(
      otherOpAmps.map((name): CatalogueCard => {
        return { name, cards: follower("1p"), parameters: sweepAround(catalogueCircuit(name)) };
      }),
    ),
    splits: { train: 9900, valid: 1100 },
  };
}

/** A circuit on its grid; axes of a single value are part of the circuit. */
function onGrid(name: string, grid: DiceGrid, cards: readonly string[]): CatalogueCard {
  const values = gridValues(grid);
  const controls = Object.keys(grid.volts ?? {}).flatMap((nets) => nets.split(" "));
  const lengths = catalogueCircuit(name).devices.flatMap(({ name, parameters }) =>
    "l" in parameters ? [[`${name}.l`, publishedLength] as const] : [],
  );
  const single = values.flatMap(([key, [value, ...others]]) =>
    others.length === 0 ? [[key, value!] as const] : [],
  );
  const varying = values.filter(([, { length }]) => length > 1);
  return {
    name,
    cards: [...cards, ...controls.map((net) => `${net} ${net} 0 0`)],
    fixed: Object.fromEntries([...lengths, ...single]),
    parameters: Object.fromEntries(
      varying.map(([key, choices]): [string, Distribution] => [key, { kind: "choice", values: choices }]),
    ),
  };
}
