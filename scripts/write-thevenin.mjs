// Measures models/ladder-thevenin.safetensors and writes the tables of docs/thevenin.md and models/README.md; keeps what it measured in
// docs/measurements/thevenin.json. Run after `npm run build`:
//   node scripts/write-thevenin.mjs              write the tables anew from what is kept
//   node scripts/write-thevenin.mjs --measure    measure first (a minute)
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateInMemory, namedRecipe } from "../dist/dataset/index.js";
import { formatNumber, markdownTable, writeSection } from "../dist/report/index.js";
import { evaluate, loadCheckpoint, Predictor } from "../dist/train/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/thevenin.json`;
const command = "node scripts/write-thevenin.mjs --measure";

const rounds = [2, 4, 6, 8, 12, 24, 48];
const byRounds = ["ladder-12", "ladder-128", "wheatstone-bridge"];
const unseen = ["ladder-12", "ladder-16", "ladder-32", "ladder-128"];
const others = ["series-divider", "wheatstone-bridge", "loaded-divider", "parallel-divider"];
const uniform = (low, high) => ({ kind: "uniform", low, high });
const decades = (count) => ({ kind: "log-uniform", low: 100, high: 100 * 10 ** count });
const spreads = [
  ["as in training: 0 to 1 Ω, 0 to 1 V", {}],
  ["0 to 1 MΩ, −15 to 15 V", { ohm: uniform(0, 1e6), volt: uniform(-15, 15) }],
  ["one decade of resistances, 100 Ω to 1 kΩ", { ohm: decades(1) }],
  ["two decades, 100 Ω to 10 kΩ", { ohm: decades(2) }],
  ["three decades, 100 Ω to 100 kΩ", { ohm: decades(3) }],
];

/** The test split of a recipe, its values drawn otherwise where `units` says so. */
async function testSet(name, rows, units = {}) {
  const recipe = namedRecipe(name);
  const splits = { train: 0, valid: 0, test: rows };
  const sampling = { ...recipe.sampling, units };
  return { name, dataset: await generateInMemory({ ...recipe, sampling, splits }), split: "test" };
}

async function measure() {
  const checkpoint = await loadCheckpoint(`${root}models/ladder-thevenin.safetensors`);
  const { card } = checkpoint;
  const withRounds = (iterations) =>
    Predictor.of({ ...checkpoint, card: { ...card, network: { ...card.network, iterations } } });
  const rowsOf = (name) => (name === "ladder-128" ? 100 : 500);
  const sets = new Map();
  for (const name of new Set([...unseen, ...others])) sets.set(name, await testSet(name, rowsOf(name)));
  const score = async (predictor, set) => {
    const { accuracy, rmse, graphs } = await evaluate(predictor, set);
    return { accuracy, rmse, graphs };
  };

  const result = {
    command,
    network: card.network,
    step: card.training.best.step,
    rounds: {},
    sets: {},
    spreads: [],
  };
  for (const iterations of rounds) {
    const predictor = await withRounds(iterations);
    result.rounds[iterations] = {};
    for (const name of byRounds) result.rounds[iterations][name] = await score(predictor, sets.get(name));
    await predictor.release();
  }
  const predictor = await Predictor.of(checkpoint);
  for (const [name, set] of sets) result.sets[name] = await score(predictor, set);
  for (const [values, units] of spreads) {
    result.spreads.push({ values, ...(await score(predictor, await testSet("ladder-10", 500, units))) });
  }
  await predictor.release();
  return { ...result, validation: card.training.best.metrics };
}

if (process.argv.includes("--measure")) writeFileSync(kept, `${JSON.stringify(await measure(), null, 2)}\n`);
const {
  rounds: measuredRounds,
  sets,
  spreads: measuredSpreads,
  validation,
} = JSON.parse(readFileSync(kept, "utf8"));

const right = (name) => ({ name, align: "right" });
const share = (value) => value.toFixed(3);
const millivolts = (volts) => formatNumber(1000 * volts, 2);
const measuredBy = `Acc@100; \`${command}\``;
const setRows = (names) =>
  names.map((name) => [name, sets[name].graphs, share(sets[name].accuracy), millivolts(sets[name].rmse)]);
const columns = [right("number"), right("Acc@100"), right("RMSE (mV)")];

const page = `${root}docs/thevenin.md`;
writeSection(
  page,
  "rounds",
  `${markdownTable(
    ["rounds", ...byRounds.map(right)],
    rounds.map((iterations) => [
      `${iterations}`,
      ...byRounds.map((name) => share(measuredRounds[iterations][name].accuracy)),
    ]),
  )}\n\n${measuredBy}`,
);
writeSection(page, "shapes", `${markdownTable(["circuits", ...columns], setRows(others))}\n\n${measuredBy}`);
writeSection(
  page,
  "spreads",
  `${markdownTable(
    ["ladders of 10 branches with", right("Acc@100")],
    measuredSpreads.map(({ values, accuracy }) => [values, share(accuracy)]),
  )}\n\n${measuredBy}`,
);
writeSection(
  `${root}models/README.md`,
  "ladder-thevenin",
  markdownTable(
    ["circuits", ...columns],
    [
      [
        "ladder (2 to 10 branches), validation",
        validation.graphs,
        share(validation.accuracy),
        millivolts(validation.rmse),
      ],
      ...setRows([...unseen, ...others]),
    ],
  ),
);
