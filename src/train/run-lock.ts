import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { KirchhoffError } from "../core/index.js";

/** Who writes into a run folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Tells the locks of one process apart, and from those of an earlier process with its number. */
  readonly id: string;
}

/** The ids of the locks that this process holds or is taking. */
const held = new Set<string>();

/**
 * Takes a run folder for this process until the returned function is called; the lock of a process that is gone is taken over, by
 * one only of those that try.
 *
 * Throws TRAIN_RUN_LOCKED where another process, or another run of this one, writes there.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "run.lock");
  const id = randomUUID();
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), id };
  const own = `${path}.${id}.tmp`;
  await writeFile(own, `${JSON.stringify(holder)}\n`);
  held.add(id);
  const outcome = await take(path, own).finally(() => rm(own, { force: true }));
  if (outcome !== "taken") {
    held.delete(id);
    throw locked(folder, path, outcome);
  }
  return async () => {
    held.delete(id);
    await rm(path, { force: true });
  };
}

/**
 * Puts the file `own` in the place of a lock, or tells who holds it. A stale lock is removed only by who holds the lock on removing
 * it, and only if it is stale still: otherwise a slow process might remove the lock of a quick one that has just taken it over.
 */
async function take(path: string, own: string): Promise<"taken" | Holder | undefined> {
  // A link appears whole or not at all, and fails where the lock exists.
  if (await tryLink(own, path)) return "taken";
  const other = await readHolder(path);
  if (other !== "absent" && isAlive(other)) return other;
  const removal = `${path}.removal`;
  const remover = await take(removal, own);
  if (remover !== "taken") return remover;
  try {
    const present = await readHolder(path);
    if (present !== "absent" && isAlive(present)) return present;
    if (present !== "absent") await rm(path, { force: true });
    return (await tryLink(own, path)) ? "taken" : undefined;
  } finally {
    await rm(removal, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Who a lock names; undefined where it is damaged. */
async function readHolder(path: string): Promise<Holder | undefined | "absent"> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "absent" : undefined;
  }
}

/** On another machine one cannot tell, so that its lock counts. */
function isAlive(holder: Holder | undefined): holder is Holder {
  if (!holder) return false;
  const { pid, host, id } = holder;
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(id);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function locked(folder: string, path: string, other: Holder | undefined): KirchhoffError {
  return new KirchhoffError("TRAIN_RUN_LOCKED", `another process writes into ${folder}`, {
    found: other ? `process ${other.pid} on ${other.host}, since ${other.since}` : "a lock taken just now",
    hint: `wait for it or stop it; if it is surely gone, delete ${path}`,
  });
}
