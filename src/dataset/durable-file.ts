import { createHash } from "node:crypto";
import { KirchhoffError } from "../core/index.js";
import { isDiskFull, writeDurably as writeFile } from "../core/node/index.js";

/** Writes a file whole or not at all. Throws DATASET_DISK_FULL where there is no room. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause;
    throw new KirchhoffError("DATASET_DISK_FULL", `there is no room to write ${path}`, {
      hint: "free some space, then run the same command with --resume: finished shards are kept",
      cause,
    });
  }
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
