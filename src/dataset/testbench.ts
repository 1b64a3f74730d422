import {
  analysesOf,
  atAnyGain,
  defineTestbench,
  delayLineTestbench,
  diceOpAmpTestbench,
  followerOpAmpTestbench,
  loadTestbench,
  type MeasureKind,
  opAmpLoopTestbench,
  opAmpTestbench,
  type Testbench,
  type TestbenchDeck,
} from "../simulate/index.js";
import type { Recipe } from "./recipe.js";

/** The testbenches that recipes know by name. */
const named = {
  "op-amp": opAmpTestbench,
  "op-amp-loop": opAmpLoopTestbench,
  "delay-line": delayLineTestbench,
  "dice-op-amp": diceOpAmpTestbench,
  "follower-op-amp": followerOpAmpTestbench,
} as const;
type TestbenchName = keyof typeof named;

/** A testbench by name, or the text of a testbench file. */
export type RecipeTestbench = TestbenchName | { readonly file: string; readonly text: string };

/** Whether a recipe may name this testbench. */
export function isTestbenchName(name: unknown): name is TestbenchName {
  return typeof name === "string" && Object.hasOwn(named, name);
}

/** The testbench that a recipe names or holds. Throws CONFIG_SYNTAX and CONFIG_INVALID. */
export function testbenchOf(testbench: RecipeTestbench): Testbench {
  return isTestbenchName(testbench)
    ? atAnyGain(named[testbench]())
    : loadTestbench(testbench.text, testbench.file);
}

/** What each measure of a recipe is, by its name. */
export function measureKinds({ testbench, measures }: Recipe): Readonly<Record<string, MeasureKind>> {
  if (!testbench) return {};
  const specs = testbenchOf(testbench).measures;
  return Object.fromEntries(measures.map((name) => [name, specs[name]!.measure]));
}

/** A testbench one of whose decks is the circuit itself, with an operating point. */
export interface RowTestbench {
  readonly testbench: Testbench;
  /** Name of that deck, and of its operating point. */
  readonly deck: string;
  readonly analysis: string;
}

/** A deck that adds nothing to the circuit. */
const plainDeck = { devices: "", remove: [], rewire: {} } as const;

/**
 * What is simulated for each row: the recipe's measures and no analysis that they do not need, and the operating point of the circuit
 * itself; undefined where its voltages are all that is asked for.
 */
export function rowTestbench({ testbench, measures, devices }: Recipe): RowTestbench | undefined {
  if (measures.length === 0 && !devices) return undefined;
  const whole = measures.length > 0 && testbench ? testbenchOf(testbench) : withoutMeasures;
  const wanted = Object.fromEntries(measures.map((name) => [name, whole.measures[name]!]));
  const needed = new Set(Object.values(wanted).flatMap((spec) => analysesOf(spec).map(([, name]) => name)));
  const decks = Object.entries(whole.decks).map(
    ([name, deck]) => [name, withAnalyses(deck, needed)] as const,
  );
  const [deck, own] = decks.find(([, each]) => isPlain(each)) ?? ["circuit", { ...plainDeck, analyses: {} }];
  const analysis =
    Object.entries(own.analyses).find(([, { kind }]) => kind === "op")?.[0] ?? "operating point";
  const point = { [analysis]: { kind: "op", devices } } as const;
  const first: TestbenchDeck = { ...own, analyses: { ...point, ...others(own.analyses, analysis) } };
  const rest = decks.filter(([name, { analyses }]) => name !== deck && Object.keys(analyses).length > 0);
  return {
    testbench: { ...whole, measures: wanted, decks: Object.fromEntries([[deck, first], ...rest]) },
    deck,
    analysis,
  };
}

const withoutMeasures = defineTestbench({ name: "operating point", decks: { circuit: { analyses: {} } } });

function isPlain({ devices, remove, rewire }: TestbenchDeck): boolean {
  return devices.trim() === "" && remove.length === 0 && Object.keys(rewire).length === 0;
}

function withAnalyses(deck: TestbenchDeck, needed: ReadonlySet<string>): TestbenchDeck {
  const analyses = Object.entries(deck.analyses).filter(([name]) => needed.has(name));
  return { ...deck, analyses: Object.fromEntries(analyses) };
}

function others(analyses: TestbenchDeck["analyses"], name: string): TestbenchDeck["analyses"] {
  return Object.fromEntries(Object.entries(analyses).filter(([each]) => each !== name));
}
