// Writes docs/results.md from docs/measurements/, and those from run folders where some are named. Run after `npm run build`:
//   node scripts/write-results.mjs                                        write the page anew
//   node scripts/write-results.mjs --run ladder=runs/ladder [--run …]     read these pretraining runs, a recipe each, and test them
//   node scripts/write-results.mjs --opamp opamp=runs/opamp [--opamp …]   the same of recipes on the op-amp
//   node scripts/write-results.mjs --table1 runs/table1-reduced           read this table (--budget full: of the full budget)
//   node scripts/write-results.mjs --figure fig7=runs/fig7 [--figure …]   read these few-shot figures
//   node scripts/write-results.mjs --dice runs/dice-table                 read the intrinsic test of DICE
//   node scripts/write-results.mjs --tasks runs/tasks                    read the three tasks of DICE
//   node scripts/write-results.mjs --whole-grid runs/whole-grid          read its delay lines, every point of the published grids
//   node scripts/write-results.mjs --dice-maps runs/dice-tsne             take these pictures
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  diceCardMarkdown,
  diceMarkdown,
  dicePicture,
  fewShotFigure,
  figureMarkdown,
  figureNames,
  figurePictures,
  learningCurvePicture,
  measureOpAmp,
  measurePretraining,
  opAmpCardMarkdown,
  opAmpMarkdown,
  opAmpPicture,
  pretrainingMarkdown,
  protocols,
  readDiceTable,
  readFigure,
  readTable1,
  readTask,
  table1Section,
  taskMarkdown,
  taskNames,
  taskPicture,
} from "../dist/bench/index.js";
import { writeSection } from "../dist/report/index.js";

const { values: flags } = parseArgs({
  options: {
    run: { type: "string", multiple: true, default: [] },
    opamp: { type: "string", multiple: true, default: [] },
    table1: { type: "string" },
    figure: { type: "string", multiple: true, default: [] },
    dice: { type: "string" },
    "dice-maps": { type: "string" },
    tasks: { type: "string" },
    "whole-grid": { type: "string" },
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

const namedFolders = (texts) => new Map(texts.map((text) => text.split(/=(.*)/s).slice(0, 2)));

if (flags.run.length > 0) {
  const runs = namedFolders(flags.run);
  keep("pretraining", await measurePretraining(runs, { testRows: Number(flags["test-rows"]) }));
}
if (flags.opamp.length > 0) keep("opamp-pretraining", await measureOpAmp(namedFolders(flags.opamp)));
if (flags.table1 !== undefined) keep("table1", await readTable1(flags.table1, flags.budget));
for (const [name, folder] of namedFolders(flags.figure))
  keep(name, await readFigure(folder, fewShotFigure(name)));

if (flags.dice !== undefined) keep("dice", await readDiceTable(flags.dice));
if (flags["dice-maps"] !== undefined)
  for (const name of readdirSync(flags["dice-maps"]).filter((each) => /^dice-.*\.svg$/.test(each)))
    copyFileSync(join(flags["dice-maps"], name), `${root}docs/pictures/${name}`);

const none = "No measurement is kept here.";
const pretraining = read("pretraining");
writeSection(page, "pretraining", pretraining ? pretrainingMarkdown(pretraining, picture) : none);
if (pretraining) writeFileSync(`${root}docs/${picture}`, learningCurvePicture(pretraining));
const opAmpPicturePath = "pictures/opamp-learning-curve.svg";
const opAmp = read("opamp-pretraining");
writeSection(page, "opamp-pretraining", opAmp ? opAmpMarkdown(opAmp, opAmpPicturePath) : none);
if (opAmp) writeFileSync(`${root}docs/${opAmpPicturePath}`, opAmpPicture(opAmp));
writeSection(`${root}models/README.md`, "opamp-norton", opAmp ? opAmpCardMarkdown(opAmp) : none);
const table1 = read("table1");
writeSection(page, "table1", table1 ? table1Section(table1) : none);
for (const name of figureNames) {
  const [figure, result] = [fewShotFigure(name), read(name)];
  writeSection(page, name, result ? figureMarkdown(result, figure, "pictures") : none);
  const pictures = result ? figurePictures(result, figure) : [];
  for (const [file, svg] of pictures) writeFileSync(`${root}docs/pictures/${file}.svg`, svg);
}
const dice = read("dice");
const dicePicturePath = "pictures/dice-learning.svg";
writeSection(page, "dice", dice ? diceMarkdown(dice, dicePicturePath) : none);
writeSection(`${root}models/README.md`, "dice", (dice && diceCardMarkdown(dice)) || none);
if (dice) writeFileSync(`${root}docs/${dicePicturePath}`, dicePicture(dice));
const maps = ["tsne", "umap"].flatMap((layout) =>
  ["before", "after"].map((when) => `dice-${layout}-${when}.svg`),
);
if (maps.every((name) => existsSync(`${root}docs/pictures/${name}`)))
  writeSection(
    page,
    "dice-maps",
    [
      ...maps.map((name) => `![${name}](pictures/${name})`),
      "",
      "```sh",
      "kirchhoff bench dice-tsne",
      "```",
    ].join("\n"),
  );
for (const [task, protocol] of taskNames.flatMap((name) => protocols.map((each) => [name, each]))) {
  const name = `${task}-${protocol}`;
  if (flags.tasks !== undefined) {
    const result = await readTask(flags.tasks, task, protocol);
    if (result.entries.length > 0) keep(name, result);
  }
  const result = read(name);
  const path = `pictures/${name}.svg`;
  writeSection(page, name, result ? taskMarkdown(result, { picture: path }) : none);
  if (result) writeFileSync(`${root}docs/${path}`, taskPicture(result));
}

const wholeGrid = "delay-lines-whole-grid";
if (flags["whole-grid"] !== undefined)
  keep(wholeGrid, await readTask(flags["whole-grid"], "delay-lines", "faithful"));
const onWholeGrid = read(wholeGrid);
const wholeGridFlags = "--rows all --steps 3000 --encoders ridge,values,dice-values --out runs/whole-grid";
writeSection(page, wholeGrid, onWholeGrid ? taskMarkdown(onWholeGrid, { flags: wholeGridFlags }) : none);
