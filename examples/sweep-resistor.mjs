// Simulates one circuit under many values: the deck stays loaded, and only what changes is altered.
//   node examples/sweep-resistor.mjs
import { readFileSync } from "node:fs";
import { readNetlist } from "kirchhoff/netlist";
import { openSimulator } from "kirchhoff/simulate";

const { circuit } = readNetlist(readFileSync(new URL("ladder.sp", import.meta.url), "utf8"));
const out = circuit.nets.findIndex(({ name }) => name === "o4");

const ohms = [100, 330, 1000, 3300, 10_000];
const changes = ohms.map((value) => [{ device: "rv4", parameter: "resistance", value }]);

const simulator = await openSimulator({ workers: 1 });
const volts = new Array(ohms.length);
for await (const { index, result } of simulator.sweep(circuit, changes)) {
  volts[index] = result.status === "ok" ? result.value.voltages[out] : Number.NaN;
}
await simulator.close();

ohms.forEach((value, i) => {
  console.log(`rv4 = ${value} ohm: o4 at ${volts[i].toFixed(4)} V`);
});
