import type { Analysis } from "./analysis.js";
import type { NumberWriter } from "./exact-numbers.js";

/** The deck of one topology as text with holes where device values go. */
export interface Deck {
  /** Text before the first hole, between holes, and after the last: `holes.length + 1` pieces; without title and `.end`. */
  readonly pieces: readonly string[];
  /** Which value goes into each hole. */
  readonly holes: readonly Hole[];
  /** Values of one run; some may have no hole. */
  readonly valueCount: number;
}

/** What a worker needs of all runs of one topology and one list of analyses. */
export interface DeckTemplate extends Deck {
  readonly id: number;
  readonly steps: readonly Step[];
  /** Whether a loaded deck, altered, gives the bits of a fresh one. */
  readonly altersExactly: boolean;
}

/** A hole: the value's place in a run's values, and the command that alters it in a loaded circuit, without the number. */
export interface Hole {
  readonly value: number;
  /** Absent where altering is not known to equal a fresh deck: a change of the value loads the deck anew. */
  readonly alter?: string;
}

/** One analysis as a worker runs it; every name is a printed one. */
export interface Step {
  readonly kind: Analysis["kind"];
  readonly command: string;
  /** Small signals to set before: a command without its number, and the number or its place in the run's values. */
  readonly settings: readonly Setting[];
  /** Commands that say what is to be kept; none where it is everything. */
  readonly saves: readonly string[];
  /** Commands that have it keep the operating point of the step before it too, where it can. */
  readonly pointSaves?: readonly string[];
  /** Nets and voltage sources whose vectors are read, and device parameters like `@m1[gm]`; in this order. */
  readonly nets: readonly string[];
  readonly sources: readonly string[];
  readonly details: readonly string[];
  /** Where the last point of a complete analysis lies; an operating point has none. */
  readonly end?: { readonly from: number; readonly to: number };
}

export interface Setting {
  readonly alter: string;
  readonly number?: number;
  readonly value?: number;
}

/** The cards of one run; without title and `.end`. */
export function renderCards({ pieces, holes }: Deck, values: Float64Array): string {
  let text = pieces[0]!;
  for (let i = 0; i < holes.length; i++) text += values[holes[i]!.value]! + pieces[i + 1]!;
  return text;
}

/** The commands that turn a loaded circuit of values `from` into one of values `to`; undefined where it must be loaded anew. */
export function alterCommands(
  { holes }: Deck,
  from: Float64Array,
  to: Float64Array,
  write: NumberWriter = String,
): string[] | undefined {
  const commands: string[] = [];
  for (const { value, alter } of holes) {
    if (Object.is(from[value], to[value])) continue;
    const number = alter === undefined ? undefined : write(to[value]!);
    if (number === undefined) return undefined;
    commands.push(`${alter}${number}`);
  }
  return commands;
}

/** The commands that set a step's small signals. */
export function settingCommands({ settings }: Step, values: Float64Array): string[] {
  return settings.map(({ alter, number, value }) => `${alter}${number ?? values[value!]!}`);
}
