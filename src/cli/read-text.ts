import { readFile } from "node:fs/promises";

/** A file's text. Throws the system's error, with `path` as its path also where the system names none, as for a folder. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
