import { KirchhoffError } from "../../core/index.js";
import type { TargetScaling } from "../../model/index.js";
import type { LabelledGraphs } from "../labelled-graphs.js";
import type { Target } from "./targets.js";

/** The scaling of each target by the mean and deviation of its valid labels here. Throws TRAIN_NO_VALID_LABEL. */
export function fitScaling({ labels }: LabelledGraphs, targets: readonly Target[]): TargetScaling[] {
  return targets.map(({ name, scale }, t) => {
    let [count, mean, squares] = [0, 0, 0];
    for (let i = t; i < labels.length; i += targets.length) {
      const value = onScale(labels[i]!, scale);
      if (Number.isNaN(value)) continue;
      const deviation = value - mean;
      mean += deviation / ++count;
      squares += deviation * (value - mean);
    }
    if (count === 0) {
      throw new KirchhoffError("TRAIN_NO_VALID_LABEL", `no training row has a valid ${name}`, {
        ...(scale === "log" && { expected: "a positive value: it is learned on a logarithmic scale" }),
        hint: "take more samples, or another target",
      });
    }
    return { name, scale, mean, std: Math.sqrt(squares / count) || 1 };
  });
}

/** Labels as a network learns them; NaN where there is no valid one. */
export function scaleLabels(data: LabelledGraphs, scalings: readonly TargetScaling[]): LabelledGraphs {
  const labels = data.labels.map((label, i) => {
    const { scale, mean, std } = scalings[i % scalings.length]!;
    return (onScale(label, scale) - mean) / std;
  });
  return { ...data, labels };
}

/** A network's outputs in the targets' own units. */
export function unscale(outputs: ArrayLike<number>, scalings: readonly TargetScaling[]): Float64Array {
  return Float64Array.from(outputs, (output, i) => {
    const { scale, mean, std } = scalings[i % scalings.length]!;
    const value = output * std + mean;
    return scale === "log" ? 10 ** value : value;
  });
}

/** A value on its scale; NaN where it has no place there. */
function onScale(value: number, scale: TargetScaling["scale"]): number {
  if (!Number.isFinite(value)) return Number.NaN;
  if (scale === "linear") return value;
  return value > 0 ? Math.log10(value) : Number.NaN;
}
