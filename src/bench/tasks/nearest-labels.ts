import { mostSimilar } from "../../train/index.js";
import { channelStandard, standardised } from "./standardise.js";

/**
 * Labels of circuits, of which only those of `known` are used: every other circuit has those of the known one whose embedding,
 * `[circuits, width]` standardised over the known ones, is nearest by cosine. What a frozen encoder tells without a decoder.
 */
export function nearestLabels(
  embeddings: Float32Array,
  labels: readonly (readonly boolean[])[],
  known: readonly number[],
): (readonly boolean[])[] {
  const width = embeddings.length / labels.length;
  const rowsOf = (of: Float32Array, circuits: readonly number[]) =>
    Float32Array.from(circuits.flatMap((i) => [...of.subarray(i * width, (i + 1) * width)]));
  const standard = channelStandard(rowsOf(embeddings, known), width);
  const shown = Float32Array.from(standardised(Float64Array.from(embeddings), standard));
  const candidates = rowsOf(shown, known);
  const isKnown = new Set(known);
  return labels.map((own, i) => {
    if (isKnown.has(i)) return own;
    const [nearest] = mostSimilar(rowsOf(shown, [i]), candidates, 1);
    return labels[known[nearest!.index]!]!;
  });
}
