// Rows of the datasets of DICE's tasks a second, by simulator, and what their defaults and whole grids would take. After `npm run build`:
//   node bench/task-data.mjs [--rows 1000] [--workers 2] [--json]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  generateDataset,
  gridRows,
  namedRecipe,
  openSource,
  rowCount,
  splitNames,
  withRowCount,
} from "../dist/dataset/index.js";
import { findNativeLibrary } from "../dist/simulate/index.js";

const {
  rows: count,
  workers,
  json,
} = parseArgs({
  options: {
    rows: { type: "string", default: "1000" },
    workers: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
}).values;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const rates = [];
for (const name of ["delay-lines", "dice-opamps", "dice-opamps-sized"]) {
  const recipe = namedRecipe(name);
  const points = recipe.grid ? sum(splitNames.flatMap((split) => gridRows(recipe, split))) : undefined;
  for (const simulator of (await findNativeLibrary()) ? ["native", "embedded"] : ["embedded"]) {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-bench-"));
    const source = await openSource(simulator, { workers: Number(workers) });
    const start = performance.now();
    await generateDataset({ folder, recipe: { ...withRowCount(recipe, Number(count)), simulator }, source });
    const perSecond = (1000 * Number(count)) / (performance.now() - start);
    await source.close();
    rmSync(folder, { recursive: true });
    rates.push({
      what: `${name}, ${simulator}`,
      perSecond,
      defaultMinutes: rowCount(recipe) / perSecond / 60,
      ...(points && { wholeGridMinutes: points / perSecond / 60 }),
    });
  }
}
if (json) console.log(JSON.stringify({ rows: Number(count), workers: Number(workers), rates }));
else console.table(rates);
