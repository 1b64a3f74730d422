import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { degreeProfile, type RowLists, rowTable, transposeLists } from "../../src/core/index.js";
import type { TensorValue } from "../../src/tensor/index.js";

/** A tensor as the parity files store it; a scalar is a plain number. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Stored = StoredTensor | number;

export interface ParityCase {
  readonly name: string;
  readonly config: Readonly<Record<string, number | string | readonly number[]>>;
  readonly parameters: Readonly<Record<string, StoredTensor>>;
  readonly buffers: Readonly<Record<string, StoredTensor>>;
  readonly inputs: Readonly<Record<string, Stored>>;
  // biome-ignore lint/suspicious/noExplicitAny: each file nests what it expects in its own way
  readonly expected: any;
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  readonly [key: string]: any;
}

const folders = ["../fixtures/parity/", "../../../shared/parity/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Reference numbers by file name: our own small cases (`scripts/make-parity-fixtures.mjs`), and PyTorch's where a full set of them stands
 * beside this checkout.
 */
export function parityCases(file: string): readonly ParityCase[] {
  return folders
    .filter((folder) => existsSync(folder + file))
    .flatMap((folder) => JSON.parse(readFileSync(folder + file, "utf8")).cases);
}

export const tensorOf = (stored: Stored): StoredTensor =>
  typeof stored === "number" ? { shape: [], data: [stored] } : stored;

export function feed(stored: Stored, type: "float32" | "float64" | "int32" = "float32"): TensorValue {
  const { shape, data } = tensorOf(stored);
  const array = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[type];
  return { type, shape, data: array.from(data) };
}

/** Largest difference relative to the largest expected magnitude; absolute where all that is expected is zero. */
export function deviation(actual: TensorValue, expected: Stored): number {
  const { data } = tensorOf(expected);
  if (actual.data.length !== data.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let scale = 0;
  data.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(Number(actual.data[i]) - value));
    scale = Math.max(scale, Math.abs(value));
  });
  if (Array.from(actual.data as Float32Array).some(Number.isNaN)) return Number.NaN;
  return scale === 0 ? difference * 10 : difference / scale;
}

/** In-neighbours of every node, from a list of directed edges. */
export function inNeighbours(source: readonly number[], target: readonly number[], nodes: number): RowLists {
  const order = target.map((_, edge) => edge).sort((a, b) => target[a]! - target[b]! || a - b);
  const offsets = new Int32Array(nodes + 1);
  for (const node of target) offsets[node + 1]!++;
  for (let node = 0; node < nodes; node++) offsets[node + 1]! += offsets[node]!;
  return { offsets, indices: Int32Array.from(order, (edge) => source[edge]!) };
}

/** A table of in-neighbours and its transpose, each with the tightest profile. */
export function directedTables(lists: RowLists, sources: number) {
  const back = transposeLists(lists, sources);
  const profile = degreeProfile([lists]);
  const backProfile = degreeProfile([back]);
  return { profile, table: rowTable(lists, profile), backProfile, transpose: rowTable(back, backProfile) };
}
