// Time of reading netlists, per line, from 1,000 to 1,000,000 lines. Run: npm run build && node bench/netlist.mjs [--json] [--lines N,N,…]
import { elaborate, parseNetlist, printTree } from "../dist/netlist/index.js";

const flags = process.argv.slice(2);
const asJson = flags.includes("--json");
const wanted = flags[flags.indexOf("--lines") + 1];
const sizes = flags.includes("--lines") ? wanted.split(",").map(Number) : [1_000, 10_000, 100_000, 1_000_000];

/** A flat deck of resistors, capacitors and transistors, one a line. */
function flatDeck(lines) {
  const cards = ["Flat deck", ".model nch nmos level=1", ".param wn=2u"];
  for (let i = cards.length; i < lines; i++) {
    const [a, b] = [`n${i % 9973}`, `n${(i * 7) % 9973}`];
    if (i % 3 === 0) cards.push(`R${i} ${a} ${b} ${1 + (i % 90)}k`);
    else if (i % 3 === 1) cards.push(`C${i} ${a} 0 10.5f ic=0`);
    else cards.push(`M${i} ${a} ${b} 0 0 nch W='wn*${1 + (i % 4)}' L=0.18u nf=2`);
  }
  return `${cards.join("\n")}\n`;
}

/** A three-level hierarchy of inverters with parameters: ten inverters a row, twenty devices. */
function hierarchicalDeck(devices) {
  const rows = Math.max(1, Math.round(devices / 20));
  const cards = [
    "Hierarchical deck",
    ".global vdd",
    ".model nch nmos level=1",
    ".model pch pmos level=1",
    ".subckt inverter in out w=1u",
    "Mn out in 0 0 nch W='w' L=0.18u",
    "Mp out in vdd vdd pch W='2*w' L=0.18u",
    ".ends",
    ".subckt row in out w=1u",
    ...Array.from(
      { length: 10 },
      (_, i) => `X${i} ${i === 0 ? "in" : `m${i}`} ${i === 9 ? "out" : `m${i + 1}`} inverter w='w*${i + 1}'`,
    ),
    ".ends",
    "Vdd vdd 0 1.8",
    ...Array.from({ length: rows }, (_, i) => `Xrow${i} r${i} r${i + 1} row w=${1 + (i % 5)}u`),
  ];
  return `${cards.join("\n")}\n`;
}

function measure(kind, size, text) {
  let best;
  for (let run = 0; run < (size > 200_000 ? 1 : 3); run++) {
    const start = performance.now();
    const tree = parseNetlist(text);
    const parsed = performance.now();
    const { circuit, diagnostics } = elaborate(tree);
    const elaborated = performance.now();
    if (diagnostics.some(({ severity }) => severity === "error")) throw new Error(diagnostics[0].message);
    const row = {
      kind,
      size,
      devices: circuit.devices.length,
      parseMs: parsed - start,
      elaborateMs: elaborated - parsed,
    };
    row.microsecondsPerDevice = (1000 * (row.parseMs + row.elaborateMs)) / row.devices;
    if (!best || row.microsecondsPerDevice < best.microsecondsPerDevice) best = row;
    if (printTree(tree) !== text) throw new Error("the tree lost text");
  }
  return best;
}

const results = [];
measure("warm-up", 5_000, flatDeck(5_000));
for (const size of sizes) results.push(measure("flat", size, flatDeck(size)));
for (const size of sizes) results.push(measure("hierarchical", size, hierarchicalDeck(size)));
if (asJson) console.log(JSON.stringify({ node: process.version, results }, null, 2));
else {
  console.log("deck          lines/devices   devices     parse ms   elaborate ms   us per device");
  for (const row of results) {
    console.log(
      [
        row.kind.padEnd(13),
        String(row.size).padStart(13),
        String(row.devices).padStart(10),
        row.parseMs.toFixed(1).padStart(12),
        row.elaborateMs.toFixed(1).padStart(14),
        row.microsecondsPerDevice.toFixed(2).padStart(15),
      ].join(" "),
    );
  }
}
