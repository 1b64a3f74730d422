import { twoTerminalCircuit } from "./two-terminal.js";

/**
 * The four few-shot networks of paper A (arXiv 2203.15913, its data generator `create_resistive_test_networks`), with the missing
 * edges and swapped labels of the published generator put right by construction.
 */

/** `rpar`: two parallel resistors into one output. */
export const parallelDivider = twoTerminalCircuit({
  name: "parallel-divider",
  title: "Divider with two parallel resistors",
  devices: [
    ["vin", "voltage-source", "in", "0"],
    ["rp1", "resistor", "in", "o"],
    ["rp2", "resistor", "in", "o"],
    ["rv", "resistor", "o", "m"],
    ["v2", "voltage-source", "m", "0"],
  ],
  outputs: ["o"],
});

/** `rser`: three resistors in series between two sources, both inner nets asked for. */
export const seriesDivider = twoTerminalCircuit({
  name: "series-divider",
  title: "Divider with two series resistors",
  devices: [
    ["vin", "voltage-source", "in", "0"],
    ["rs1", "resistor", "in", "a"],
    ["rs2", "resistor", "a", "b"],
    ["rv", "resistor", "b", "m"],
    ["v2", "voltage-source", "m", "0"],
  ],
  outputs: ["a", "b"],
});

/** `rl_div`: one divider with a load to ground. */
export const loadedDivider = twoTerminalCircuit({
  name: "loaded-divider",
  title: "Divider with a load",
  devices: [
    ["vin", "voltage-source", "in", "0"],
    ["rh", "resistor", "in", "o"],
    ["rv", "resistor", "o", "m"],
    ["rl", "resistor", "o", "0"],
    ["v2", "voltage-source", "m", "0"],
  ],
  outputs: ["o"],
});

/** `wheatstone_b`: a bridge between two sources; `top`, `left`, `bottom`, `right` are the original's nets 2, 3, 5, 4. */
export const wheatstoneBridge = twoTerminalCircuit({
  name: "wheatstone-bridge",
  title: "Wheatstone bridge between two sources",
  devices: [
    ["v1", "voltage-source", "in", "0"],
    ["r1", "resistor", "top", "in"],
    ["rp1", "resistor", "top", "left"],
    ["rp2", "resistor", "left", "bottom"],
    ["rp3", "resistor", "top", "right"],
    ["rp4", "resistor", "right", "bottom"],
    ["rload", "resistor", "left", "right"],
    ["r2", "resistor", "bottom", "m"],
    ["v2", "voltage-source", "m", "0"],
  ],
  outputs: ["top", "left", "bottom", "right"],
  drawOrder: ["v1", "v2", "r1", "r2", "rp1", "rp2", "rp3", "rp4", "rload"],
});
