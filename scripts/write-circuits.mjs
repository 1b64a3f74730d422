// Writes the tables of docs/circuits.md: sizes of the catalogue's circuits, and what simulating their proofs gives. Run after
// `npm run build`: node scripts/write-circuits.mjs
import { fileURLToPath } from "node:url";
import { circuitCatalogue, circuitFamilies } from "../dist/circuit/index.js";
import { catalogueCircuit } from "../dist/netlist/node-catalogue/index.js";
import { formatSi, markdownTable, writeSection } from "../dist/report/index.js";
import {
  circuitProof,
  measureUnits,
  openSimulator,
  proveCircuit,
  provenCircuits,
} from "../dist/simulate/index.js";

const page = fileURLToPath(new URL("../docs/circuits.md", import.meta.url));
const sets = { dice: "paper B", corrected: "corrected", extra: "" };
const right = (name) => ({ name, align: "right" });

/** Volts and amperes of a measure that has the unit of its signal. */
function unitOf(spec) {
  const own = measureUnits[spec.measure];
  if (own !== "" || spec.measure === "dc-transfer") return own;
  return spec.of.kind === "current" ? "A" : "V";
}

const decibels = (value) => value.toFixed(1).replace(/^-0\.0$/, "0.0");

/** What was found of one claim, the spread of it where there are several temperatures. */
function valueText(spec, values) {
  const unit = unitOf(spec);
  if (spec.measure === "dc-transfer") return `${decibels(20 * Math.log10(values[0]))} dB`;
  if (unit === "dB") return `${decibels(values[0])} dB`;
  if (unit === "°") return `${values[0].toFixed(0)}°`;
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => formatSi(value, unit));
  return low === high ? low : `${low} to ${high}`;
}

/** A proof in a few words; phases of logic are only counted. */
function proofText(name, results) {
  const { testbench } = circuitProof(name);
  const claims = [...new Set(results.map(({ claim }) => claim))];
  const phases = claims.map((claim) => Number(/ in phase (\d+)$/.exec(claim)?.[1] ?? 0));
  if (phases[0] > 0) return `${claims.length} levels in ${Math.max(...phases)} phases`;
  const texts = claims.map((claim) => {
    const found = results.filter((result) => result.claim === claim);
    const value = valueText(
      testbench.measures[claim],
      found.map(({ measurement }) => measurement.value),
    );
    return `${claim.replace(/([\d.]+) Hz$/, (_, hertz) => formatSi(Number(hertz), "Hz"))} ${value}`;
  });
  return texts.join("; ");
}

const pool = await openSimulator({ workers: 1, timeoutSeconds: 60 });
const proven = new Set(provenCircuits);
const tables = [];
for (const family of circuitFamilies) {
  const rows = [];
  for (const { name, title, set } of circuitCatalogue.filter((entry) => entry.family === family)) {
    const { devices, nets } = catalogueCircuit(name);
    let proof = "faulty as published";
    if (proven.has(name)) {
      const results = await proveCircuit(pool, name);
      const broken = results.filter(({ holds }) => !holds);
      if (broken.length > 0) throw new Error(`${name}: ${broken.map(({ claim }) => claim).join(", ")}`);
      proof = proofText(name, results);
    }
    rows.push([`\`${name}\``, title, sets[set], devices.length, nets.length, proof]);
  }
  const heading = `### \`circuits/${family}.sp\``;
  const columns = ["circuit", "what it is", "set", right("devices"), right("nets"), "simulated"];
  tables.push(`${heading}\n\n${markdownTable(columns, rows)}`);
}
const counts = ["dice", "corrected", "extra"].map(
  (set) => circuitCatalogue.filter((entry) => entry.set === set).length,
);
const count = `${circuitCatalogue.length} circuits: ${counts[0]} of paper B, ${counts[1]} of these corrected, ${counts[2]} more. Values by ${pool.name} ${pool.version}.`;
await pool.close();
writeSection(page, "circuits", [count, ...tables].join("\n\n"));
