/** What every experiment is told that runs cell after cell, and tells how far it is. */
export interface ExperimentOptions<Progress> {
  /** Every cell leaves what it found below this folder. */
  readonly folder: string;
  /** Keep what is finished, and go on. */
  readonly resume?: boolean | undefined;
  /** Stops after the step under way. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What every experiment is told that trains networks. */
export interface TrainingOptions<Progress> extends ExperimentOptions<Progress> {
  /** Seeds 1 to this number; the experiment's when absent. */
  readonly seeds?: number | undefined;
  /** Steps of every network, in place of the experiment's. */
  readonly steps?: number | undefined;
  /** Threads inside an operator (default: 1, but for Table I the runtime's choice). */
  readonly threads?: number | undefined;
}

/** How far an experiment is: at a cell, after so many others. */
export interface CellProgress<Cell> {
  readonly cell: Cell;
  /** Cells finished before this one. */
  readonly done: number;
  readonly total: number;
}

/** The seeds from 1 up. */
export const seedsTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
