import type { CardBase, Checkpoint } from "../model/index.js";

/** How many numbers a checkpoint's network has learned; the running statistics of batch norms are not learned. */
export function parameterCount({ tensors }: Pick<Checkpoint<CardBase>, "tensors">): number {
  let count = 0;
  for (const [name, { data }] of tensors) {
    if (!/\.running_(mean|var)$/.test(name)) count += data.length;
  }
  return count;
}
