import { type CircuitGraph, terminalRelations } from "../graph/index.js";
import { accuracyAtK, batchAccuracyAtK } from "../nn/index.js";

/** How well predictions fit their labels; errors are in the labels' unit. */
export interface Metrics {
  readonly graphs: number;
  readonly labels: number;
  /** Acc@K as the paper defines it: the share of labels met to within (range of all labels) / K, strictly. */
  readonly accuracy: number;
  /** Acc@K as the paper's code computes it: with the range of each batch, averaged over batches. */
  readonly batchAccuracy: number;
  readonly mse: number;
  readonly rmse: number;
  /** The error below which a label counts as met in `accuracy`. */
  readonly threshold: number;
  /**
   * Accuracy, RMSE and number of the labels whose nets no path of voltage sources ties to ground, and accuracy of the others, which can be
   * read off the circuit; all under the same `threshold`, and only where there are both.
   */
  readonly freeAccuracy?: number;
  readonly freeRmse?: number;
  readonly freeLabels?: number;
  readonly drivenAccuracy?: number;
}

/** What {@link scorePredictions} compares: outputs of all graphs, one after the other. */
export interface Scored {
  readonly predictions: Float32Array | Float64Array;
  readonly labels: Float64Array;
  /** `[graphs + 1]`: the outputs of graph `g` are entries `offsets[g]` to `offsets[g + 1] - 1`. */
  readonly offsets: Int32Array;
  /** The graphs, where the labels are voltages of their outputs: to tell nets that sources drive from others. */
  readonly graphs?: readonly CircuitGraph[];
}

/** Metrics of predictions; `levels` is K, `batchSize` the graphs of one batch of `batchAccuracy`. */
export function scorePredictions(
  { predictions, labels, offsets, graphs: circuits }: Scored,
  { levels = 100, batchSize = 256 }: { readonly levels?: number; readonly batchSize?: number } = {},
): Metrics {
  const graphs = offsets.length - 1;
  const batches = [];
  for (let first = 0; first < graphs; first += batchSize) {
    const [start, end] = [offsets[first]!, offsets[Math.min(first + batchSize, graphs)]!];
    batches.push({ predictions: predictions.subarray(start, end), labels: labels.subarray(start, end) });
  }
  let [squares, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  labels.forEach((label, i) => {
    squares += (predictions[i]! - label) ** 2;
    low = Math.min(low, label);
    high = Math.max(high, label);
  });
  const mse = squares / labels.length;
  const threshold = (high - low) / levels;
  return {
    graphs,
    labels: labels.length,
    accuracy: accuracyAtK({ predictions, labels }, levels),
    batchAccuracy: batchAccuracyAtK(batches, levels),
    mse,
    rmse: Math.sqrt(mse),
    threshold,
    ...(circuits && scoreApart({ predictions, labels, offsets, graphs: circuits }, threshold)),
  };
}

function scoreApart(
  { predictions, labels, offsets, graphs }: Required<Scored>,
  threshold: number,
): Partial<Metrics> {
  let [free, freeMet, freeSquares, drivenMet] = [0, 0, 0, 0];
  graphs.forEach(({ topology }, g) => {
    const known = new Set(terminalRelations(topology).references.map(({ net }) => net));
    topology.outputNodes.forEach((node, i) => {
      const error = predictions[offsets[g]! + i]! - labels[offsets[g]! + i]!;
      const met = Number(Math.abs(error) < threshold);
      if (known.has(topology.netOfNode[node]!)) {
        drivenMet += met;
        return;
      }
      free++;
      freeMet += met;
      freeSquares += error ** 2;
    });
  });
  if (free === 0 || free === labels.length) return {};
  return {
    freeAccuracy: freeMet / free,
    freeRmse: Math.sqrt(freeSquares / free),
    freeLabels: free,
    drivenAccuracy: drivenMet / (labels.length - free),
  };
}
