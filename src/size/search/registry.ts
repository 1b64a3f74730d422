import { KirchhoffError, nearestWord } from "../../core/index.js";
import { bagnet } from "./bagnet/bagnet.js";
import { bagnetVariants } from "./bagnet/variants.js";
import { differentialEvolution } from "./differential-evolution.js";
import { evo } from "./evolution/evo.js";
import { oracle } from "./evolution/oracle.js";
import { random } from "./random.js";
import { screened, unscreened } from "./screened.js";
import type { SearchKind } from "./search.js";
import { sobol } from "./sobol.js";
import { surrogate } from "./surrogate.js";
import { trustRegion } from "./trust-region.js";

/** Every search, by its name. */
export const searches: readonly SearchKind[] = [
  screened,
  unscreened,
  surrogate,
  trustRegion,
  differentialEvolution,
  evo,
  ...bagnetVariants.map(bagnet),
  oracle,
  random,
  sobol,
];

/** The search of a name. Throws SIZE_UNKNOWN_SEARCH. */
export function searchNamed(name: string): SearchKind {
  const found = searches.find((each) => each.name === name);
  if (found) return found;
  const names = searches.map((each) => each.name);
  const guess = nearestWord(name, names);
  throw new KirchhoffError("SIZE_UNKNOWN_SEARCH", "there is no search of this name", {
    found: name,
    expected: `one of ${names.join(", ")}`,
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  });
}
