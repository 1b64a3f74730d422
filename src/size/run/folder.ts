import { access, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { KirchhoffError } from "../../core/index.js";
import { isDiskFull, makeFolder, writeDurably } from "../../core/node/index.js";
import { JsonLines, lockRun, readJsonLines } from "../../train/index.js";
import type { Told } from "../search/search.js";
import type { ScreeningCost, SizingMemory, SizingRecorder } from "./sizer.js";

/** What run.yaml says of a sizing run. */
export interface SizingDescription {
  readonly format: 1;
  readonly command: "size";
  readonly started: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly git?: { readonly commit: string; readonly dirty: boolean } | undefined;
  /** The problem file, against the run's folder. */
  readonly problem: string;
  /** Of all that a design's numbers depend on but the simulator. */
  readonly sha256: string;
  readonly simulator: { readonly name: string; readonly version: string };
  /** What the command line said in place of the file. */
  readonly settings: {
    readonly search: string;
    readonly budget: number;
    readonly batch: number;
    readonly stop: { readonly feasible?: number };
    readonly seed: number;
  };
  readonly includeRoots: readonly string[];
}

/** A line of the journal: one design. */
type JournalLine = Told & { readonly index: number; readonly because?: string };

const files = { description: "run.yaml", journal: "journal.jsonl", state: "state.json" };

/**
 * The folder of a sizing run, which this process writes: `run.yaml`, a journal of every design, and where the search is. All three
 * survive a crash at any moment; with them a run goes on to the same result as if it had not been stopped.
 */
export class SizingFolder implements SizingRecorder {
  readonly folder: string;
  readonly #release: () => Promise<void>;
  #journal: JsonLines | undefined;

  private constructor(folder: string, release: () => Promise<void>) {
    this.folder = folder;
    this.#release = release;
  }

  /** Takes a new or empty folder. Throws SIZE_RUN_EXISTS, SIZE_FOLDER_NOT_EMPTY, TRAIN_RUN_LOCKED. */
  static async create(folder: string, description: SizingDescription): Promise<SizingFolder> {
    makeFolder(folder);
    const run = new SizingFolder(folder, await lockRun(folder));
    try {
      const found = (await readdir(folder)).filter((name) => !name.startsWith("run.lock"));
      if (found.includes(files.description)) {
        throw new KirchhoffError("SIZE_RUN_EXISTS", `${folder} holds a run already`, {
          hint: `choose another folder with --out, or go on with it by --resume ${folder}`,
        });
      }
      if (found.length > 0) {
        throw new KirchhoffError("SIZE_FOLDER_NOT_EMPTY", `${folder} holds files that are no sizing run`, {
          found: found.slice(0, 5).join(", "),
          hint: "choose a new folder with --out",
        });
      }
      await run.write(files.description, stringify(description));
      return run;
    } catch (error) {
      await run.close();
      throw error;
    }
  }

  /** Takes the folder of a run to go on with it. Throws SIZE_RUN_NOT_FOUND, SIZE_RUN_DAMAGED, TRAIN_RUN_LOCKED. */
  static async reopen(folder: string): Promise<SizingFolder> {
    await readDescription(folder);
    return new SizingFolder(folder, await lockRun(folder));
  }

  async evaluated(index: number, told: Told, because: string | undefined): Promise<void> {
    const line: JournalLine = { index, ...told, ...(because !== undefined && { because }) };
    await this.#guard(async () => {
      this.#journal ??= await JsonLines.open(join(this.folder, files.journal), { durable: true });
      await this.#journal.append(line);
    });
  }

  async told(count: number, state: unknown, screening: ScreeningCost): Promise<void> {
    const stored: StoredState = { told: count, ...screening, state };
    await this.write(files.state, `${JSON.stringify(stored)}\n`);
  }

  /** Where the run was left; undefined where the search was not told anything yet. Throws SIZE_RUN_DAMAGED. */
  async memory(): Promise<SizingMemory | undefined> {
    const lines = await readHistory(this.folder);
    const stored = await readState(this.folder);
    if (lines.length === 0) return undefined;
    const told = stored?.told ?? 0;
    const history = lines.slice(0, told);
    if (history.length < told)
      throw damaged(this.folder, "its journal lacks designs that its search was told of");
    const untold = new Map(lines.slice(told).map((line) => [line.design.join(","), line]));
    const { state, screened = 0, screeningSeconds = 0 } = stored ?? {};
    return { state, history, untold, screened, screeningSeconds };
  }

  /** Writes a file of the run's outcome, whole or not at all. */
  async write(name: string, content: string): Promise<void> {
    await this.#guard(() => writeDurably(join(this.folder, name), content));
  }

  /** Takes back a run that has not begun, so that its folder is free again. */
  async discard(): Promise<void> {
    if (!this.#journal) await rm(join(this.folder, files.description), { force: true });
  }

  /** Lets the folder go; one that holds nothing is removed. */
  async close(): Promise<void> {
    await this.#journal?.close();
    await this.#release();
    await rmdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  }

  async #guard(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new KirchhoffError("SIZE_DISK_FULL", `there is no room to go on writing ${this.folder}`, {
        hint: `free some space, then: kirchhoff size --resume ${this.folder}`,
        cause: error,
      });
    }
  }
}

/** What a folder's run.yaml says. Throws SIZE_RUN_NOT_FOUND, SIZE_RUN_DAMAGED. */
export async function readDescription(folder: string): Promise<SizingDescription> {
  const path = join(folder, files.description);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    throw new KirchhoffError("SIZE_RUN_NOT_FOUND", `${folder} holds no sizing run (no run.yaml)`, {
      hint: "check the path, or begin a run with: kirchhoff size <problem.yaml> --out <folder>",
    });
  }
  const found = await parsed<Partial<SizingDescription> | null>(folder, files.description, parse);
  if (found?.command !== "size" || found.format !== 1) {
    throw damaged(folder, "its run.yaml is not one of this version's sizing runs");
  }
  return found as SizingDescription;
}

/** Every design of a run in the order in which they were asked for. */
export async function readHistory(folder: string): Promise<Told[]> {
  const byIndex = new Map<number, Told>();
  for (const { index, because: _, ...told } of await readJsonLines<JournalLine>(
    join(folder, files.journal),
  )) {
    byIndex.set(index, told);
  }
  return [...byIndex.entries()].sort(([a], [b]) => a - b).map(([, told]) => told);
}

/** What state.json holds. */
interface StoredState extends ScreeningCost {
  readonly told: number;
  readonly state: unknown;
}

async function readState(folder: string): Promise<StoredState | undefined> {
  try {
    return await parsed<StoredState>(folder, files.state, JSON.parse);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** What a file of a run holds. Throws SIZE_RUN_DAMAGED where `parse` does. */
async function parsed<Value>(folder: string, name: string, parse: (text: string) => unknown): Promise<Value> {
  const text = await readFile(join(folder, name), "utf8");
  try {
    return parse(text) as Value;
  } catch (error) {
    throw damaged(folder, `its ${name} cannot be read`, error);
  }
}

function damaged(folder: string, why: string, cause?: unknown): KirchhoffError {
  return new KirchhoffError("SIZE_RUN_DAMAGED", `${folder} cannot be resumed: ${why}`, {
    ...(cause !== undefined && { cause }),
    hint: "restore its files, or begin a new run",
  });
}
