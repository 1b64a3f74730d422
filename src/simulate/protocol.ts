import type { DeckTemplate } from "./template.js";

/** A batch of runs for a worker, of any known templates mixed. */
export interface BatchRequest {
  readonly type: "batch";
  readonly id: number;
  /** Templates that the worker has not seen yet. */
  readonly newTemplates: readonly DeckTemplate[];
  /** Template id of each run. */
  readonly templates: Int32Array;
  /** Values of all runs, one after the other. */
  readonly values: Float64Array;
  /** Keep one deck loaded and alter it; every run is then of one template. */
  readonly alter: boolean;
}

/** A deck to be run as it is, commands and all. */
export interface RawRequest {
  readonly type: "raw";
  readonly id: number;
  readonly deck: string;
}

export type WorkerRequest = BatchRequest | RawRequest;

/**
 * Results of runs `first …` of a batch, in order: `vectors` holds the numbers of each run whose deck was loaded, as
 * `step-result.ts` says. A run whose deck was refused has its log, and nothing in `vectors`; one of whose analyses failed has
 * the log of that step.
 */
export interface BatchReply {
  readonly type: "batch";
  readonly id: number;
  readonly first: number;
  readonly seconds: Float64Array;
  readonly vectors: Float64Array;
  readonly failures: readonly RunFailure[];
}

/** A run that failed (without `step`), or one of its steps that did. */
export interface RunFailure {
  readonly run: number;
  readonly step?: number;
  readonly log: string;
}

/** One vector of a raw deck's last plot; complex data as real and imaginary parts in turn. */
export interface RawVector {
  readonly name: string;
  readonly complex: boolean;
  readonly data: Float64Array;
}

export interface RawReply {
  readonly type: "raw";
  readonly id: number;
  readonly log: string;
  readonly seconds: number;
  readonly vectors: readonly RawVector[];
}

/** A worker's last words on a batch: it can go on (`reusable`), or wants to be replaced. */
export interface DoneReply {
  readonly type: "done";
  readonly id: number;
  readonly reusable: boolean;
  /** Bytes of memory that the worker's process holds, 0 where it shares one. */
  readonly residentBytes: number;
}

export type WorkerReply =
  | { readonly type: "ready"; readonly version: string }
  | { readonly type: "broken"; readonly message: string }
  | { readonly type: "dying"; readonly log: string }
  | BatchReply
  | RawReply
  | DoneReply;
