import { KirchhoffError } from "../../core/index.js";
import type { Checkpoint, ModelDescription } from "../../model/index.js";
import type { StateLayout } from "../../nn/index.js";
import type { TrainingState } from "../update-program.js";

/** Tells whether a tensor belongs to a model's head. A head that reads voltages stands on the network's own for these. */
export function isOfHead({ head }: Pick<ModelDescription, "head">): (name: string) => boolean {
  const below = head?.reads === "voltages" ? ["head.weight", "head.bias"] : [];
  return (name) => name.startsWith("head.") && !below.includes(name);
}

interface Layouts {
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
}

/**
 * A fresh state with the weights of a pretrained network in it: all but what `isFresh` names.
 * Weights of `newFeatures`, the last ones of the network's features, which the pretrained one has not, stay fresh: at zero they
 * would take hundreds of steps to be seen. Throws CHECKPOINT_MISMATCH where the backbone is another.
 */
export function pretrainedState(
  fresh: TrainingState,
  { parameters, buffers }: Layouts,
  { tensors }: Pick<Checkpoint, "tensors">,
  { isFresh, newFeatures = 0 }: { isFresh(name: string): boolean; readonly newFeatures?: number },
): TrainingState {
  const filled = ({ entries }: StateLayout, values: Float32Array): Float32Array => {
    const result = values.slice();
    for (const { name, shape, offset, size } of entries) {
      if (isFresh(name)) continue;
      const tensor = tensors.get(name);
      if (!tensor || tensor.shape.length !== shape.length) throw mismatch(name, shape, tensor?.shape);
      const differing = shape.flatMap((size, axis) => (size === tensor.shape[axis] ? [] : [axis]));
      const [axis] = differing;
      if (axis === undefined) {
        result.set(tensor.data, offset);
        continue;
      }
      const isWider = newFeatures > 0 && shape[axis] === tensor.shape[axis]! + newFeatures;
      if (differing.length > 1 || !isWider) throw mismatch(name, shape, tensor.shape);
      result.set(widened(tensor, axis, values.slice(offset, offset + size)), offset);
    }
    return result;
  };
  const weights = {
    parameters: filled(parameters, fresh.parameters),
    buffers: filled(buffers, fresh.buffers),
  };
  return { ...fresh, ...weights, ...(fresh.average && { average: weights }) };
}

/** A tensor with fresh values behind its own along an axis. */
function widened(
  { shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  axis: number,
  fresh: Float32Array,
): Float32Array {
  const inner = shape.slice(axis).reduce((product, size) => product * size, 1);
  const gap = ((fresh.length - data.length) / data.length) * inner;
  const result = fresh.slice();
  for (let i = 0; i < data.length; i++) result[i + Math.floor(i / inner) * gap] = data[i]!;
  return result;
}

function mismatch(name: string, expected: readonly number[], found?: readonly number[]): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_MISMATCH", "the pretrained weights do not fit the network", {
    found: found ? `tensor "${name}" is [${found.join(", ")}]` : `no tensor "${name}"`,
    expected: `[${expected.join(", ")}]`,
    hint: "use the checkpoint with the architecture and the features that it was made with",
  });
}
