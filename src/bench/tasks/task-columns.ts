import { type Estimate, estimate, halfWidth95 } from "../statistics.js";
import type { EncoderName } from "./definitions.js";
import type { TaskEntry, TaskResult } from "./read-task.js";

/** One column of a table: what it is called, and what it says of the entries of one encoder. */
export interface Column {
  readonly name: string;
  /** Entries that count; their scores are averaged for each seed. */
  readonly holds: (entry: TaskEntry) => boolean;
  readonly score: string;
  /** Scores below count as this. */
  readonly floor?: number;
}

/** R² of what is held out has no lower bound, and one that is far off would decide a mean. */
export const floor = -1;

/** The mean over a column's entries, seed by seed. */
export function columnEstimate(
  result: TaskResult,
  encoder: EncoderName,
  column: Column,
): Estimate | undefined {
  const values = [...bySeed(result, encoder, column).values()];
  return values.length > 0 ? estimate(values) : undefined;
}

/** By how much one encoder is above another, seed by seed. */
export function columnDifference(
  result: TaskResult,
  a: EncoderName,
  b: EncoderName,
  column: Column,
): Estimate | undefined {
  const [ofA, ofB] = [bySeed(result, a, column), bySeed(result, b, column)];
  const values = [...ofA].flatMap(([seed, value]) => (ofB.has(seed) ? [value - ofB.get(seed)!] : []));
  return values.length > 0 ? estimate(values) : undefined;
}

/** The mean over a column's entries for each seed that has a score of every one; scores that no encoder has are left out. */
function bySeed(
  { entries }: TaskResult,
  encoder: EncoderName,
  { holds, score, floor: least = Number.NEGATIVE_INFINITY }: Column,
): Map<number, number> {
  const shown = entries.filter(
    (entry) => holds(entry) && entry.scores[score]?.some((value) => value !== null),
  );
  const things = new Set(shown.map(thingOf));
  const found = new Map<number, number[]>();
  for (const entry of shown) {
    if (entry.encoder !== encoder) continue;
    entry.scores[score]!.forEach((value, i) => {
      if (value === null) return;
      const seed = entry.seeds[i]!;
      found.set(seed, [...(found.get(seed) ?? []), Math.max(value, least)]);
    });
  }
  return new Map(
    [...found]
      .filter(([, values]) => values.length === things.size)
      .map(([seed, values]) => [seed, values.reduce((sum, value) => sum + value, 0) / values.length]),
  );
}

/** What an entry is about, whatever the encoder. */
const thingOf = ({ part, label, samples }: TaskEntry): string => JSON.stringify([part, label, samples]);

/** Half of the 95 % confidence interval; none of fewer than three seeds, of which it would say next to nothing. */
export function shownHalfWidth(value: Estimate): number | undefined {
  return value.values.length < 3 ? undefined : halfWidth95(value);
}
