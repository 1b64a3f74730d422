// What generate.mjs and task-data.mjs share: their options, and how fast rows of a recipe are made.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateDataset, openSource, withRowCount } from "../dist/dataset/index.js";
import { findNativeLibrary } from "../dist/simulate/index.js";

/** The rows, workers and `--json` of the command line, `rows` unless it says otherwise. */
export function optionsOf(rows) {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: `${rows}` },
      workers: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
    },
  });
  return { json: values.json, rows: Number(values.rows), workers: Number(values.workers) };
}

/** Rows of a recipe a second with each simulator that is here; opening it counts. */
export async function* generationRates(recipe, { rows, workers }) {
  for (const simulator of (await findNativeLibrary()) ? ["native", "embedded"] : ["embedded"]) {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-bench-"));
    const start = performance.now();
    const source = await openSource(simulator, { workers });
    await generateDataset({ folder, recipe: { ...withRowCount(recipe, rows), simulator }, source });
    const perSecond = (1000 * rows) / (performance.now() - start);
    await source.close();
    rmSync(folder, { recursive: true });
    yield { simulator, perSecond };
  }
}

/** Prints rates as a table, or with what they were measured under as JSON. */
export function printRates({ json, ...conditions }, rates) {
  if (json) console.log(JSON.stringify({ ...conditions, rates }));
  else console.table(rates);
}
