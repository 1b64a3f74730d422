import { KirchhoffError, nearestWord } from "../core/index.js";

/** Those of these items that are named, in their own order; all where none are. Throws BENCH_UNKNOWN_ROW. */
export function selectById<Item extends { readonly id: string }>(
  items: readonly Item[],
  ids: readonly string[] | undefined,
  what: string,
): readonly Item[] {
  if (!ids?.length) return items;
  const known = items.map(({ id }) => id);
  for (const id of ids) if (!known.includes(id)) throw unknownId(what, id, known);
  return items.filter(({ id }) => ids.includes(id));
}

/** An error that says what the name might have meant. */
export function unknownId(what: string, found: string, known: readonly string[]): KirchhoffError {
  const guess = nearestWord(found, known);
  return new KirchhoffError("BENCH_UNKNOWN_ROW", `there is no ${what} of this name`, {
    found,
    expected: `one of ${known.join(", ")}`,
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  });
}
