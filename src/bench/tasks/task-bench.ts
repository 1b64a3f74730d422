import type { EncoderName } from "./definitions.js";
import type { TaskPoint } from "./record.js";

/** Told of a cell's progress, and stops it. */
export interface CellControl {
  readonly onProgress: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A task under a protocol, with all that its cells share. */
export interface TaskBench {
  /** `all`, or what is held out, one after the other. */
  readonly folds: readonly string[];
  /** SHA-256 of what is learned and tested. */
  readonly sha256: string;
  /** All that decides a result of an encoder, whatever its seed; `seed` is the one that is opened, and best the one that is run next. */
  settings(encoder: EncoderName, seed: number): Promise<Readonly<Record<string, unknown>>>;
  /** What an encoder reaches on a fold; undefined where it was stopped. */
  run(
    fold: string,
    encoder: EncoderName,
    seed: number,
    control: CellControl,
  ): Promise<readonly TaskPoint[] | undefined>;
  release(): Promise<void>;
}
