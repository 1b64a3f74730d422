import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import {
  generateDataset,
  inspectDataset,
  namedRecipe,
  openDataset,
  openSource,
  planRow,
  type Recipe,
  withRowCount,
} from "../../src/dataset/index.js";
import { temporaryFolder } from "./folders.js";
import { nodalSource, nodalVoltages } from "./sources.js";

const recipe: Recipe = { ...withRowCount(namedRecipe("wheatstone-bridge"), 40), rowsPerShard: 15 };

async function stored(): Promise<string> {
  const folder = await temporaryFolder();
  await generateDataset({ folder, recipe, source: nodalSource() });
  return folder;
}

describe("openDataset", () => {
  it("gives back exactly the rows that were planned, with their labels, split by split", async () => {
    const dataset = await openDataset(await stored());
    expect(dataset.splitNames).toEqual(["train", "valid", "test"]);
    let index = 0;
    for (const name of dataset.splitNames) {
      const { rows, failed } = await dataset.split(name);
      expect(failed).toEqual([]);
      expect(rows).toHaveLength(recipe.splits[name]);
      for (const row of rows) {
        const planned = planRow(recipe, index++);
        expect(row).toMatchObject(planned);
        const circuit = parametricCircuit(row.circuitName).build(row.values);
        const voltages = nodalVoltages(circuit);
        expect(row.labels).toEqual(Float64Array.from(circuit.outputs!, (net) => voltages[net]!));
      }
    }
    expect(index).toBe(40);
  });

  it.each([
    ["DATASET_SHARD_TRUNCATED", (path: string) => truncate(path, 200)],
    ["DATASET_SHARD_MISSING", (path: string) => rm(path)],
    [
      "DATASET_SHARD_ALTERED",
      async (path: string) => {
        const bytes = await readFile(path);
        bytes[60]! ^= 1;
        await writeFile(path, bytes);
      },
    ],
  ])("tells a damaged shard: %s", async (code, damage) => {
    const folder = await stored();
    await damage(join(folder, "shard-00001.parquet"));
    await expect(openDataset(folder)).rejects.toMatchObject({ code });
    const inspection = await inspectDataset(folder);
    expect(inspection.intact).toBe(false);
    expect(inspection.problems).toMatchObject([{ file: "shard-00001.parquet", code }]);
  });

  it("tells a folder without a dataset and a manifest that is damaged or too new", async () => {
    await expect(openDataset(await temporaryFolder())).rejects.toMatchObject({ code: "DATASET_NOT_FOUND" });
    const folder = await stored();
    const path = join(folder, "manifest.json");
    const text = await readFile(path, "utf8");
    for (const damaged of [text.slice(0, 300), text.replace('"shards"', '"shrads"'), "null"]) {
      await writeFile(path, damaged);
      await expect(openDataset(folder)).rejects.toMatchObject({ code: "DATASET_MANIFEST" });
    }
    await writeFile(path, text.replace('"format": 2', '"format": 3'));
    await expect(openDataset(folder)).rejects.toThrow(/newer format/);
  });
});

describe("inspectDataset", () => {
  it("counts rows and describes the labels of each split", async () => {
    const { intact, splits } = await inspectDataset(await stored());
    expect(intact).toBe(true);
    expect(splits[0]).toMatchObject({
      split: "train",
      ok: 18,
      failed: 0,
      circuits: { "wheatstone-bridge": 18 },
      labels: { labels: 72 },
    });
    const { mean, standardDeviation, minimum, maximum } = splits[0]!.labels!;
    expect(minimum).toBeLessThan(mean - standardDeviation / 2);
    expect(maximum).toBeGreaterThan(mean + standardDeviation / 2);
  });

  it("describes each measure, and counts why rows do not have it", async () => {
    const loop: Recipe = {
      ...namedRecipe("opamp-biased-loop"),
      splits: { train: 40, valid: 0, test: 0 },
      measures: ["gain", "phaseMargin"],
    };
    const folder = await temporaryFolder();
    const source = await openSource("auto", { workers: 1 });
    await generateDataset({ folder, recipe: loop, source });
    await source.close();
    const { rows } = await (await openDataset(folder)).split("train");
    for (const { values } of rows) expect(values[13]).toBe(values[12]); // both inputs
    const { gain, phaseMargin } = (await inspectDataset(folder)).splits[0]!.measures;
    expect(gain).toMatchObject({ unit: "dB", valid: rows.length, invalid: {} });
    const gains = rows.map(({ measures }) => measures.gain!);
    expect(gain!.spread!.mean).toBeCloseTo(gains.reduce((sum, each) => sum + each) / gains.length, 9);
    expect(gain!.spread).toMatchObject({ minimum: Math.min(...gains), maximum: Math.max(...gains) });
    const margins = rows.map(({ measures }) => measures.phaseMargin!).filter(Number.isFinite);
    expect(margins.length).toBeGreaterThan(2);
    expect(phaseMargin).toMatchObject({
      unit: "°",
      valid: margins.length,
      spread: { maximum: Math.max(...margins) },
      invalid: { MEASURE_GAIN_BELOW_ONE: rows.length - margins.length },
    });
  });
});
