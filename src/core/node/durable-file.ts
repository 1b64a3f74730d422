import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** System errors that mean that there is no room: disk, quota, size limit of a file. */
const noRoom = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Whether an error of the file system means that there is no room. */
export function isDiskFull(error: unknown): boolean {
  return noRoom.has((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}

/**
 * Writes a file so that a crash at any moment leaves the old one or the new one, never a part: temporary name, fsync, rename.
 * Where it fails, the temporary file is gone, the old file is as it was, and the system's error is thrown, with `path` as its path.
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
  } catch (error) {
    await rm(temporary, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  await syncFolder(dirname(path));
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
