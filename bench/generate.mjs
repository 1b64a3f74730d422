// Rows of the op-amp dataset a second, by simulator, and what the whole of it would take. Run after `npm run build`:
//   node bench/generate.mjs [--rows 20000] [--workers 2] [--json]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateDataset, namedRecipe, openSource, withRowCount } from "../dist/dataset/index.js";
import { findNativeLibrary } from "../dist/simulate/index.js";

const {
  rows: count,
  workers,
  json,
} = parseArgs({
  options: {
    rows: { type: "string", default: "20000" },
    workers: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
}).values;

const recipe = namedRecipe("opamp");
const whole = Object.values(recipe.splits).reduce((sum, size) => sum + size, 0);
const bars = { native: 5, embedded: 15 };
const rows = [];
for (const simulator of (await findNativeLibrary()) ? ["native", "embedded"] : ["embedded"]) {
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-bench-"));
  const start = performance.now();
  const source = await openSource(simulator, { workers: Number(workers) });
  await generateDataset({ folder, recipe: { ...withRowCount(recipe, Number(count)), simulator }, source });
  await source.close();
  const perSecond = (1000 * Number(count)) / (performance.now() - start);
  rmSync(folder, { recursive: true });
  rows.push({
    what: simulator,
    perSecond,
    wholeMinutes: whole / perSecond / 60,
    barMinutes: bars[simulator],
  });
}
if (json)
  console.log(
    JSON.stringify({ rows: Number(count), workers: Number(workers), wholeRows: whole, rates: rows }),
  );
else console.table(rows);
