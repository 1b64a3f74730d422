import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parametricCircuit } from "../circuit/index.js";
import { KirchhoffError, validateConfig } from "../core/index.js";
import { deviceColumns } from "./device-columns.js";
import { writeDurably } from "./durable-file.js";
import { type Recipe, splitNames } from "./recipe.js";
import { recipeSchema } from "./recipe-schema.js";

/** Version of the folder's layout; a reader refuses a newer one. Format 1 had neither measures nor devices, nor `columns`. */
export const datasetFormat = 2;

export const manifestFile = "manifest.json";

const rowCounts = z.strictObject({ ok: z.int(), failed: z.int() });

/** Rows of one split (of one shard, of a dataset) by how they ended. */
export interface RowCounts {
  readonly ok: number;
  readonly failed: number;
}

/** One Parquet file of a dataset. */
export interface ShardEntry {
  readonly file: string;
  /** Index of its first row, and its number of rows. */
  readonly start: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Rows by split and status; splits without rows are absent. */
  readonly counts: Readonly<Partial<Record<(typeof splitNames)[number], RowCounts>>>;
  /** Failed rows by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/** What `manifest.json` says of a dataset: how it was made, and what must be there. */
export interface Manifest {
  readonly format: number;
  /** False while shards are missing; the folder can be resumed then. */
  readonly complete: boolean;
  readonly recipe: Recipe;
  /** Version of Kirchhoff that made it. */
  readonly kirchhoff: string;
  readonly simulator: { readonly name: string; readonly version: string };
  /** Names of what the shards' lists hold, for readers that do not know our circuits; absent in format 1. */
  readonly columns?: Readonly<Record<string, CircuitColumns>> | undefined;
  readonly shards: readonly ShardEntry[];
}

const names = z.array(z.string());

const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.union([z.literal(1), z.literal(datasetFormat)]),
  complete: z.boolean(),
  recipe: recipeSchema,
  kirchhoff: z.string(),
  simulator: z.strictObject({ name: z.string(), version: z.string() }),
  columns: z
    .record(
      z.string(),
      z.strictObject({ values: names, labels: names, devices: names.optional(), regions: names.optional() }),
    )
    .optional(),
  shards: z.array(
    z.strictObject({
      file: z.string().regex(/^shard-\d+\.parquet$/),
      start: z.int().nonnegative(),
      rows: z.int().positive(),
      bytes: z.int().positive(),
      sha256: z.string(),
      counts: z.partialRecord(z.enum(splitNames), rowCounts),
      failures: z.record(z.string(), z.int()),
    }),
  ),
});

/** Names of the entries of one circuit's list columns, in their order. */
export interface CircuitColumns {
  /** Its parameters. */
  readonly values: readonly string[];
  /** Its outputs, or the one label that it has. */
  readonly labels: readonly string[];
  /** `mn1.gm` …, where the recipe asks for devices. */
  readonly devices?: readonly string[] | undefined;
  /** The MOS transistors, likewise. */
  readonly regions?: readonly string[] | undefined;
}

/** The columns of each circuit of a recipe. */
export function circuitColumns(recipe: Recipe): Record<string, CircuitColumns> {
  return Object.fromEntries(
    [...new Set(recipe.circuits)].map((name) => {
      const { parameters, outputs } = parametricCircuit(name);
      const { names: devices, regions } = deviceColumns(name);
      const columns: CircuitColumns = {
        values: parameters.map((each) => each.name),
        labels: recipe.label === "operating-point" ? outputs : [recipe.label],
        ...(recipe.devices && { devices, regions }),
      };
      return [name, columns];
    }),
  );
}

/** The manifest of a dataset folder, or undefined where there is none. Throws DATASET_MANIFEST. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, manifestFile);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    const { format } = (value ?? {}) as { format?: unknown };
    if (typeof format === "number" && format > datasetFormat) {
      throw new KirchhoffError("DATASET_MANIFEST", `${path} is of a newer format`, {
        found: `format ${format}`,
        expected: `format ${datasetFormat}`,
        hint: "open it with the version of Kirchhoff that wrote it, or a newer one",
      });
    }
    return validateConfig(manifestSchema, value, path);
  } catch (error) {
    if (error instanceof KirchhoffError && error.code === "DATASET_MANIFEST") throw error;
    throw new KirchhoffError("DATASET_MANIFEST", `${path} is damaged: ${(error as Error).message}`, {
      hint: "generate the dataset again with --force",
      cause: error,
    });
  }
}

/** Writes the manifest of a folder; its bytes depend on nothing but its content. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeDurably(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Rows of a dataset by split and status, from its shards. */
export function countRows(shards: readonly ShardEntry[]): Record<(typeof splitNames)[number], RowCounts> {
  const total = (split: (typeof splitNames)[number], status: keyof RowCounts) =>
    shards.reduce((sum, { counts }) => sum + (counts[split]?.[status] ?? 0), 0);
  const counts = (split: (typeof splitNames)[number]) => ({
    ok: total(split, "ok"),
    failed: total(split, "failed"),
  });
  return { train: counts("train"), valid: counts("valid"), test: counts("test") };
}

/** Failed rows by reason, most frequent first. */
export function countFailures(shards: readonly ShardEntry[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { failures } of shards) {
    for (const [reason, rows] of Object.entries(failures)) sums.set(reason, (sums.get(reason) ?? 0) + rows);
  }
  return Object.fromEntries([...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
