import { access, readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { KirchhoffError } from "../core/index.js";
import { isDiskFull, makeFolder, writeDurably } from "../core/node/index.js";
import type { CardBase, CardReader, Checkpoint } from "../model/index.js";
import { loadCheckpointOf, saveCheckpoint } from "./checkpoint-files.js";
import { JsonLines } from "./json-lines.js";
import { lockRun } from "./run-lock.js";
import type { StepRecord } from "./trainer.js";

/** Checkpoints of a run: the best by validation, and the last, from which it can go on. */
export type CheckpointName = "best" | "last";

/** The command that a run belongs to, which also resumes it. */
export type RunCommand = "pretrain" | "finetune";

/** What run.yaml says of a run; `config` is complete. */
export interface RunDescription {
  readonly format: 1;
  readonly command: RunCommand;
  readonly started: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  readonly dataset: {
    readonly name: string;
    /** What labelled it; absent where there are no labels. */
    readonly simulator?: { readonly name: string; readonly version: string };
    readonly train: number;
    readonly valid: number;
    /** Of what both show a network: values and labels, or structure. */
    readonly sha256: string;
  };
  /** SHA-256 of the weights that fine-tuning begins with. */
  readonly pretrained?: string | undefined;
  readonly config: unknown;
}

/** Paths within a run folder. */
export const runFiles = {
  description: "run.yaml",
  journal: "journal.jsonl",
  metrics: "metrics.jsonl",
  checkpoint: (name: CheckpointName) => join("checkpoints", `${name}.safetensors`),
};

/** A run folder that this process writes: locked, its journal append-only, its checkpoints replaced in one piece. */
export class RunFolder {
  readonly folder: string;
  readonly #release: () => Promise<void>;
  #journal: JsonLines | undefined;
  #metrics: JsonLines | undefined;

  private constructor(folder: string, release: () => Promise<void>) {
    this.folder = folder;
    this.#release = release;
  }

  /** Takes a new or empty folder for a run. Throws TRAIN_RUN_EXISTS, TRAIN_FOLDER_NOT_EMPTY, TRAIN_RUN_LOCKED. */
  static async create(folder: string): Promise<RunFolder> {
    makeFolder(folder);
    const run = new RunFolder(folder, await lockRun(folder));
    try {
      const files = (await readdir(folder)).filter((name) => !name.startsWith("run.lock"));
      if (files.includes(runFiles.description)) throw runExists(folder);
      const strangers = files.filter((name) => !ownFiles.test(name));
      if (strangers.length > 0) {
        throw new KirchhoffError("TRAIN_FOLDER_NOT_EMPTY", `${folder} holds files that are no training run`, {
          found: strangers.slice(0, 5).join(", "),
          hint: "choose a new folder with --out",
        });
      }
      return run;
    } catch (error) {
      await run.close();
      throw error;
    }
  }

  /** Whether a folder holds a run. */
  static exists(folder: string): Promise<boolean> {
    return exists(join(folder, runFiles.description));
  }

  /** Takes the folder of a run to go on with it. Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_LOCKED. */
  static async reopen(folder: string): Promise<RunFolder> {
    if (!(await RunFolder.exists(folder))) throw runNotFound(folder);
    return new RunFolder(folder, await lockRun(folder));
  }

  /** Writes run.yaml: from now on the folder holds a run. */
  async describe(description: RunDescription): Promise<void> {
    await this.#guard(async () => {
      makeFolder(this.#path("checkpoints"));
      await writeDurably(this.#path(runFiles.description), stringify(description));
    });
  }

  /** Appends an event to the journal, with its time. */
  async event(kind: string, facts: object = {}): Promise<void> {
    await this.#guard(async () => {
      this.#journal ??= await JsonLines.open(this.#path(runFiles.journal), { durable: true });
      await this.#journal.append({ time: new Date().toISOString(), event: kind, ...facts });
    });
  }

  /** Appends a line of metrics. */
  async record(record: StepRecord): Promise<void> {
    await this.#guard(async () => {
      this.#metrics ??= await JsonLines.open(this.#path(runFiles.metrics), { durable: false });
      await this.#metrics.append(record);
    });
  }

  /** Replaces a checkpoint. */
  async save(name: CheckpointName, checkpoint: Checkpoint<CardBase>): Promise<void> {
    await this.#guard(() => saveCheckpoint(this.#path(runFiles.checkpoint(name)), checkpoint));
  }

  /** A checkpoint of this run, or undefined where none was written yet. */
  async load<Card extends CardBase>(
    name: CheckpointName,
    readCard: CardReader<Card>,
  ): Promise<Checkpoint<Card> | undefined> {
    const path = this.#path(runFiles.checkpoint(name));
    return (await exists(path)) ? loadCheckpointOf(readCard, path, { card: "ignore" }) : undefined;
  }

  /** Lets the folder go; one that holds nothing, because the run could not begin, is removed. */
  async close(): Promise<void> {
    await this.#journal?.close();
    await this.#metrics?.close();
    await this.#release();
    await rmdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  }

  #path(file: string): string {
    return join(this.folder, file);
  }

  async #guard(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new KirchhoffError("TRAIN_DISK_FULL", `there is no room to go on writing ${this.folder}`, {
        hint: `free some space, then: kirchhoff pretrain --resume ${this.folder}`,
        cause: error,
      });
    }
  }
}

/** What a run that was stopped before it was described may have left. */
const ownFiles = /^(checkpoints|members|.*\.tmp)$/;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function runExists(folder: string): KirchhoffError {
  return new KirchhoffError("TRAIN_RUN_EXISTS", `${folder} holds a training run already`, {
    hint: `choose another folder with --out, or go on with it by --resume ${folder}`,
  });
}

/** The error for a folder without a run. */
export function runNotFound(folder: string): KirchhoffError {
  return new KirchhoffError("TRAIN_RUN_NOT_FOUND", `${folder} holds no training run (no run.yaml)`, {
    hint: "check the path, or begin a run with: kirchhoff pretrain --out <folder>",
  });
}
