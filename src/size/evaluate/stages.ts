import { type Analysis, analysesOf, type Testbench } from "../../simulate/index.js";

const isDear = ({ kind }: Analysis) => kind === "tran";

/** A testbench's transients and the rest as testbenches of their own; one of them where the other would be empty. */
export function splitByCost(testbench: Testbench): { cheap?: Testbench; dear?: Testbench } {
  const cheap = partOf(testbench, (analysis) => !isDear(analysis));
  const dear = partOf(testbench, isDear);
  return { ...(cheap && { cheap }), ...(dear && { dear }) };
}

/** The testbench with these analyses alone, and the measures that read no others. */
function partOf(testbench: Testbench, keep: (analysis: Analysis) => boolean): Testbench | undefined {
  const decks = Object.entries(testbench.decks).flatMap(([name, deck]) => {
    const analyses = Object.entries(deck.analyses).filter(([, analysis]) => keep(analysis));
    return analyses.length === 0
      ? []
      : [[name, { ...deck, analyses: Object.fromEntries(analyses) }] as const];
  });
  if (decks.length === 0) return undefined;
  const own = new Set(decks.flatMap(([, { analyses }]) => Object.keys(analyses)));
  const measures = Object.entries(testbench.measures).filter(([, spec]) =>
    analysesOf(spec).every(([, analysis]) => own.has(analysis)),
  );
  return { ...testbench, decks: Object.fromEntries(decks), measures: Object.fromEntries(measures) };
}

/** Only the measures of these names, and the analyses that they read or `always` says; undefined where nothing is left. */
export function onlyMeasures(
  testbench: Testbench,
  names: ReadonlySet<string>,
  always: (analysis: Analysis) => boolean,
): Testbench | undefined {
  const measures = Object.entries(testbench.measures).filter(([name]) => names.has(name));
  const read = new Set(measures.flatMap(([, spec]) => analysesOf(spec).map(([, analysis]) => analysis)));
  const decks = Object.entries(testbench.decks).flatMap(([name, deck]) => {
    const analyses = Object.entries(deck.analyses).filter(
      ([id, analysis]) => read.has(id) || always(analysis),
    );
    return analyses.length === 0
      ? []
      : [[name, { ...deck, analyses: Object.fromEntries(analyses) }] as const];
  });
  if (decks.length === 0) return undefined;
  return { ...testbench, decks: Object.fromEntries(decks), measures: Object.fromEntries(measures) };
}
