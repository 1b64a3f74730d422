import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { KirchhoffError } from "../error.js";

/**
 * Makes a folder, and those above it that are missing; one that is there already is left as it is.
 *
 * Level by level: Node's recursive `mkdir` never returns where a file system says that a folder which exists does not (procfs).
 * Throws CORE_NO_FOLDER_HERE there, and the system's error elsewhere.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !isFolder(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST" && isFolder(path)) continue;
      if (code !== "ENOENT") throw error;
      throw new KirchhoffError("CORE_NO_FOLDER_HERE", `no folder can be made at ${path}`, {
        hint: "write somewhere else",
        cause: error,
      });
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
