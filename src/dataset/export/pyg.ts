import { join } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import { type DatasetSplit, openDataset, type StoredDataset } from "../dataset.js";
import { writeDurably } from "../durable-file.js";
import { labelRules } from "../label.js";
import type { Recipe, SplitName } from "../recipe.js";
import { rowGraph } from "../row-graph.js";
import { fillFolder } from "./folder.js";
import { nodeEncoding } from "./node-encoding.js";
import { measureArray, type PygLayout, type PygSplitCounts, writePygSplit } from "./pyg-split.js";

/** What {@link exportPyg} needs. */
export interface PygExportOptions {
  /** A finished dataset. */
  readonly folder: string;
  /** New or empty. */
  readonly out: string;
  /** A feature scheme, its statistics fitted to the training split, or `raw`; `kirchhoff@1` when absent. */
  readonly scheme?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** `description.json` of an export. */
export interface PygDescription {
  readonly format: 1;
  readonly dataset: { readonly name: string; readonly seed: number; readonly kirchhoff: string };
  readonly simulator: { readonly name: string; readonly version: string };
  readonly label: { readonly kind: string; readonly unit: string };
  readonly scheme: object;
  /** What the columns of `x` hold. */
  readonly columns: readonly string[];
  /** What `node_kind` and `circuit` mean. */
  readonly kinds: readonly string[];
  readonly circuits: readonly string[];
  /** The array of each measure: NaN where it is invalid. */
  readonly measures: Readonly<Record<string, string>>;
  readonly splits: Readonly<Partial<Record<SplitName, PygSplitCounts>>>;
}

/**
 * Writes a dataset as the arrays of PyTorch Geometric's `InMemoryDataset`, a folder of `.npy` files for each split, with
 * `description.json`. Throws what {@link openDataset} throws, GRAPH_UNKNOWN_SCHEME, GRAPH_SCHEME_KIND, DATASET_FOLDER_NOT_EMPTY, and
 * DATASET_EXPORT_STOPPED when `signal` stops it; what was written is gone then.
 */
export async function exportPyg(options: PygExportOptions): Promise<PygDescription> {
  const dataset = await openDataset(options.folder);
  return fillFolder(options.out, () => writeDataset(dataset, options));
}

async function writeDataset(
  dataset: StoredDataset,
  { out, scheme = "kirchhoff@1", signal, onProgress }: PygExportOptions,
): Promise<PygDescription> {
  const parts: DatasetSplit[] = [];
  for (const name of dataset.splitNames) parts.push(await dataset.split(name));
  const { recipe, manifest } = dataset;
  const layout = layoutOf(parts, scheme, recipe);
  const total = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  let done = 0;
  const onGraph = () => {
    if (signal?.aborted) throw new KirchhoffError("DATASET_EXPORT_STOPPED", "stopped; nothing was kept");
    onProgress?.({ done: ++done, total });
  };
  const splits: Partial<Record<SplitName, PygSplitCounts>> = {};
  for (const part of parts)
    splits[part.name] = await writePygSplit(join(out, part.name), part, layout, onGraph);
  const description: PygDescription = {
    format: 1,
    dataset: { name: recipe.name, seed: recipe.seed, kirchhoff: manifest.kirchhoff },
    simulator: manifest.simulator,
    label: { kind: recipe.label, unit: labelRules[recipe.label].unit },
    scheme: layout.encoding.description,
    columns: layout.encoding.columns,
    kinds: layout.kinds,
    circuits: layout.circuits,
    measures: Object.fromEntries(recipe.measures.map((measure) => [measure, measureArray(measure)])),
    splits,
  };
  await writeDurably(join(out, "description.json"), `${JSON.stringify(description, null, 2)}\n`);
  return description;
}

/** Statistics are those of the training split, or of all rows where the dataset has none. */
function layoutOf(parts: readonly DatasetSplit[], scheme: string, { label, measures }: Recipe): PygLayout {
  const all = parts.flatMap(({ rows }) => rows);
  const train = parts.find(({ name }) => name === "train")?.rows ?? [];
  const circuits = [...new Set(all.map(({ circuitName }) => circuitName))].sort();
  const ofEach = circuits.map((name) => rowGraph(all.find(({ circuitName }) => circuitName === name)!));
  const fitted = train.length > 0 ? train.map(rowGraph) : all.map(rowGraph);
  return {
    encoding: nodeEncoding(scheme, scheme === "raw" ? ofEach : fitted),
    kinds: [...new Set(ofEach.flatMap(({ topology }) => topology.kinds))].sort(),
    circuits,
    perOutput: label === "operating-point",
    measures,
  };
}
