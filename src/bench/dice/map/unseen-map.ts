import { clusterMap } from "../../../report/index.js";
import { augmented, CircuitEncoder, namedCircuits } from "../../../train/index.js";
import { embeddingMap, type MapMethod } from "./embedding-map.js";

/** What {@link unseenMaps} is told. */
export interface UnseenMapOptions {
  /** Circuits of the catalogue, named as in a configuration (default: the paper's 15 unseen ones). */
  readonly circuits?: readonly string[] | undefined;
  /** Positives of each circuit, and as many negatives (default: 30). */
  readonly members?: number | undefined;
  /** Of the augmentation, of the layout and of untrained weights (default: 1). */
  readonly seed?: number | undefined;
}

const titles: Readonly<Record<MapMethod, string>> = { tsne: "t-SNE", umap: "UMAP" };

/**
 * Where augmented circuits lie before and after an encoder was trained, as stand-alone SVGs (DICE, figure of the embedding space); the
 * untrained network is of the same architecture. Throws TRAIN_UNKNOWN_CIRCUITS.
 */
export async function unseenMaps(
  encoder: CircuitEncoder,
  method: MapMethod,
  { circuits = ["unseen"], members = 30, seed = 1 }: UnseenMapOptions = {},
): Promise<{ readonly before: string; readonly after: string }> {
  const before = await CircuitEncoder.untrained(encoder.card.network, seed, { threads: 1 });
  try {
    const options = { circuits, members, seed, method };
    return {
      before: await mapOf(before, { ...options, when: "before training" }),
      after: await mapOf(encoder, { ...options, when: "after training" }),
    };
  } finally {
    await before.release();
  }
}

interface MapSettings {
  readonly circuits: readonly string[];
  readonly members: number;
  readonly seed: number;
  readonly method: MapMethod;
  readonly when: string;
}

async function mapOf(
  encoder: CircuitEncoder,
  { circuits, members, seed, method, when }: MapSettings,
): Promise<string> {
  const named = namedCircuits(circuits);
  const { style } = encoder.card.network;
  const sources = augmented(named, { style, rules: "sound", seed, purpose: "test" });
  const numbers = Array.from({ length: members }, (_, member) => member);
  const graphs = sources.flatMap((source) => [
    ...numbers.map((member) => source.positive(member)),
    ...numbers.map((member) => source.negative(member)),
  ]);
  const points = embeddingMap(await encoder.embed(graphs), graphs.length, method, seed);
  return clusterMap({
    title: `${titles[method]} of ${named.length} circuits ${when}`,
    note: "filled: edits that keep a circuit what it is; hollow: edits that change it",
    clusters: named.map(({ name }, c) => {
      const own = points.slice(2 * c * numbers.length, 2 * (c + 1) * numbers.length);
      return { name, points: own.slice(0, numbers.length), hollow: own.slice(numbers.length) };
    }),
  });
}
