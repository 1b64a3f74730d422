import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { KirchhoffError } from "../core/index.js";

/** System errors that mean that there is no room: disk, quota, size limit of a file. */
const noRoom = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes a file so that a crash at any moment leaves the old one or the new one, never a part: temporary name, fsync, rename.
 *
 * Throws DATASET_DISK_FULL where there is no room; the temporary file is gone then.
 */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    if (!noRoom.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    throw new KirchhoffError("DATASET_DISK_FULL", `there is no room to write ${path}`, {
      hint: "free some space, then run the same command with --resume: finished shards are kept",
      cause: error,
    });
  }
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Makes a rename survive a power cut, where the platform lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EPERM" && code !== "EISDIR" && code !== "EINVAL" && code !== "EACCES") throw error;
  }
}
