// Reads a netlist, predicts its node voltages with the shipped network and puts ngspice's beside them.
//   node examples/predict-netlist.mjs [netlist]
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formatDiagnostic, readNetlist } from "kirchhoff/netlist";
import { openSimulator } from "kirchhoff/simulate";
import { Predictor } from "kirchhoff/train";

const file = process.argv[2] ?? fileURLToPath(new URL("ladder.sp", import.meta.url));
const { circuit, diagnostics } = readNetlist(readFileSync(file, "utf8"), { file });
for (const diagnostic of diagnostics) console.error(formatDiagnostic(diagnostic));

const model = new URL("../models/ladder-thevenin.safetensors", import.meta.url);
const predictor = await Predictor.open(fileURLToPath(model));
const predicted = await predictor.voltages(circuit);
await predictor.release();

const simulator = await openSimulator({ workers: 1 });
const simulation = await simulator.operatingPoint(circuit);
await simulator.close();
if (simulation.status === "failed") throw new Error(`${simulation.reason}: ${simulation.message}`);

console.log("net", "predicted (V)", "simulated (V)");
circuit.nets.forEach(({ name, isGround }, net) => {
  if (isGround) return;
  console.log(name, predicted[net].toFixed(3), simulation.value.voltages[net].toFixed(3));
});
