import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { plainValues } from "../../../src/bench/tasks/decoder-feeds.js";
import { regressionTask } from "../../../src/bench/tasks/definitions.js";
import { kindsEncoder } from "../../../src/bench/tasks/kinds-encoder.js";
import { openRows } from "../../../src/bench/tasks/open-rows.js";
import { TaskRegressor } from "../../../src/bench/tasks/regressor.js";
import { loadTask, type TaskData } from "../../../src/bench/tasks/samples.js";
import { featuresOf, shownRows } from "../../../src/bench/tasks/shown-rows.js";
import { fitLabels } from "../../../src/bench/tasks/standardise.js";
import {
  generateDataset,
  generateInMemory,
  namedRecipe,
  openSource,
  withRowCount,
} from "../../../src/dataset/index.js";

const task = regressionTask("delay-lines", "honest");
const recipe = withRowCount(namedRecipe(task.recipe), 60);
let data: TaskData;

beforeAll(async () => {
  const source = await openSource("auto", { workers: 1 });
  data = await loadTask(await generateInMemory(recipe, { source }), task.labels);
  await source.close();
});

test("what an encoder knows of rows is standardised over training rows alone", async () => {
  const { train, valid, test: tested } = data.splits;
  const known = train.reduce((sum, { rows }) => sum + rows.length, 0);
  const of = async (graphs: readonly unknown[]) =>
    Float32Array.from(graphs, (_, i) => (i < known ? i % 2 : 100));
  const states = await featuresOf({ rowFeatures: { width: 1, of } }, data.splits);
  const shown = (rows: typeof train) =>
    rows.flatMap((each) => each.rows.map(({ index }) => states.get(index)![0]!));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(shown(train))).toBeCloseTo(0, 5);
  expect(mean(shown(train).map((value) => value ** 2))).toBeCloseTo(1, 5);
  expect(Math.min(...shown(valid), ...shown(tested))).toBeGreaterThan(90);
});

test("without a label among the validation rows the last weights are kept", async () => {
  const standard = fitLabels(data.splits.train);
  const rows = data.splits.train.slice(0, 2).map((each) => shownRows(each, standard, new Map()));
  const regressor = new TaskRegressor({
    ...{ topologies: data.topologies, encoder: { ...kindsEncoder(), settings: {} }, threads: 1 },
    decoder: { hidden: 4, outputLayers: 2, outputs: 2 },
    ...{ scaling: plainValues, weightDecay: 0 },
  });
  const valid = rows.map((each) => ({ ...each, labels: each.labels.map(() => Number.NaN) }));
  const weights = (validations: number) =>
    regressor.fit({
      ...{ train: rows, valid, seed: 1 },
      budget: { steps: 3, batchSize: 8, learningRate: 1e-2, validations },
    });
  expect(await weights(3)).toEqual(await weights(1));
  await regressor.release();
});

test("delay lines may be those at the published tolerance, and are told apart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kirchhoff-rows-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const source = await openSource("auto", { workers: 1 });
  for (const name of ["delay-lines", "delay-lines-published"]) {
    const data = join(folder, name);
    const named = { ...withRowCount(namedRecipe(name), 10), name: "mine" };
    await generateDataset({ folder: data, recipe: named, source });
    expect((await openRows(task, { folder, data })).recipe).toBe(name);
  }
  await source.close();
});

test("a dataset of another recipe, and a damaged one, are no rows of a task", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kirchhoff-rows-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const source = await openSource("exact");
  await generateDataset({ folder, recipe: withRowCount(namedRecipe("ladder"), 20), source });
  await source.close();
  const opened = () => openRows(task, { folder, data: folder });
  await expect(opened()).rejects.toMatchObject({ code: "BENCH_DATA_DIFFERS" });
  const shard = (await readdir(folder)).find((name) => name.endsWith(".parquet"))!;
  await appendFile(join(folder, shard), "x");
  await expect(opened()).rejects.toMatchObject({ code: "DATASET_SHARD_TRUNCATED" });
});
