// How far delays of the datasets of delay lines are from those of a tight tolerance, and what of them an encoder of bare structure can tell:
// two tables of docs/tasks.md, and docs/measurements/delay-labels.json. Run after `npm run build`:
//   node scripts/write-delay-labels.mjs              write the tables anew from what is kept
//   node scripts/write-delay-labels.mjs --measure    measure first (ten minutes)
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parametricCircuit } from "../dist/circuit/index.js";
import { generateInMemory, gridRows, namedRecipe, openSource, planRow } from "../dist/dataset/index.js";
import { formatNumber, markdownTable, writeSection } from "../dist/report/index.js";
import { delayLineTestbench, openSimulator, runTestbench } from "../dist/simulate/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/delay-labels.json`;
const command = "node scripts/write-delay-labels.mjs --measure";
const rows = 500;
const tolerances = { published: 1e-3, ours: 1e-4, reference: 1e-6 };
const measures = ["riseDelay", "fallDelay"];

/** Delays of the first rows of the published recipe, integrated at a tolerance. */
async function delaysAt(tolerance, pool) {
  const recipe = namedRecipe("delay-lines-published");
  const planned = Array.from({ length: rows }, (_, index) => planRow(recipe, index));
  const circuits = planned.map(({ circuitName, values }) => {
    const circuit = parametricCircuit(circuitName).build(values);
    return { ...circuit, options: { ...circuit.options, reltol: tolerance } };
  });
  const found = [];
  for await (const { index, result } of runTestbench(pool, delayLineTestbench(), circuits)) {
    const of = ([name, { value }]) => [name, value];
    const delays = Object.fromEntries(Object.entries(result.measures).map(of));
    found[index] = { line: planned[index].circuitName.split("@")[0], delays };
  }
  return found;
}

/** Pairs of delays by line, those of all lines last: at a tolerance, and of the reference; rows without both are left out. */
function pairs(own, reference) {
  const found = {};
  const all = Object.fromEntries(measures.map((measure) => [measure, []]));
  for (const [row, { line, delays }] of own.entries()) {
    found[line] ??= Object.fromEntries(measures.map((measure) => [measure, []]));
    for (const measure of measures) {
      const pair = [delays[measure], reference[row].delays[measure]];
      if (!pair.every((delay) => delay > 0)) continue;
      found[line][measure].push(pair);
      all[measure].push(pair);
    }
  }
  return { ...found, all };
}

/** Root mean square of the differences in nanoseconds, and what share of the variance they leave. */
function differences(all) {
  const squares = all.reduce((sum, [own, fine]) => sum + (own - fine) ** 2, 0);
  const nanoseconds = 1e9 * Math.sqrt(squares / all.length);
  return { nanoseconds, r2: 1 - squares / spread(all.map(([, fine]) => fine)) };
}

/**
 * The R² that is left of `capbank_delay_line`, training split of its whole grid, where of its five switched capacitors one knows how many are on, and not which:
 * in seconds and in logarithms.
 */
async function withoutPlaces() {
  const recipe = namedRecipe("delay-lines");
  const circuits = recipe.circuits.filter((name) => name.startsWith("capbank"));
  const bank = { ...recipe, circuits, netlists: { [circuits[0]]: recipe.netlists[circuits[0]] } };
  const [points] = gridRows(bank, "train");
  const splits = { train: points, valid: 0, test: 0 };
  const source = await openSource("native");
  const { rows } = await (await generateInMemory({ ...bank, splits }, { source })).split("train");
  await source.close();
  const names = Object.keys(bank.netlists[circuits[0]].parameters);
  const known = ({ values }) => {
    const isBit = (i) => names[i].startsWith("vctrl");
    const bits = values.reduce((sum, value, i) => sum + (isBit(i) ? value : 0), 0);
    return `${values.filter((_, i) => !isBit(i))} ${bits}`;
  };
  const left = (measure, scaled) => {
    const found = rows.filter(({ measures }) => measures[measure] > 0);
    const of = (some) => spread(some.map(({ measures }) => scaled(measures[measure])));
    const groups = new Map();
    for (const row of found) groups.set(known(row), [...(groups.get(known(row)) ?? []), row]);
    return 1 - [...groups.values()].reduce((sum, group) => sum + of(group), 0) / of(found);
  };
  const r2 = Object.fromEntries(
    measures.map((m) => [m, { r2: left(m, (seconds) => seconds), r2Log: left(m, Math.log) }]),
  );
  return { points, ...r2 };
}

/** Sum of squares about the mean. */
function spread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

async function measure() {
  const pool = await openSimulator({ simulator: "native" });
  const reference = await delaysAt(tolerances.reference, pool);
  const found = {};
  for (const name of ["published", "ours"]) {
    const lines = pairs(await delaysAt(tolerances[name], pool), reference);
    found[name] = Object.fromEntries(
      Object.entries(lines).map(([line, of]) => [
        line,
        Object.fromEntries(measures.map((measure) => [measure, differences(of[measure])])),
      ]),
    );
  }
  await pool.close();
  const bank = await withoutPlaces();
  return { command, rows, tolerances, ...found, bank };
}

if (process.argv.includes("--measure")) writeFileSync(kept, `${JSON.stringify(await measure(), null, 2)}\n`);
const { published, ours, bank } = JSON.parse(readFileSync(kept, "utf8"));
const right = (name) => ({ name, align: "right" });
const share = (r2) => r2.toFixed(4);
const cells = (of) => measures.flatMap((m) => [formatNumber(of[m].nanoseconds, 2), share(of[m].r2)]);
const heads = (tolerance) =>
  ["rise", "fall"].flatMap((edge) => [right(`${tolerance}: ${edge}, ns`), right("R²")]);
writeSection(
  `${root}docs/tasks.md`,
  "delay-labels",
  `${markdownTable(
    ["line", ...heads("1e-3"), ...heads("1e-4")],
    Object.keys(published).map((line) => [line, ...cells(published[line]), ...cells(ours[line])]),
  )}\n\n${rows} rows; \`${command}\``,
);
writeSection(
  `${root}docs/tasks.md`,
  "delay-ceiling",
  `${markdownTable(
    ["capbank_delay_line", right("R² in seconds"), right("R² in logarithms")],
    [
      ["rise delay", share(bank.riseDelay.r2), share(bank.riseDelay.r2Log)],
      ["fall delay", share(bank.fallDelay.r2), share(bank.fallDelay.r2Log)],
    ],
  )}\n\n${formatNumber(bank.points, 5)} points; \`${command}\``,
);
