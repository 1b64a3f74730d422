import { UMAP } from "umap-js";
import { RandomStream } from "../../../core/index.js";
import { unitRows } from "../../../train/index.js";
import { type PlanePoints, tSne } from "./t-sne.js";

/** Ways to lay embeddings out on a plane. */
export const mapMethods = ["tsne", "umap"] as const;
export type MapMethod = (typeof mapMethods)[number];

/** Embeddings `[rows, width]` on a plane, one point each, near where their cosine is high. */
export function embeddingMap(
  embeddings: Float32Array,
  rows: number,
  method: MapMethod,
  seed = 1,
): PlanePoints {
  const width = embeddings.length / rows;
  const units = unitRows(embeddings, rows);
  if (method === "tsne") return tSne(squaredDistances(units, rows), { seed });
  const random = new RandomStream(seed, "umap");
  const umap = new UMAP({ nComponents: 2, nNeighbors: 15, minDist: 0.1, random: () => random.uniform() });
  const vectors = Array.from({ length: rows }, (_, i) => [...units.subarray(i * width, (i + 1) * width)]);
  return umap.fit(vectors).map(([x, y]) => [x!, y!] as const);
}

function squaredDistances(units: Float32Array, rows: number): Float64Array {
  const width = units.length / rows;
  const distances = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += (units[i * width + c]! - units[j * width + c]!) ** 2;
      distances[i * rows + j] = sum;
      distances[j * rows + i] = sum;
    }
  }
  return distances;
}
