import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import { makeFolder } from "../../core/node/index.js";

/** Fills a new or empty folder; where that fails, what was written is gone again. Throws DATASET_FOLDER_NOT_EMPTY. */
export async function fillFolder<T>(folder: string, fill: () => Promise<T>): Promise<T> {
  makeFolder(folder);
  const present = await readdir(folder);
  if (present.length > 0) {
    throw new KirchhoffError("DATASET_FOLDER_NOT_EMPTY", `${folder} is not empty`, {
      found: present.slice(0, 5).join(", "),
      hint: "choose a new folder with --out",
    });
  }
  try {
    return await fill();
  } catch (error) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    throw error;
  }
}
