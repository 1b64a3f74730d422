import type { StoredTensor } from "../../model/index.js";
import type { TrainingState, UpdateProgram } from "../../train/index.js";
import { encoderScope } from "./encoder.js";

/** Fresh weights, but for those that an encoder starts from. */
export function startedState(
  update: UpdateProgram,
  seed: number,
  start: ReadonlyMap<string, StoredTensor> | undefined,
): TrainingState {
  const fresh = update.initialState(seed);
  const packs = [
    [update.parameters, fresh.parameters],
    [update.buffers, fresh.buffers],
  ] as const;
  for (const [layout, packed] of packs) {
    for (const { name, offset } of layout.entries) {
      if (!name.startsWith(`${encoderScope}.`)) continue;
      const tensor = start?.get(name.slice(encoderScope.length + 1));
      if (tensor) packed.set(tensor.data, offset);
    }
  }
  return fresh;
}
