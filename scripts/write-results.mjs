// Writes docs/results.md from docs/measurements/, and those from run folders where some are named. Run after `npm run build`:
//   node scripts/write-results.mjs                                        write the page anew
//   node scripts/write-results.mjs --run ladder=runs/ladder [--run …]     read these pretraining runs, a recipe each, and test them
//   node scripts/write-results.mjs --table1 runs/table1-reduced           read this table (--budget full: of the full budget)
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  learningCurvePicture,
  measurePretraining,
  pretrainingMarkdown,
  readTable1,
  table1Section,
} from "../dist/bench/index.js";
import { writeSection } from "../dist/report/index.js";

const { values: flags } = parseArgs({
  options: {
    run: { type: "string", multiple: true, default: [] },
    table1: { type: "string" },
    budget: { type: "string", default: "reduced" },
    "test-rows": { type: "string", default: "1000" },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const page = `${root}docs/results.md`;
const picture = "pictures/learning-curve.svg";
const fileOf = (name) => `${root}docs/measurements/${name}.json`;

mkdirSync(`${root}docs/measurements`, { recursive: true });
const keep = (name, value) => writeFileSync(fileOf(name), `${JSON.stringify(value, null, 2)}\n`);
const read = (name) => existsSync(fileOf(name)) && JSON.parse(readFileSync(fileOf(name), "utf8"));

if (flags.run.length > 0) {
  const runs = new Map(flags.run.map((text) => text.split(/=(.*)/s).slice(0, 2)));
  keep("pretraining", await measurePretraining(runs, { testRows: Number(flags["test-rows"]) }));
}
if (flags.table1 !== undefined) keep("table1", await readTable1(flags.table1, flags.budget));

const none = "No measurement is kept here.";
const pretraining = read("pretraining");
writeSection(page, "pretraining", pretraining ? pretrainingMarkdown(pretraining, picture) : none);
if (pretraining) writeFileSync(`${root}docs/${picture}`, learningCurvePicture(pretraining));
const table1 = read("table1");
writeSection(page, "table1", table1 ? table1Section(table1) : none);
