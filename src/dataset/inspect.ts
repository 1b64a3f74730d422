import { KirchhoffError } from "../core/index.js";
import { readShard, requireManifest, splitOf } from "./dataset.js";
import { countFailures, type Manifest } from "./manifest.js";
import { splitNames } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import { decodeShard } from "./shard.js";
import { describeSplit, type SplitStatistics } from "./statistics.js";

/** A shard that is not as it was generated. */
export interface ShardProblem {
  readonly file: string;
  /** DATASET_SHARD_MISSING, DATASET_SHARD_TRUNCATED or DATASET_SHARD_ALTERED. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** What a dataset folder holds, finished and intact or not. */
export interface DatasetInspection {
  readonly folder: string;
  /** Complete, and every checksum holds. */
  readonly intact: boolean;
  readonly problems: readonly ShardProblem[];
  readonly manifest: Manifest;
  /** Of the rows of intact shards. */
  readonly splits: readonly SplitStatistics[];
  /** Failed rows by reason, most frequent first. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Looks at a dataset folder and reports what is wrong with it as data. Throws DATASET_NOT_FOUND and DATASET_MANIFEST. */
export async function inspectDataset(folder: string): Promise<DatasetInspection> {
  const manifest = await requireManifest(folder);
  const problems: ShardProblem[] = [];
  const rows: DatasetRow[] = [];
  for (const shard of manifest.shards) {
    try {
      for (const row of await decodeShard(await readShard(folder, shard), manifest.recipe)) rows.push(row);
    } catch (error) {
      if (!(error instanceof KirchhoffError)) throw error;
      const { code, message, details } = error;
      problems.push({ file: shard.file, code, message, hint: details.hint ?? "" });
    }
  }
  const splits = splitNames
    .filter((name) => manifest.recipe.splits[name] > 0)
    .map((name) => describeSplit(splitOf(name, rows), manifest.recipe));
  const intact = manifest.complete && problems.length === 0;
  return { folder, intact, problems, manifest, splits, failures: countFailures(manifest.shards) };
}
