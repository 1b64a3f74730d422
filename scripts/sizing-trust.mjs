// Sections of docs/sizing.md on what becomes of final designs: what robust sizing takes, and a yield.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeMachine, machineLine } from "../dist/bench/index.js";
import { formatSi, markdownTable } from "../dist/report/index.js";

/** What bench/sizing-corners.mjs left. */
export function readCorners(file) {
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { command: "node bench/sizing-corners.mjs", machine: describeMachine(), rows };
}

const kinds = {
  robust: "`mode: robust`",
  every: "all corners of every design",
  nominal: "no corners",
};
const right = (name) => ({ name, align: "right" });

/** Medians over seeds of each way to size the two-stage op-amp in its corners. */
export function cornersSection({ command, machine, rows }) {
  const table = Object.entries(kinds).flatMap(([mode, words]) => {
    const own = rows.filter((row) => row.mode === mode);
    if (own.length === 0) return [];
    const solved = own.filter((row) => row.solved);
    const spread = (key) => {
      const values = solved.map((row) => row[key]);
      return `${median(values)} (${Math.min(...values)} to ${Math.max(...values)})`;
    };
    const met = solved.map((row) => row.met);
    const range = [...new Set([Math.min(...met), Math.max(...met)])].join(" to ");
    return [
      [
        ...[words, `${solved.length} of ${own.length}`, spread("designs"), spread("inCorners")],
        `${range} of ${own[0].corners}`,
      ],
    ];
  });
  const columns = ["sized with", "solved", "designs", "designs × corners", "corners met"];
  return [
    `The two-stage op-amp in ${rows[0].corners} corners of process, temperature and supply (\`examples/sizing/two-stage-opamp-corners.yaml\`), until one design meets every spec; median, least and most of the seeds that were solved:`,
    markdownTable([columns[0], ...columns.slice(1).map(right)], table),
    `\`${command}\`; ${rows[0].simulator.replace("ngspice-native", "ngspice")}; ${machineLine(machine)}`,
  ].join("\n\n");
}

/** The yield in the result of a sizing run. */
export function readYield(folder) {
  const {
    problem,
    values,
    yield: found,
    specs,
    ledger,
  } = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  const units = Object.fromEntries(specs.map(({ name, unit }) => [name, unit]));
  return { problem, values, units, seconds: ledger.yield.seconds, ...found };
}

/** Of each spec the share of the chips that meet it, and how its measure is spread. */
export function yieldSection({ problem, samples, met, specs, units }) {
  const percent = (share) => `${Number((100 * share).toFixed(1))} %`;
  const withUnit = (value, unit) =>
    ["dB", "°"].includes(unit) ? `${value.toFixed(1)} ${unit}` : formatSi(value, unit);
  const rows = specs.map(({ name, met: own, mean, sigma }) => [
    ...[name, percent(own.share), `${percent(own.low)} to ${percent(own.high)}`],
    ...[withUnit(mean, units[name]), withUnit(sigma, units[name])],
  ]);
  return [
    `${samples} chips of a design of the ${problem}, whose open loop is biased at equal inputs: ${percent(met.share)} of them meet every spec (${percent(met.low)} to ${percent(met.high)}).`,
    markdownTable(["spec", ...["met by", "95 % interval", "mean", "sigma"].map(right)], rows),
  ].join("\n\n");
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
