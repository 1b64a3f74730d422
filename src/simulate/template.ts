/** The deck of one topology as a worker needs it: text with holes where device values go. */
export interface DeckTemplate {
  readonly id: number;
  /** Text before the first hole, between holes, and after the last: `holes.length + 1` pieces; without title and `.end`. */
  readonly pieces: readonly string[];
  /** Which value goes into each hole. */
  readonly holes: readonly Hole[];
  /** Printed names of the nets whose voltages are read. */
  readonly nets: readonly string[];
  /** Printed names of the voltage sources whose currents are read. */
  readonly sources: readonly string[];
  /** Values of one run; some may have no hole. */
  readonly valueCount: number;
}

/** A hole: the value's place in a run's values, and the command that alters it in a loaded circuit, without the number. */
export interface Hole {
  readonly value: number;
  readonly alter: string;
}

/** The cards of one run; without title and `.end`. */
export function renderCards({ pieces, holes }: DeckTemplate, values: Float64Array): string {
  let text = pieces[0]!;
  for (let i = 0; i < holes.length; i++) text += values[holes[i]!.value]! + pieces[i + 1]!;
  return text;
}

/** The commands that turn a loaded circuit of values `from` into one of values `to`. */
export function alterCommands({ holes }: DeckTemplate, from: Float64Array, to: Float64Array): string[] {
  return holes
    .filter(({ value }) => !Object.is(from[value], to[value]))
    .map(({ value, alter }) => `${alter}${to[value]!}`);
}

/** How many numbers a good run of a template gives: its nets' voltages, then its sources' currents. */
export function widthOf({ nets, sources }: DeckTemplate): number {
  return nets.length + sources.length;
}
