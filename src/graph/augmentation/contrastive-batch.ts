import { batchDeviceGraphs, type DeviceGraphBatch } from "../device-graph/index.js";
import type { AugmentedDeviceGraphs } from "./augmented-graphs.js";
import type { ContrastiveExample } from "./examples.js";

/** Device graphs with the labels that contrastive losses take. */
export interface ContrastiveBatch extends DeviceGraphBatch {
  /** `[graphs]`: `circuit + 1` for positives, `-(circuit + 1)` for negatives. */
  readonly labels: Int32Array;
}

/** Makes the graphs of these examples. */
export function contrastiveBatch(
  circuits: readonly AugmentedDeviceGraphs[],
  examples: readonly ContrastiveExample[],
): ContrastiveBatch {
  const graphs = examples.map(({ circuit, sign, member }) =>
    sign > 0 ? circuits[circuit]!.positive(member) : circuits[circuit]!.negative(member),
  );
  const labels = Int32Array.from(examples, ({ circuit, sign }) => sign * (circuit + 1));
  return { ...batchDeviceGraphs(graphs), labels };
}
