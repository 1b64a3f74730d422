import { readDescription } from "./run.js";
import { describeRun, expectSameData } from "./run-description.js";
import { type RunDescription, RunFolder } from "./run-folder.js";

/** What a run's description tells of its beginning. */
type Facts = Pick<RunDescription, "dataset" | "pretrained" | "config">;

/** Work that a run folder keeps. */
export interface RunWork<Prepared, Result> {
  readonly command: RunDescription["command"];
  /** Opens data and compiles; what it throws leaves no description behind. */
  prepare(): Promise<Prepared>;
  describe(prepared: Prepared): Facts;
  train(prepared: Prepared, run: RunFolder | undefined): Promise<Result>;
}

/** Begins a run in a new folder, or keeps nothing where there is none. */
export async function beginRun<Prepared, Result>(
  folder: string | undefined,
  { command, prepare, describe, train }: RunWork<Prepared, Result>,
): Promise<Result> {
  if (folder === undefined) return train(await prepare(), undefined);
  const run = await RunFolder.create(folder);
  try {
    const prepared = await prepare();
    await run.describe(await describeRun({ command, ...describe(prepared) }));
    return await train(prepared, run);
  } finally {
    await run.close();
  }
}

/** Goes on with the run in a folder; it must have the data that it began with (else TRAIN_DATA_CHANGED). */
export async function resumeRun<Prepared, Result>(
  folder: string,
  { command, prepare, describe, train }: RunWork<Prepared, Result>,
): Promise<Result> {
  const run = await RunFolder.reopen(folder);
  try {
    const { dataset } = await readDescription(folder, command);
    const prepared = await prepare();
    expectSameData(describe(prepared).dataset, dataset);
    return await train(prepared, run);
  } finally {
    await run.close();
  }
}
