import { resolve } from "node:path";
import { KirchhoffError } from "../core/index.js";
import type { DatasetChoice } from "./config.js";
import { gitCommit, versions } from "./provenance.js";
import type { RunDescription } from "./run-folder.js";

/** What run.yaml says of a run that begins now. */
export async function describeRun(
  facts: Pick<RunDescription, "command" | "dataset" | "pretrained" | "config">,
): Promise<RunDescription> {
  const { command, dataset, pretrained, config } = facts;
  const git = await gitCommit(process.cwd());
  return {
    format: 1,
    command,
    started: new Date().toISOString(),
    versions: await versions(),
    platform: `${process.platform}-${process.arch}`,
    ...(git && { git }),
    dataset,
    ...(pretrained !== undefined && { pretrained }),
    config,
  };
}

/** Refuses to go on with other data than a run began with. Throws TRAIN_DATA_CHANGED. */
export function expectSameData(found: RunDescription["dataset"], begun: RunDescription["dataset"]): void {
  if (found.sha256 === begun.sha256) return;
  const describe = ({ name, simulator, train, sha256 }: RunDescription["dataset"]) =>
    `${name}${simulator ? ` by ${simulator.name} ${simulator.version}` : ""}, ${train} training rows, sha-256 ${sha256.slice(0, 12)}`;
  throw new KirchhoffError("TRAIN_DATA_CHANGED", "the data are not those that the run began with", {
    found: describe(found),
    expected: describe(begun),
    hint: "bring the dataset back as it was, or begin a new run",
  });
}

/** A run is resumed from any folder, so that it names its data by their full path. */
export function withAbsoluteFolder<Config extends { readonly dataset: DatasetChoice }>(
  config: Config,
): Config {
  const { dataset } = config;
  return "folder" in dataset ? { ...config, dataset: { folder: resolve(dataset.folder) } } : config;
}
