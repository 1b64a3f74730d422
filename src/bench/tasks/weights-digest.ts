import { createHash } from "node:crypto";
import type { StoredTensor } from "../../model/index.js";

/** SHA-256 of a network's tensors, so that a record of other weights is told from one of these. */
export function digestOfTensors(tensors: ReadonlyMap<string, StoredTensor>): string {
  const hash = createHash("sha256");
  for (const [name, { data }] of tensors) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
