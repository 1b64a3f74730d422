import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { KirchhoffError } from "../../core/index.js";
import { readJsonLines } from "../../train/index.js";
import type { Told } from "../search/search.js";
import type { ScreeningCost } from "./sizer.js";

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
  /** Longest time of a simulation, which decides what fails. */
  readonly timeoutSeconds: number;
  /** What the command line said in place of the file. */
  readonly settings: {
    readonly search: string;
    readonly budget: number;
    readonly batch: number;
    readonly stop: { readonly feasible?: number };
    readonly seed: number;
  };
  readonly includeRoots: readonly string[];
  /** The checkpoint that the command line named for the search, against the run's folder. */
  readonly model?: string | undefined;
}

/** A line of the journal: one design. */
export type JournalLine = Told & { readonly index: number };

/** The files that a run needs to go on. */
export const runFiles = { description: "run.yaml", journal: "journal.jsonl", state: "state.json" };

/** What a folder's run.yaml says. Throws SIZE_RUN_NOT_FOUND, SIZE_RUN_DAMAGED. */
export async function readDescription(folder: string): Promise<SizingDescription> {
  const path = join(folder, runFiles.description);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    throw new KirchhoffError("SIZE_RUN_NOT_FOUND", `${folder} holds no sizing run (no run.yaml)`, {
      hint: "check the path, or begin a run with: kirchhoff size <problem.yaml> --out <folder>",
    });
  }
  const found = await parsed<Partial<SizingDescription> | null>(folder, runFiles.description, parse);
  if (found?.command !== "size" || found.format !== 1) {
    throw damaged(folder, "its run.yaml is not one of this version's sizing runs");
  }
  return found as SizingDescription;
}

/** Every design of a run in the order in which they were asked for. */
export async function readHistory(folder: string): Promise<Told[]> {
  const byIndex = new Map<number, Told>();
  for (const { index, ...told } of await readJsonLines<JournalLine>(join(folder, runFiles.journal))) {
    byIndex.set(index, told);
  }
  return [...byIndex.entries()].sort(([a], [b]) => a - b).map(([, told]) => told);
}

/** What state.json holds. */
export interface StoredState extends ScreeningCost {
  readonly told: number;
  readonly state: unknown;
}

/** Where its search was when it was last told of designs; undefined where it was told of none. Throws SIZE_RUN_DAMAGED. */
export async function readState(folder: string): Promise<StoredState | undefined> {
  try {
    return await parsed<StoredState>(folder, runFiles.state, JSON.parse);
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

/** SIZE_RUN_DAMAGED. */
export function damaged(folder: string, why: string, cause?: unknown): KirchhoffError {
  return new KirchhoffError("SIZE_RUN_DAMAGED", `${folder} cannot be resumed: ${why}`, {
    ...(cause !== undefined && { cause }),
    hint: "restore its files, or begin a new run",
  });
}
