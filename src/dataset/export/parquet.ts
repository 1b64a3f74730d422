import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { openDataset } from "../dataset.js";
import type { Manifest } from "../manifest.js";
import { fillFolder } from "./folder.js";

/**
 * Copies a dataset as it is, every checksum verified: shards, manifest and data card, which says what each column holds.
 * Throws what {@link openDataset} throws, and DATASET_FOLDER_NOT_EMPTY.
 */
export async function exportParquet(folder: string, out: string): Promise<Manifest> {
  const { manifest } = await openDataset(folder);
  return fillFolder(out, async () => {
    const files = [...manifest.shards.map(({ file }) => file), "README.md", "manifest.json"];
    for (const file of files) await copyFile(join(folder, file), join(out, file));
    return manifest;
  });
}
