import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { KirchhoffError } from "../../core/index.js";
import { makeFolder, writeDurably } from "../../core/node/index.js";
import { JsonLines, lockRun } from "../../train/index.js";
import type { Told } from "../search/search.js";
import { guardDisk } from "./guard-disk.js";
import {
  damaged,
  type JournalLine,
  readDescription,
  readHistory,
  readState,
  runFiles,
  type SizingDescription,
  type StoredState,
} from "./read-run.js";
import type { ScreeningCost, SizingMemory, SizingRecorder } from "./sizer.js";

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
      if (found.includes(runFiles.description)) {
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
      await run.write(runFiles.description, stringify(description));
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

  async evaluated(index: number, told: Told): Promise<void> {
    const line: JournalLine = { index, ...told };
    await guardDisk(this.folder, async () => {
      this.#journal ??= await JsonLines.open(join(this.folder, runFiles.journal), { durable: true });
      await this.#journal.append(line);
    });
  }

  async told(count: number, state: unknown, screening: ScreeningCost): Promise<void> {
    const stored: StoredState = { told: count, ...screening, state };
    await this.write(runFiles.state, `${JSON.stringify(stored)}\n`);
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
    await guardDisk(this.folder, () => writeDurably(join(this.folder, name), content));
  }

  /** Takes back a run that has not begun, so that its folder is free again. */
  async discard(): Promise<void> {
    if (!this.#journal) await rm(join(this.folder, runFiles.description), { force: true });
  }

  /** Lets the folder go; one that holds nothing is removed. */
  async close(): Promise<void> {
    await this.#journal?.close();
    await this.#release();
    await rmdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  }
}
