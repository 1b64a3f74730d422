// Writes the op-amps of examples/circuits and their model cards from the data of the library: node scripts/write-op-amp-examples.mjs
import { writeFileSync } from "node:fs";
import { biasedOpAmp, mos45nm, opAmp } from "../dist/circuit/index.js";
import { printCircuit } from "../dist/netlist/index.js";

const folder = new URL("../examples/circuits/", import.meta.url);
const write = (file, lines) => writeFileSync(new URL(file, folder), `${lines.join("\n")}\n`);

const cards = printCircuit({ ...opAmp.build(new Float64Array(14)), devices: [], nets: [] });
write("mos-45nm.sp", [
  "* Model cards of 45 nm bulk transistors (BPTM, BSIM4 4.0): nmos45 and pmos45. Include this file from a netlist.",
  ...cards.lines.slice(1, 1 + mos45nm.length),
]);

/** A design that amplifies: the second stage draws its bias current where both stages balance. */
const design = {
  ...{ mp1: 10, mn1: 40, mp3: 50, mn3: 20, mn4: 20, mn5: 50 },
  ...{
    cc: 2e-12,
    cload: 10e-12,
    rz: 500,
    ibias: 30e-6,
    vss: 0,
    vdd: 1.2,
    vin1: 0.6,
    vin2: 0.6,
    vbias: 0.3786,
  },
};

const notes = {
  opamp:
    "* Paper A's pretraining circuit: NMOS pair, PMOS mirror, second stage into net6; net1 is the non-inverting input.",
  "opamp-biased":
    "* The same op-amp whose first-stage loads mp1 and mp2 are held vbias below vdd: a topology to adapt to.",
};

for (const { name, parameters, outputs, build } of [opAmp, biasedOpAmp]) {
  const circuit = build(parameters.map((each) => design[each.name]));
  const [title, ...lines] = printCircuit({ ...circuit, models: [] }).lines;
  write(`${name}.sp`, [
    title,
    notes[name],
    `* Outputs: ${outputs.join(" ")}.`,
    ".include mos-45nm.sp",
    ...lines,
    ".op",
    ".end",
  ]);
}
