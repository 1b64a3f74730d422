import { isDeepStrictEqual } from "node:util";
import { KirchhoffError } from "../../core/index.js";
import type { EncoderName } from "./definitions.js";
import type { TaskRecord } from "./record.js";

/** A seed of an encoder that does not have every fold, and counts in no table. */
export interface PartialSeed {
  readonly encoder: EncoderName;
  readonly seed: number;
  readonly missing: readonly string[];
}

/** The records of seeds that have every fold that is there for any encoder, and the seeds that do not. */
export function wholeSeeds(records: readonly TaskRecord[]): {
  readonly whole: readonly TaskRecord[];
  readonly partial: readonly PartialSeed[];
} {
  const folds = [...new Set(records.map(({ fold }) => fold))];
  const seeds = new Map<string, TaskRecord[]>();
  for (const record of records) {
    const key = `${record.encoder} ${record.seed}`;
    seeds.set(key, [...(seeds.get(key) ?? []), record]);
  }
  const groups = [...seeds.values()].map((own) => ({
    own,
    missing: folds.filter((fold) => own.every((record) => record.fold !== fold)),
  }));
  return {
    whole: groups.flatMap(({ own, missing }) => (missing.length === 0 ? own : [])),
    partial: groups.flatMap(({ own: [first], missing }) =>
      missing.length === 0 ? [] : [{ encoder: first!.encoder, seed: first!.seed, missing }],
    ),
  };
}

/**
 * Throws BENCH_RECORDS_DIFFER unless all records are of the same data, of the same settings as far as encoders share them, and for each
 * fold of the same encoder: folds may have encoders of their own, trained without what is held out.
 */
export function expectComparable(records: readonly TaskRecord[]): void {
  const known = new Map<string, { readonly value: unknown; readonly record: TaskRecord }>();
  for (const record of records) {
    const { encoder, ...shared } = record.settings;
    const facets = { data: record.data, ...shared, [`encoder ${record.encoder} of ${record.fold}`]: encoder };
    for (const [name, value] of Object.entries(facets)) {
      const first = known.get(name);
      if (!first) known.set(name, { value, record });
      else if (!isDeepStrictEqual(first.value, value)) {
        throw new KirchhoffError("BENCH_RECORDS_DIFFER", `records are not of one experiment: ${name}`, {
          found: `${cellText(record)}: ${JSON.stringify(value)}`,
          expected: `${cellText(first.record)}: ${JSON.stringify(first.value)}`,
          hint: "keep records of other data or settings in a folder of their own, with --out",
        });
      }
    }
  }
}

const cellText = ({ fold, encoder, seed }: TaskRecord): string => `${fold}/${encoder}/seed-${seed}`;
