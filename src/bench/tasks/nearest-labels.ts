import { channelStandard } from "./standardise.js";

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
  const row = (i: number) => embeddings.subarray(i * width, (i + 1) * width);
  const { mean, deviation } = channelStandard(
    known.flatMap((i) => [...row(i)]),
    width,
  );
  const directions = labels.map((_, i) => unit(row(i).map((x, c) => (x - mean[c]!) / deviation[c]!)));
  const isKnown = new Set(known);
  return labels.map((own, i) => {
    if (isKnown.has(i)) return own;
    const likeness = (other: number) =>
      directions[i]!.reduce((sum, x, c) => sum + x * directions[other]![c]!, 0);
    return labels[known.reduce((a, b) => (likeness(b) > likeness(a) ? b : a))]!;
  });
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((x) => x / length);
}
