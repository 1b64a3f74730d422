import { createHash } from "node:crypto";
import {
  type Dataset,
  defaultSimulator,
  generateInMemory,
  type InMemoryOptions,
  namedRecipe,
  openDataset,
  openSource,
  voltagesOnly,
} from "../dataset/index.js";
import type { DatasetChoice } from "./config.js";
import type { LabelledGraphs } from "./labelled-graphs.js";

/** A dataset, and what labelled it. */
export interface OpenedDataset {
  readonly dataset: Dataset;
  readonly simulator: { readonly name: string; readonly version: string };
}

/** How a dataset is labelled in memory. */
export interface LabellingOptions extends Pick<InMemoryOptions, "onProgress" | "signal"> {
  /** With the recipe's measures too (default: with voltages alone). */
  readonly measures?: boolean;
}

/** Opens the dataset of a configuration, or makes it in memory. Throws what opening and generating throw. */
export async function openChoice(
  choice: DatasetChoice,
  { measures = false, ...labelling }: LabellingOptions = {},
): Promise<OpenedDataset> {
  if ("folder" in choice) {
    const dataset = await openDataset(choice.folder);
    return { dataset, simulator: dataset.manifest.simulator };
  }
  const { recipe, rows, seed, simulator } = choice;
  const stated = typeof recipe === "string" ? namedRecipe(recipe) : recipe;
  const seeded = seed === undefined ? stated : { ...stated, seed };
  const wanted = measures ? seeded : voltagesOnly(seeded);
  const source = await openSource(simulator ?? defaultSimulator(wanted));
  try {
    const dataset = await generateInMemory(wanted, {
      source,
      ...(rows !== undefined && { count: rows }),
      ...labelling,
    });
    return { dataset, simulator: { name: source.name, version: source.version } };
  } finally {
    await source.close();
  }
}

/** SHA-256 of what a network is shown: the values and labels of every graph, in order. */
export function digestOf(splits: readonly LabelledGraphs[]): string {
  const hash = createHash("sha256");
  for (const { graphs, labels, offsets } of splits) {
    for (const { values } of graphs) hash.update(values);
    hash.update(labels).update(offsets);
  }
  return hash.digest("hex");
}
