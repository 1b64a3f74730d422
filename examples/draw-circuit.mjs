// Draws a netlist as a schematic and as the graph that a network sees, and says how large that graph is.
//   node examples/draw-circuit.mjs [netlist] [folder]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { terminalGraph } from "kirchhoff/graph";
import { readNetlist } from "kirchhoff/netlist";
import { drawCircuit } from "kirchhoff/report";

const file = process.argv[2] ?? fileURLToPath(new URL("circuits/wheatstone-bridge.sp", import.meta.url));
const folder = process.argv[3] ?? ".";
const { circuit } = readNetlist(readFileSync(file, "utf8"), { file });

const { nodes, edges, terminals } = terminalGraph(circuit).topology;
console.log(`${circuit.title}: ${circuit.devices.length} devices`);
console.log(`as a graph: ${terminals} terminals and ${nodes - terminals} nets, ${edges} edges`);

for (const style of ["schematic", "terminal-graph"]) {
  const path = join(folder, `${style}.svg`);
  writeFileSync(path, drawCircuit(circuit, { style }));
  console.log(`wrote ${path}`);
}
