// Writes what searches need, and what becomes of their designs, into docs/sizing.md, from docs/measurements/. Run after `npm run build`:
//   node scripts/write-sizing.mjs                       write the sections anew from what is kept
//   node scripts/write-sizing.mjs --table2 runs/table2  read the records of `kirchhoff bench table2` first
//   node scripts/write-sizing.mjs --corners runs/sizing-corners.jsonl   read what bench/sizing-corners.mjs left first
//   node scripts/write-sizing.mjs --yield runs/size-two-stage-opamp-corners   read the yield of a sizing run first
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readTable2, table2Markdown, table2Picture } from "../dist/bench/index.js";
import { writeSection } from "../dist/report/index.js";
import { cornersSection, readCorners, readYield, yieldSection } from "./sizing-trust.mjs";

const text = { type: "string" };
const { values: flags } = parseArgs({ options: { table2: text, corners: text, yield: text } });
const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/table2.json`;
if (flags.table2 !== undefined) {
  const measured = { command: "kirchhoff bench table2", ...(await readTable2(flags.table2)) };
  writeFileSync(kept, `${JSON.stringify(measured, null, 1)}\n`);
}

const { wanted, panels } = JSON.parse(readFileSync(kept, "utf8"));
mkdirSync(`${root}docs/pictures`, { recursive: true });
const parts = panels.map((panel) => {
  const picture = `pictures/sizing-${panel.id}.svg`;
  writeFileSync(`${root}docs/${picture}`, table2Picture(panel));
  return `${table2Markdown(panel, wanted)}\n\n![Mean cost of the best designs over the designs simulated](${picture})`;
});
writeSection(`${root}docs/sizing.md`, "table2", parts.join("\n\n"));

const trust = `${root}docs/measurements/sizing-trust.json`;
const known = JSON.parse(readFileSync(trust, "utf8"));
const measured = {
  ...known,
  ...(flags.corners !== undefined && { corners: readCorners(flags.corners) }),
  ...(flags.yield !== undefined && { yield: readYield(flags.yield) }),
};
writeFileSync(trust, `${JSON.stringify(measured, null, 1)}\n`);
writeSection(`${root}docs/sizing.md`, "corners", cornersSection(measured.corners));
writeSection(`${root}docs/sizing.md`, "yield", yieldSection(measured.yield));
