import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { KirchhoffError } from "../core/index.js";

/** Who writes into a run folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

const lockFile = "run.lock";

/** Folders that this process holds: its own number in a lock file may also be left from before a restart. */
const held = new Set<string>();

/**
 * Takes a run folder for this process until the returned function is called; the lock of a process that is gone is taken over.
 *
 * Throws TRAIN_RUN_LOCKED where another process, or another run of this one, writes there.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, lockFile);
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const own = `${path}.${process.pid}.tmp`;
  await writeFile(own, `${JSON.stringify(holder)}\n`);
  try {
    // A link appears whole or not at all, and fails where the lock exists.
    if (!(await tryLink(own, path))) {
      const other = await readHolder(path);
      if (other && isAlive(other, folder)) throw locked(folder, path, other);
      await rm(path, { force: true });
      if (!(await tryLink(own, path))) throw locked(folder, path, await readHolder(path));
    }
  } finally {
    await rm(own, { force: true });
  }
  held.add(folder);
  return async () => {
    held.delete(folder);
    await rm(path, { force: true });
  };
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

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** On another machine one cannot tell, so that its lock counts. */
function isAlive({ pid, host }: Holder, folder: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(folder);
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
