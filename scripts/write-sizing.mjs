// Writes what searches need into docs/sizing.md, from docs/measurements/table2.json. Run after `npm run build`:
//   node scripts/write-sizing.mjs                       write the section anew from what is kept
//   node scripts/write-sizing.mjs --table2 runs/table2  read the records of `kirchhoff bench table2` first
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readTable2, table2Markdown, table2Picture } from "../dist/bench/index.js";
import { writeSection } from "../dist/report/index.js";

const { values: flags } = parseArgs({ options: { table2: { type: "string" } } });
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
