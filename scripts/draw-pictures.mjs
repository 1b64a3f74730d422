// Draws the pictures of the readme: reads a ladder's netlist, simulates it with the embedded ngspice, draws what came out.
// Run after `npm run build`: node scripts/draw-pictures.mjs
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readNetlist } from "../dist/netlist/index.js";
import { drawCircuit } from "../dist/report/index.js";
import { openSimulator } from "../dist/simulate/index.js";

const deck = new URL("../examples/ladder.sp", import.meta.url);
const folder = new URL("../docs/pictures/", import.meta.url);

const { circuit } = readNetlist(readFileSync(deck, "utf8"));
const simulator = await openSimulator({ simulator: "embedded", workers: 1 });
const { status, value, message } = await simulator.operatingPoint(circuit);
await simulator.close();
if (status !== "ok") throw new Error(message);

const voltages = new Map(circuit.nets.map((net, id) => [net.name, value.voltages[id]]));
mkdirSync(folder, { recursive: true });
for (const [name, style, title] of [
  ["ladder", "schematic", "A resistor ladder of four branches and its node voltages"],
  ["terminal-graph", "terminal-graph", "The same ladder as a graph of terminals and nets"],
]) {
  writeFileSync(new URL(`${name}.svg`, folder), drawCircuit(circuit, { voltages, style, title }));
}
