// How far delays of the datasets of delay lines are from those of a fine time step, and what of them an encoder of bare structure can tell:
// two tables of docs/tasks.md, and docs/measurements/delay-labels.json. Run after `npm run build`:
//   node scripts/write-delay-labels.mjs              write the tables anew from what is kept
//   node scripts/write-delay-labels.mjs --measure    measure first (ten minutes)
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateInMemory, gridRows, namedRecipe, openSource, splitNames } from "../dist/dataset/index.js";
import { formatNumber, markdownTable, writeSection } from "../dist/report/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/delay-labels.json`;
const command = "node scripts/write-delay-labels.mjs --measure";
const rows = 500;
const fineStepSeconds = 0.25e-9;
const measures = ["riseDelay", "fallDelay"];

/** The testbench of the datasets with a bound on the time step. */
const fineTestbench = {
  file: "fine.yaml",
  text: `
name: fine
supplies: [vdd]
decks:
  line: { analyses: { pulse: { kind: tran, stepSeconds: 100e-9, stopSeconds: 2.2e-6, maxStepSeconds: ${fineStepSeconds} } } }
measures:
  riseDelay: { measure: delay, analysis: pulse, of: v(vout), from: v(vin), level: 0.5, fromEdge: rising, ofEdge: rising }
  fallDelay: { measure: delay, analysis: pulse, of: v(vout), from: v(vin), level: 0.5, fromEdge: falling, ofEdge: falling }
`,
};

/** Pairs of delays by line: as the dataset has it, and with a fine time step. */
async function pairs(recipe, source) {
  const splits = { train: rows, valid: 0, test: 0 };
  const read = async (testbench) =>
    (await (await generateInMemory({ ...recipe, testbench, splits }, { source })).split("train")).rows;
  const fine = new Map((await read(fineTestbench)).map((row) => [row.index, row]));
  const found = {};
  for (const { index, circuitName, measures: own } of await read(recipe.testbench)) {
    const line = circuitName.split("@")[0];
    found[line] ??= Object.fromEntries(measures.map((measure) => [measure, []]));
    for (const measure of measures) {
      const pair = [own[measure], fine.get(index)?.measures[measure]];
      if (pair.every((delay) => delay > 0)) found[line][measure].push(pair);
    }
  }
  return found;
}

/** Root mean square of the differences in nanoseconds, and what share of the variance they leave. */
function differences(all) {
  const squares = all.reduce((sum, [own, fine]) => sum + (own - fine) ** 2, 0);
  const nanoseconds = 1e9 * Math.sqrt(squares / all.length);
  return { nanoseconds, r2: 1 - squares / spread(all.map(([, fine]) => fine)) };
}

/**
 * The R² that is left of `capbank_delay_line`, whole grid, where of its five switched capacitors one knows how many are on, and not which:
 * in seconds and in logarithms.
 */
async function withoutPlaces(source) {
  const recipe = namedRecipe("delay-lines");
  const circuits = recipe.circuits.filter((name) => name.startsWith("capbank"));
  const bank = { ...recipe, circuits, netlists: { [circuits[0]]: recipe.netlists[circuits[0]] } };
  const points = splitNames.reduce((sum, split) => sum + gridRows(bank, split), 0);
  const splits = { train: points, valid: 0, test: 0 };
  const { rows } = await (await generateInMemory({ ...bank, splits }, { source })).split("train");
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
  const source = await openSource("native");
  const recipes = {};
  for (const name of ["delay-lines-published", "delay-lines"]) {
    const found = await pairs(namedRecipe(name), source);
    const lines = { ...found };
    lines.all = Object.fromEntries(measures.map((m) => [m, Object.values(found).flatMap((line) => line[m])]));
    recipes[name] = Object.fromEntries(
      Object.entries(lines).map(([line, of]) => [
        line,
        Object.fromEntries(measures.map((m) => [m, differences(of[m])])),
      ]),
    );
  }
  const bank = await withoutPlaces(source);
  await source.close();
  return { command, rows, fineStepSeconds, recipes, bank };
}

if (process.argv.includes("--measure")) writeFileSync(kept, `${JSON.stringify(await measure(), null, 2)}\n`);
const { recipes, bank } = JSON.parse(readFileSync(kept, "utf8"));
const [published, ours] = [recipes["delay-lines-published"], recipes["delay-lines"]];
const right = (name) => ({ name, align: "right" });
const share = (r2) => r2.toFixed(r2 > 0.99995 ? 5 : 4);
const cells = (of) =>
  measures.flatMap((m) => [formatNumber(of[m].nanoseconds, 2), share(Math.min(of[m].r2, 0.99999))]);
const heads = (tolerance) =>
  ["rise", "fall"].flatMap((edge) => [right(`${tolerance}: ${edge}, ns`), right("R²")]);
writeSection(
  `${root}docs/tasks.md`,
  "delay-labels",
  `${markdownTable(
    ["line", ...heads("1e-3"), ...heads("1e-4")],
    Object.keys(published).map((line) => [line, ...cells(published[line]), ...cells(ours[line])]),
  )}\n\n\`${command}\``,
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
