import { RandomStream } from "../../../core/index.js";
import type { DesignSpace } from "../../space.js";
import { uniformDesigns } from "../random.js";
import type { Proposal } from "../search.js";

/** The next of `total` uniform designs that a search begins with, of which `told` are done; none where these are all. */
export function initialDesigns(
  space: DesignSpace,
  seed: number,
  { n, total, known }: { readonly n: number; readonly total: number; readonly known: Set<string> },
): Proposal[] {
  const count = Math.min(n, total - known.size);
  if (count <= 0) return [];
  const stream = new RandomStream(seed, "size/initial", known.size);
  return uniformDesigns(space, stream, count, known).map((design) => ({ design, phase: "initial" }));
}
