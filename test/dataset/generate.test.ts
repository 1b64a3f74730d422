import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  generateDataset,
  namedRecipe,
  openDataset,
  type Recipe,
  withRowCount,
} from "../../src/dataset/index.js";
import { contents, temporaryFolder } from "./folders.js";
import { nodalSource } from "./sources.js";

const recipe: Recipe = { ...withRowCount(namedRecipe("ladder"), 45), rowsPerShard: 10 };

async function reference(): Promise<Record<string, string>> {
  const folder = await temporaryFolder();
  await generateDataset({ folder, recipe, source: nodalSource() });
  return contents(folder);
}

describe("generateDataset", () => {
  it("writes shards, manifest and data card", async () => {
    const folder = await temporaryFolder();
    const manifest = await generateDataset({ folder, recipe, source: nodalSource() });
    expect((await readdir(folder)).sort()).toEqual([
      "README.md",
      "manifest.json",
      ...[0, 1, 2, 3, 4].map((i) => `shard-0000${i}.parquet`),
    ]);
    expect(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"))).toEqual(manifest);
    expect(manifest).toMatchObject({ complete: true, simulator: { name: "nodal", version: "1" } });
    const card = await readFile(join(folder, "README.md"), "utf8");
    expect(card).toContain("| train | 41 | 0 |");
    expect(card).toContain("`ladder-2`: 7 parameters vin, rh1, rv1, v1, rh2, rv2, v2");
  });

  it("gives the same bytes whatever the number of workers and the order they finish in", async () => {
    const expected = await reference();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.nat(), async (workers, seed) => {
        const folder = await temporaryFolder();
        await generateDataset({ folder, recipe, source: nodalSource({ workers, seed }) });
        expect(await contents(folder)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it("stops on request and resumes to the same bytes", async () => {
    const expected = await reference();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 44 }),
        fc.integer({ min: 1, max: 12 }),
        async (stop, workers) => {
          const folder = await temporaryFolder();
          const controller = new AbortController();
          const interrupted = generateDataset({
            folder,
            recipe,
            source: nodalSource({ workers }),
            signal: controller.signal,
            onProgress: ({ done }) => done >= stop && controller.abort(),
          });
          if (stop + workers < 45) {
            await expect(interrupted).rejects.toMatchObject({ code: "DATASET_INTERRUPTED" });
            await expect(openDataset(folder)).rejects.toMatchObject({ code: "DATASET_UNFINISHED" });
          } else await interrupted.catch(() => {});
          await generateDataset({
            folder,
            recipe,
            source: nodalSource({ workers: 3 }),
            resume: true,
          });
          expect(await contents(folder)).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  it("keeps finished shards when resumed, and makes again those that are damaged or gone", async () => {
    const folder = await temporaryFolder();
    await generateDataset({ folder, recipe, source: nodalSource() });
    const expected = await contents(folder);
    await truncate(join(folder, "shard-00001.parquet"), 100);
    await rm(join(folder, "shard-00004.parquet"));
    await writeFile(join(folder, "shard-00003.parquet.123.tmp"), "left by a crash");
    const progress: number[] = [];
    await generateDataset({
      folder,
      recipe,
      source: nodalSource(),
      resume: true,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(progress[0]).toBe(30);
    expect(progress.at(-1)).toBe(45);
    expect(await contents(folder)).toEqual(expected);
  });

  it("resumes only what was begun the same way, and says what differs", async () => {
    const folder = await temporaryFolder();
    await generateDataset({ folder, recipe, source: nodalSource() });
    const other = { ...recipe, seed: 99 };
    const attempt = generateDataset({
      folder,
      recipe: other,
      source: nodalSource({ version: "2" }),
      resume: true,
    });
    await expect(attempt).rejects.toMatchObject({
      code: "DATASET_RESUME_MISMATCH",
      details: { found: 'seed 99; simulator {"name":"nodal","version":"2"}' },
    });
  });

  it("replaces a dataset only when told to, and never a folder of something else", async () => {
    const folder = await temporaryFolder();
    await generateDataset({ folder, recipe, source: nodalSource() });
    const again = generateDataset({ folder, recipe, source: nodalSource() });
    await expect(again).rejects.toMatchObject({ code: "DATASET_EXISTS" });
    const smaller = { ...withRowCount(recipe, 12), rowsPerShard: 10 };
    await generateDataset({ folder, recipe: smaller, source: nodalSource(), force: true });
    expect(await readdir(folder)).not.toContain("shard-00002.parquet");

    const home = await temporaryFolder();
    await writeFile(join(home, "thesis.tex"), "precious");
    const intrusion = generateDataset({ folder: home, recipe, source: nodalSource(), force: true });
    await expect(intrusion).rejects.toMatchObject({ code: "DATASET_FOLDER_NOT_EMPTY" });
    expect(await readdir(home)).toEqual(["thesis.tex"]);
  });

  it("keeps failed simulations as rows with their reason", async () => {
    const folder = await temporaryFolder();
    const failure = (place: number) =>
      place % 9 === 4 ? { reason: "SIMULATION_NO_CONVERGENCE", message: `gave up on ${place}` } : undefined;
    const manifest = await generateDataset({ folder, recipe, source: nodalSource({ failure }) });
    expect(manifest.shards.map(({ failures }) => failures.SIMULATION_NO_CONVERGENCE)).toEqual([
      1, 1, 1, 1, 1,
    ]);
    const { rows, failed } = await (await openDataset(folder)).split("train");
    expect(rows).toHaveLength(36);
    expect(failed).toHaveLength(5);
    expect(failed[0]).toMatchObject({ index: 4, circuitName: "ladder-6", message: "gave up on 4" });
    expect(failed[0]!.values).toHaveLength(19);
  });

  it("counts a label that is not finite as a failure", async () => {
    const folder = await temporaryFolder();
    const shorted = {
      ...recipe,
      sampling: { ...recipe.sampling, default: { kind: "constant", value: 0 } },
    } as const;
    await generateDataset({ folder, recipe: shorted, source: nodalSource() });
    const { rows, failed } = await (await openDataset(folder)).split("train");
    expect(rows).toHaveLength(0);
    expect(failed[0]!.reason).toBe("DATASET_LABEL_NOT_FINITE");
  });
});
