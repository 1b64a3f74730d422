import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTable2, runTable2, table2Markdown, table2Picture } from "../../src/bench/index.js";
import { medianEstimate } from "../../src/bench/sizing/median.js";
import { expectWellFormed } from "../report/markup.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-table2-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a median has an interval, also where some runs never came to an end", () => {
  expect(medianEstimate([5, 1, 9, 3, 7])).toEqual({ median: 5, low: 1, high: 9 });
  expect(medianEstimate([1, 2, 3, undefined, undefined])).toEqual({ median: 3, low: 1 });
  expect(medianEstimate([undefined, 2, undefined])).toEqual({ low: 2 });
});

test("every run leaves a record, is done once, and makes a row beside the paper's", async () => {
  const options = {
    folder,
    problems: ["ldo"],
    methods: ["random", "sobol"],
    seeds: 1,
    budget: 24,
    workers: 1,
  };
  expect(await runTable2(options)).toBe(true);
  await expect(runTable2(options)).rejects.toMatchObject({ code: "BENCH_CELL_EXISTS" });
  expect(await runTable2({ ...options, resume: true })).toBe(true);
  await expect(runTable2({ ...options, resume: true, budget: 25 })).rejects.toMatchObject({
    code: "BENCH_CELL_DIFFERS",
  });
  const { wanted, panels } = await readTable2(folder);
  expect(panels.map(({ id, rows }) => [id, rows.map(({ method }) => method)])).toEqual([
    ["ldo", ["sobol", "random"]],
  ]);
  const [row] = panels[0]!.rows;
  expect(row).toMatchObject({ seeds: 1, initial: 24, foundFirst: 0, failed: 0, budget: 24 });
  expect(row!.runsPerDesign).toMatchObject({ op: 2, ac: 3 });
  expect(table2Markdown(panels[0]!, wanted)).toMatch(/\| `sobol` \| 1 \| > 24 \| > 24 \| 24 \| – \|/);
  const found = { ...row!, foundFirst: 2, toFirst: { median: 8, low: 5, high: 9 } };
  const rowOf = (seeds: number) => table2Markdown({ ...panels[0]!, rows: [{ ...found, seeds }] }, wanted);
  expect(rowOf(2)).toContain("| `sobol` | 2 | 8 |");
  expect(rowOf(3)).toContain("| `sobol` | 3 | 8 (5–9), 2 of 3 |");
  expectWellFormed(table2Picture(panels[0]!));
});
