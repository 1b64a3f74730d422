import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeDurably } from "../core/node/index.js";

/** What a JSON file holds; undefined where there is none. */
export async function readRecordFile<Value>(path: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps a record, whole or not at all, in a folder that is made where it is missing; `indent` as of `JSON.stringify`. */
export async function writeRecordFile(path: string, record: object, indent?: number): Promise<void> {
  makeFolder(join(path, ".."));
  await writeDurably(path, `${JSON.stringify(record, null, indent)}\n`);
}

/** What a folder holds, by name; nothing where there is none. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.sort();
}

/** The numbers that the names in a folder bear in the first group of `pattern`, ascending. */
export async function numbersIn(folder: string, pattern: RegExp): Promise<number[]> {
  const names = await namesIn(folder);
  return names
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** The seeds that have a record in a folder, ascending. */
export const seedsIn = (folder: string): Promise<number[]> => numbersIn(folder, /^seed-(\d+)\.json$/);
