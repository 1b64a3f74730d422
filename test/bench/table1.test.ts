import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  cellConfig,
  cellFolder,
  planCells,
  readTable1,
  runTable1,
  selectRows,
  type Table1Options,
  table1Markdown,
  tableRows,
} from "../../src/bench/index.js";
import { validateConfig } from "../../src/core/index.js";
import { openRun, pretrainSchema } from "../../src/train/index.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kirchhoff-table1-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** Thévenin alone: its few weights make it the quickest. */
const tiny = (): Table1Options => ({
  folder,
  budget: "reduced",
  rows: ["thevenin"],
  seeds: 2,
  steps: 2,
  testRows: 3,
});

describe("the plan of Table I", () => {
  it("trains specialised networks once a size and the others once, seed by seed", () => {
    const cells = planCells({ folder, budget: "reduced", rows: ["deepgen-5", "mlp-5-fixed"], seeds: 2 });
    expect(cells.map(({ row, size, seed }) => `${row.id} ${size} ${seed}`)).toEqual([
      "mlp-5-fixed 12 1",
      "mlp-5-fixed 16 1",
      "mlp-5-fixed 32 1",
      "mlp-5-fixed 128 1",
      "deepgen-5 undefined 1",
      ...["mlp-5-fixed 12 2", "mlp-5-fixed 16 2", "mlp-5-fixed 32 2", "mlp-5-fixed 128 2"],
      "deepgen-5 undefined 2",
    ]);
  });

  it("has a valid configuration for every cell of every budget", () => {
    for (const budget of ["reduced", "full"] as const) {
      for (const cell of planCells({ folder, budget, seeds: 1 })) {
        const config = validateConfig(pretrainSchema, cellConfig(cell, { budget }), cell.row.id);
        expect(config.seed).toBe(1);
        expect(config.dataset).toMatchObject({ recipe: { splits: { test: 0 } } });
      }
    }
  });

  it("gives the reduced networks about as many node voltages a step, whatever the size", () => {
    const row = tableRows.find(({ id }) => id === "deepgen-15-fixed")!;
    for (const size of [12, 16, 32, 128] as const) {
      const config = cellConfig({ row, size, seed: 1 }, { budget: "reduced" });
      const voltages = size * (config as { batchSize: number }).batchSize;
      expect(voltages).toBeGreaterThanOrEqual(190);
      expect(voltages).toBeLessThanOrEqual(256);
    }
  });

  it("names the row that was probably meant", () => {
    expect(() => selectRows(["deepgen-51"])).toThrow(/did you mean "deepgen-5/);
  });
});

describe("Table I", () => {
  it("is read from run folders, and keeps finished networks", async () => {
    const { finished, table } = await runTable1(tiny());
    expect(finished).toBe(true);
    const [row] = table.rows;
    expect(table.rows).toHaveLength(1);
    expect(row).toMatchObject({ id: "thevenin", steps: [2], graphsSeen: [64, 64] });
    expect(row!.test["128"]!.values).toHaveLength(2);
    const cell = planCells(tiny())[0]!;
    const run = await openRun(cellFolder(folder, cell));
    expect(run.config).toMatchObject({ steps: 2, seed: 1, network: { kind: "thevenin" } });

    const evaluation = join(cellFolder(folder, cell), "evaluation.json");
    const before = await readFile(evaluation, "utf8");
    expect(JSON.parse(before).test["12"].accuracy).toBe(row!.test["12"]!.values[0]);
    expect((await runTable1({ ...tiny(), resume: true })).table).toEqual(table);
    expect(await readFile(evaluation, "utf8")).toBe(before);

    const text = table1Markdown(await readTable1(folder, "reduced"));
    expect(text).toContain("| Thévenin, zero-shot | ours |");
    expect(text).toMatch(/exact, as far as 19 layers see \| baseline \| (1\.000|\.\d{3})/);

    await expect(runTable1(tiny())).rejects.toThrow("--resume");
    await expect(runTable1({ ...tiny(), steps: 3, resume: true })).rejects.toThrow("other settings");
  });

  it("trains and tests a network that knows one topology alone", async () => {
    const { table } = await runTable1({ ...tiny(), rows: ["mlp-5-fixed"], seeds: 1, steps: 1 });
    expect(Object.keys(table.rows[0]!.test)).toEqual(["12", "16", "32", "128"]);
  });

  it("stops where it is asked to and goes on from there", async () => {
    const controller = new AbortController();
    const stopped = await runTable1({
      ...tiny(),
      seeds: 1,
      steps: 4,
      signal: controller.signal,
      onProgress: ({ training }) => training?.step === 2 && controller.abort(),
    });
    expect(stopped).toMatchObject({ finished: false, table: { rows: [] } });
    const { finished, table } = await runTable1({ ...tiny(), seeds: 1, steps: 4, resume: true });
    expect(finished).toBe(true);
    const { journal } = await openRun(cellFolder(folder, planCells(tiny())[0]!));
    expect(journal.map(({ event }) => event)).toContain("resumed");
    expect(table.rows[0]!.steps).toEqual([4]);
  });
});
