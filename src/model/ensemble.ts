import type { StoredTensor } from "./safetensors.js";

type Tensors = ReadonlyMap<string, StoredTensor>;

const prefixOf = (member: number): string => `members.${member}.`;

/** The tensors of all members of an ensemble in one: `members.0.` … before the names of those that differ, the rest but once. */
export function ensembleTensors(members: readonly Tensors[]): Map<string, StoredTensor> {
  const [first, ...others] = members;
  const all = new Map<string, StoredTensor>();
  for (const [name, tensor] of first ?? []) {
    const isShared = others.every((member) => isEqual(tensor.data, member.get(name)!.data));
    if (isShared) all.set(name, tensor);
    else for (const [m, member] of members.entries()) all.set(prefixOf(m) + name, member.get(name)!);
  }
  return all;
}

/** The tensors of each of `members` networks, from {@link ensembleTensors}. */
export function memberTensors(tensors: Tensors, members: number): Tensors[] {
  return Array.from({ length: members }, (_, m) => {
    const own = new Map<string, StoredTensor>();
    for (const [name, tensor] of tensors) {
      if (name.startsWith(prefixOf(m))) own.set(name.slice(prefixOf(m).length), tensor);
      else if (!name.startsWith("members.")) own.set(name, tensor);
    }
    return own;
  });
}

const isEqual = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => value === b[i]);
