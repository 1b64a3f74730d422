import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KirchhoffError } from "../core/index.js";
import { sha256 } from "./durable-file.js";
import { type Manifest, readManifest, type ShardEntry } from "./manifest.js";
import { splitRange } from "./plan.js";
import { type Recipe, type SplitName, splitNames } from "./recipe.js";
import type { DatasetRow, FailedRow, LabelledRow } from "./row.js";
import { rowCount } from "./row-count.js";
import { decodeShard } from "./shard.js";

/** The rows of one split. */
export interface DatasetSplit {
  readonly name: SplitName;
  /** Rows with labels, in the order of their index. */
  readonly rows: readonly LabelledRow[];
  /** Rows whose simulation failed. */
  readonly failed: readonly FailedRow[];
}

/** Labelled circuits, on disk or in memory. */
export interface Dataset {
  readonly recipe: Recipe;
  /** Splits that have rows. */
  readonly splitNames: readonly SplitName[];
  /** Reads a split; one that the recipe has no rows for is empty. */
  split(name: SplitName): Promise<DatasetSplit>;
}

/** A dataset in a folder. */
export interface StoredDataset extends Dataset {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Opens a dataset folder and verifies every shard against its checksum; rows are read split by split.
 *
 * Throws DATASET_NOT_FOUND, DATASET_MANIFEST, DATASET_UNFINISHED, DATASET_SHARD_MISSING, DATASET_SHARD_TRUNCATED and
 * DATASET_SHARD_ALTERED.
 */
export async function openDataset(folder: string): Promise<StoredDataset> {
  const manifest = await requireManifest(folder);
  if (!manifest.complete) {
    throw new KirchhoffError("DATASET_UNFINISHED", `${folder} holds an unfinished dataset`, {
      found: `${manifest.shards.reduce((sum, { rows }) => sum + rows, 0)} of ${rowCount(manifest.recipe)} rows`,
      hint: "repeat the kirchhoff generate command that began it with --resume",
    });
  }
  for (const shard of manifest.shards) await readShard(folder, shard);
  return {
    folder,
    manifest,
    recipe: manifest.recipe,
    splitNames: namesOf(manifest.recipe),
    async split(name) {
      const { start, end } = splitRange(manifest.recipe, name);
      const rows: DatasetRow[] = [];
      for (const shard of manifest.shards) {
        if (shard.start >= end || shard.start + shard.rows <= start) continue;
        for (const row of await decodeShard(await readShard(folder, shard), manifest.recipe)) rows.push(row);
      }
      return splitOf(name, rows);
    },
  };
}

/** The manifest of a folder that must hold a dataset. Throws DATASET_NOT_FOUND and DATASET_MANIFEST. */
export async function requireManifest(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest) return manifest;
  throw new KirchhoffError("DATASET_NOT_FOUND", `${folder} holds no dataset (no manifest.json)`, {
    hint: "check the path, or make a dataset with: kirchhoff generate ladder --out <folder>",
  });
}

/** The rows of a split among `rows`, by how they ended. */
export function splitOf(name: SplitName, rows: readonly DatasetRow[]): DatasetSplit {
  const own = rows.filter((row) => row.split === name);
  return {
    name,
    rows: own.filter((row) => row.status === "ok"),
    failed: own.filter((row) => row.status === "failed"),
  };
}

/** The splits that a recipe has rows for. */
export function namesOf({ splits }: Recipe): SplitName[] {
  return splitNames.filter((name) => splits[name] > 0);
}

/** The bytes of a shard, verified. Throws DATASET_SHARD_MISSING, DATASET_SHARD_TRUNCATED, DATASET_SHARD_ALTERED. */
export async function readShard(folder: string, shard: ShardEntry): Promise<Uint8Array> {
  const path = join(folder, shard.file);
  const hint = "restore the file, or make it again with: kirchhoff generate … --resume";
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new KirchhoffError("DATASET_SHARD_MISSING", `${path} is missing`, { hint, cause: error });
  }
  if (bytes.byteLength !== shard.bytes) {
    throw new KirchhoffError("DATASET_SHARD_TRUNCATED", `${path} does not have its full length`, {
      found: `${bytes.byteLength} bytes`,
      expected: `${shard.bytes} bytes`,
      hint,
    });
  }
  const hash = sha256(bytes);
  if (hash !== shard.sha256) {
    throw new KirchhoffError("DATASET_SHARD_ALTERED", `${path} is not what was generated`, {
      found: `sha-256 ${hash}`,
      expected: `sha-256 ${shard.sha256}`,
      hint,
    });
  }
  return bytes;
}
