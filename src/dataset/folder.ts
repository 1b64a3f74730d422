import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { KirchhoffError } from "../core/index.js";
import { makeFolder } from "../core/node/index.js";
import { sha256 } from "./durable-file.js";
import { type Manifest, readManifest, type ShardEntry } from "./manifest.js";

/** Files that generating makes in a folder, finished or not. */
const ownFile = /^(manifest\.json|README\.md|shard-\d+\.parquet)(\.\d+\.tmp)?$/;

/**
 * Makes a folder ready for generating and tells which shards it holds already.
 *
 * `wanted` is the manifest that the dataset will start with. A folder that holds anything else is left alone. Throws
 * DATASET_EXISTS, DATASET_UNFINISHED, DATASET_RESUME_MISMATCH, DATASET_FOLDER_NOT_EMPTY, DATASET_MANIFEST.
 */
export async function prepareFolder(
  folder: string,
  wanted: Manifest,
  { resume, force }: { resume: boolean; force: boolean },
): Promise<readonly ShardEntry[]> {
  makeFolder(folder);
  const files = await readdir(folder);
  const strangers = files.filter((file) => !ownFile.test(file));
  const hasManifest = files.includes("manifest.json");
  if (strangers.length > 0 && !hasManifest) {
    throw new KirchhoffError("DATASET_FOLDER_NOT_EMPTY", `${folder} holds files that are no dataset`, {
      found: strangers.slice(0, 5).join(", "),
      hint: "choose a new folder with --out",
    });
  }
  if (force) {
    for (const file of files) if (ownFile.test(file)) await rm(join(folder, file));
    return [];
  }
  for (const file of files) {
    if (ownFile.test(file) && file.endsWith(".tmp")) await rm(join(folder, file), { force: true });
  }
  const present = await readManifest(folder);
  if (!present) return [];
  if (!resume) throw alreadyThere(folder, present);
  checkSameRun(folder, present, wanted);
  return keepIntactShards(folder, present.shards);
}

function alreadyThere(folder: string, { complete, shards }: Manifest): KirchhoffError {
  return complete
    ? new KirchhoffError("DATASET_EXISTS", `${folder} holds a finished dataset`, {
        hint: "choose another folder, or add --force to make it anew",
      })
    : new KirchhoffError("DATASET_UNFINISHED", `${folder} holds an unfinished dataset`, {
        found: `${shards.length} finished shards`,
        hint: "add --resume to go on with it, or --force to start again",
      });
}

/** A dataset goes on only as it began: what differs is named. */
function checkSameRun(folder: string, present: Manifest, wanted: Manifest): void {
  const facets = ({ recipe, kirchhoff, simulator }: Manifest): Record<string, unknown> => {
    const { simulator: _, ...rest } = recipe;
    return { ...rest, kirchhoff, simulator };
  };
  const [was, is] = [facets(present), facets(wanted)];
  const changed = Object.keys(is).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  if (changed.length === 0) return;
  const list = (of: Record<string, unknown>) =>
    changed.map((key) => `${key} ${JSON.stringify(of[key])}`).join("; ");
  throw new KirchhoffError("DATASET_RESUME_MISMATCH", `${folder} was begun differently`, {
    found: list(is),
    expected: list(was),
    hint: "repeat the first command with --resume, or start again with --force",
  });
}

async function keepIntactShards(folder: string, shards: readonly ShardEntry[]): Promise<ShardEntry[]> {
  const intact: ShardEntry[] = [];
  for (const shard of shards) {
    const bytes = await readFile(join(folder, shard.file)).catch(() => undefined);
    if (bytes && sha256(bytes) === shard.sha256) intact.push(shard);
  }
  return intact;
}
