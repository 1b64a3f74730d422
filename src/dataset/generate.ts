import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KirchhoffError } from "../core/index.js";
import { dataCard } from "./data-card.js";
import { sha256, writeDurably } from "./durable-file.js";
import { prepareFolder } from "./folder.js";
import { labelRows } from "./label-rows.js";
import {
  circuitColumns,
  datasetFormat,
  type Manifest,
  type RowCounts,
  type ShardEntry,
  writeManifest,
} from "./manifest.js";
import type { Recipe, SplitName } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import { rowCount } from "./row-count.js";
import { encodeShard } from "./shard.js";
import type { OperatingPointSource } from "./source.js";

/** How far generating has come, in rows. */
export interface GenerateProgress {
  readonly done: number;
  readonly total: number;
  /** Failed rows among those done in this call. */
  readonly failed: number;
}

/** What {@link generateDataset} needs. */
export interface GenerateOptions {
  readonly folder: string;
  readonly recipe: Recipe;
  readonly source: OperatingPointSource;
  /** Goes on with an unfinished dataset; intact shards are kept. */
  readonly resume?: boolean;
  /** Makes the dataset anew where there is one. */
  readonly force?: boolean;
  /** Stops at the next safe point and leaves a folder that can be resumed. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
}

/**
 * Generates a dataset into a folder: Parquet shards, `manifest.json`, and a data card `README.md`.
 *
 * The bytes depend on the recipe and the simulator alone. It can be killed at any moment and resumed to the same bytes. A failed
 * simulation is a row with its reason. Throws DATASET_INTERRUPTED when `signal` stops it, DATASET_DISK_FULL, and what
 * {@link prepareFolder} throws.
 */
export async function generateDataset(options: GenerateOptions): Promise<Manifest> {
  const { folder, recipe, source, signal } = options;
  const begun: Manifest = {
    format: datasetFormat,
    complete: false,
    recipe,
    kirchhoff: await packageVersion(),
    simulator: { name: source.name, version: source.version },
    columns: circuitColumns(recipe),
    shards: [],
  };
  const { resume = false, force = false } = options;
  const shards = [...(await prepareFolder(folder, begun, { resume, force }))];
  await writeManifest(folder, { ...begun, shards });

  for await (const { shard, bytes } of missingShards(options, shards)) {
    await writeDurably(join(folder, shard.file), bytes);
    shards.push(shard);
    shards.sort((a, b) => a.start - b.start);
    await writeManifest(folder, { ...begun, shards });
  }
  if (shards.reduce((sum, { rows }) => sum + rows, 0) < rowCount(recipe)) {
    if (signal?.aborted) {
      throw new KirchhoffError(
        "DATASET_INTERRUPTED",
        `stopped with ${shards.length} finished shards in ${folder}`,
        {
          hint: "repeat the command with --resume to go on",
        },
      );
    }
    throw new KirchhoffError("DATASET_INCOMPLETE", "the simulator ended before every row was labelled", {
      hint: "repeat the command with --resume; if it happens again, report it",
    });
  }
  const finished: Manifest = { ...begun, complete: true, shards };
  await writeDurably(join(folder, "README.md"), dataCard(finished));
  await writeManifest(folder, finished);
  return finished;
}

/** Labels every row that no shard holds yet and gives each shard as soon as its last row is there. */
async function* missingShards(
  { recipe, source, signal, onProgress }: GenerateOptions,
  present: readonly ShardEntry[],
): AsyncGenerator<{ shard: ShardEntry; bytes: Uint8Array }> {
  const total = rowCount(recipe);
  const starts = new Set(present.map(({ start }) => start));
  const indices: number[] = [];
  for (let index = 0; index < total; index++) {
    if (!starts.has(index - (index % recipe.rowsPerShard))) indices.push(index);
  }
  let done = total - indices.length;
  let failed = 0;
  onProgress?.({ done, total, failed });
  const filling = new Map<number, DatasetRow[]>();
  for await (const row of labelRows(recipe, indices, source, signal)) {
    done++;
    if (row.status === "failed") failed++;
    onProgress?.({ done, total, failed });
    const start = row.index - (row.index % recipe.rowsPerShard);
    const rows = filling.get(start) ?? [];
    filling.set(start, rows);
    rows.push(row);
    if (rows.length < Math.min(recipe.rowsPerShard, total - start)) continue;
    filling.delete(start);
    yield finishShard(rows, start, recipe);
  }
}

function finishShard(rows: DatasetRow[], start: number, recipe: Recipe) {
  rows.sort((a, b) => a.index - b.index);
  const bytes = encodeShard(rows, recipe);
  const counts: Partial<Record<SplitName, RowCounts>> = {};
  const failures: Record<string, number> = {};
  for (const row of rows) {
    const { ok, failed } = counts[row.split] ?? { ok: 0, failed: 0 };
    counts[row.split] = row.status === "ok" ? { ok: ok + 1, failed } : { ok, failed: failed + 1 };
    if (row.status === "failed") failures[row.reason] = (failures[row.reason] ?? 0) + 1;
  }
  const number = String(start / recipe.rowsPerShard).padStart(5, "0");
  const shard: ShardEntry = {
    file: `shard-${number}.parquet`,
    start,
    rows: rows.length,
    bytes: bytes.byteLength,
    sha256: sha256(bytes),
    counts,
    failures,
  };
  return { shard, bytes };
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
