// Writes the tables of docs/augmentation.md from docs/measurements/augmentation.json. Run after `npm run build`:
//   node scripts/write-augmentation.mjs              write the tables anew from what is kept
//   node scripts/write-augmentation.mjs --measure    measure first (a few minutes, most of them simulations)
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { machineLine, parseMeasurement, recordMeasurement } from "../dist/bench/index.js";
import { formatNumber, formatSi, markdownTable, writeSection } from "../dist/report/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/augmentation.json`;
const page = `${root}docs/augmentation.md`;

if (process.argv.includes("--measure")) {
  const program = ["bench/augmentation.mjs", "--json"];
  const options = { cwd: root, encoding: "utf8", maxBuffer: 2 ** 24, stdio: ["ignore", "pipe", "inherit"] };
  const printed = execFileSync(process.execPath, program, options);
  const measurement = recordMeasurement(`node ${program.join(" ")}`, printed);
  writeFileSync(kept, `${JSON.stringify(measurement, null, 2)}\n`);
}

const { command, measured, machine, output } = parseMeasurement(readFileSync(kept, "utf8"), kept);
const right = (name) => ({ name, align: "right" });
const volts = (value) => formatSi(value, "V");
const part = (value) => formatNumber(value, 2);
const percent = (value) => formatNumber(value, 2);
const source = `\`${command}\` with ${output.simulator}, ${measured.slice(0, 10)}. Machine: ${machineLine(machine)}.`;

const edits = output.edits.map((row) => [
  row.edit,
  `${row.circuits}`,
  `${row.comparisons}`,
  ...[row.medianVolts, row.nineTenthsVolts, row.largestVolts].map(volts),
  ...[row.medianResponse, row.nineTenthsResponse, row.largestResponse].map(part),
  `${row.failed}`,
]);
const editColumns = [
  "circuits",
  "comparisons",
  "median",
  "90 %",
  "largest",
  "median",
  "90 %",
  "largest",
  "failed",
];
writeSection(page, "edits", [markdownTable(["edit", ...editColumns.map(right)], edits), source].join("\n\n"));

const lengths = output.lengths.map(({ lengthMicrometres, points, multiplicity, geometry }) => [
  `${lengthMicrometres}`,
  `${points}`,
  ...[multiplicity, geometry].flatMap(({ median, largest, largestWithoutGateCurrent }) =>
    [median, largest, largestWithoutGateCurrent].map(percent),
  ),
]);
const change = ["largest, %", "without gate current, %"];
const lengthColumns = ["length, µm", "points", "2m: median, %", ...change, "L/2: median, %", ...change];
writeSection(page, "lengths", markdownTable(lengthColumns.map(right), lengths));

const working = output.working.map((row) => [
  row.edits,
  `${row.working} of ${row.circuits}`,
  `${row.holding} of ${row.claims}`,
]);
const workingColumns = ["circuits that work", "claims that hold"].map(right);
writeSection(page, "working", markdownTable(["edits", ...workingColumns], working));

const speed = output.speed.map((row) => [
  row.style,
  formatNumber(row.meanNodes, 3),
  formatNumber(row.meanDirectedEdges, 4),
  formatNumber(row.graphsPerSecond, 2),
]);
const speedColumns = ["mean nodes", "mean directed edges", "graphs a second of one core"];
writeSection(page, "speed", markdownTable(["style", ...speedColumns.map(right)], speed));
