import { z } from "zod";
import { type Locate, loadLocated, nearestWord, validateConfig } from "../../core/index.js";
import type { Analysis } from "../analysis.js";
import { analysisSchema } from "./analysis-schema.js";
import { type MeasureSpec, measureSchema } from "./measure-schema.js";
import { quantity } from "./quantity.js";

const lower = z.string().transform((text) => text.toLowerCase());
const library = z.strictObject({
  file: z.string().describe("model cards, or a library of sections"),
  section: z.string().optional(),
});
const values = z.record(lower, quantity);

const cornerSchema = z.strictObject({
  name: z.string().min(1),
  process: z.string().optional().describe("section that takes the place of every other in .lib cards"),
  library: library.optional().describe("model cards that take the place of the testbench's"),
  temperature: quantity.optional().describe("degrees Celsius"),
  supply: quantity.optional().describe("factor on the DC values of the supplies"),
  parameters: values.default({}).describe(".param values, or those of a parametric circuit"),
});

const circuitSchema = z.union([
  z.strictObject({
    netlist: z.string().describe("file, against the testbench's folder"),
    subcircuit: lower
      .optional()
      .describe("take its definitions alone; a deck's devices instantiate this one"),
  }),
  z.strictObject({ parametric: z.string(), values: values.default({}) }),
]);

const deckSchema = z.strictObject({
  devices: z.string().default("").describe("SPICE cards: sources, loads, feedback"),
  remove: z.array(lower).default([]).describe("devices of the circuit that this deck leaves out"),
  rewire: z.record(lower, z.record(lower, lower)).default({}).describe("device: {terminal: net}"),
  analyses: z.record(z.string(), analysisSchema),
});

/** What of a testbench {@link checkNames} looks at. */
interface Named {
  readonly decks: Readonly<
    Record<string, { readonly analyses: Readonly<Record<string, { readonly kind: Analysis["kind"] }>> }>
  >;
  readonly measures: Testbench["measures"];
}

/** A refinement: analyses have names of their own, and measures name analyses of a kind that they can read. */
function checkNames({ decks, measures }: Named, context: z.RefinementCtx): void {
  const owner = new Map<string, { readonly kind: Analysis["kind"] }>();
  for (const [deck, { analyses }] of Object.entries(decks)) {
    for (const [name, analysis] of Object.entries(analyses)) {
      const path = ["decks", deck, "analyses", name];
      if (owner.has(name))
        context.addIssue({ code: "custom", path, message: "another analysis has this name" });
      owner.set(name, analysis);
    }
  }
  for (const [name, measure] of Object.entries(measures)) {
    for (const [argument, wanted, kinds] of analysesOf(measure)) {
      const found = owner.get(wanted);
      if (found && kinds.includes(found.kind)) continue;
      const guess = found ? undefined : nearestWord(wanted, owner.keys());
      context.addIssue({
        code: "custom",
        path: ["measures", name, argument],
        message: found ? `${wanted} is of kind ${found.kind}` : `no analysis is named ${wanted}`,
        params: {
          expected: found
            ? `an analysis of kind ${kinds.join(" or ")}`
            : `one of ${[...owner.keys()].join(", ")}`,
          ...(guess !== undefined && { guess }),
        },
      });
    }
  }
}

const schema = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().default(""),
    circuit: circuitSchema.optional().describe("what is tested, where the caller does not say"),
    library: library.optional().describe("model cards that every deck includes"),
    supplies: z.array(lower).default([]).describe("voltage sources that a corner's supply scales"),
    decks: z.record(z.string(), deckSchema).refine((decks) => Object.keys(decks).length > 0, "needs a deck"),
    measures: z.record(z.string(), measureSchema).default({}),
    corners: z.array(cornerSchema).default([]),
  })
  .superRefine(checkNames);

/** A testbench file. */
export const testbenchSchema = schema as unknown as z.ZodType<Testbench>;

/** A testbench as a program writes it: defaults left out, numbers or SPICE numbers. */
export type TestbenchInput = z.input<typeof schema>;

/** One way to connect and excite the circuit under test: a deck, loaded once, and its analyses by name. */
export interface TestbenchDeck {
  readonly devices: string;
  readonly remove: readonly string[];
  readonly rewire: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly analyses: Readonly<Record<string, Analysis>>;
}

/** A file of model cards, or one section of a library. */
export interface ModelLibrary {
  readonly file: string;
  readonly section?: string;
}

/** Process, temperature and supply under which a circuit is measured. */
export interface Corner {
  readonly name: string;
  readonly process?: string;
  readonly library?: ModelLibrary;
  /** Degrees Celsius. */
  readonly temperature?: number;
  /** Factor on the DC values of the testbench's supplies. */
  readonly supply?: number;
  readonly parameters: Readonly<Record<string, number>>;
}

/** What is tested: a netlist file, all of it or one of its subcircuits; or a parametric circuit by name. */
export type CircuitUnderTest =
  | { readonly netlist: string; readonly subcircuit?: string }
  | { readonly parametric: string; readonly values: Readonly<Record<string, number>> };

/** What to connect to a circuit, what to compute and what to measure; analyses have names of their own over all decks. */
export interface Testbench {
  readonly name: string;
  readonly description: string;
  readonly circuit?: CircuitUnderTest;
  readonly library?: ModelLibrary;
  readonly supplies: readonly string[];
  readonly decks: Readonly<Record<string, TestbenchDeck>>;
  readonly measures: Readonly<Record<string, MeasureSpec>>;
  readonly corners: readonly Corner[];
  /** Where its parts stand in the file that it was read from. */
  readonly locate?: Locate;
}

/** Reads a testbench file (YAML). Throws CONFIG_SYNTAX, CONFIG_INVALID. */
export function loadTestbench(text: string, file: string): Testbench {
  const { value, locate } = loadLocated(testbenchSchema, text, file);
  return { ...value, locate };
}

/** The same from a plain object, as a program writes it. Throws CONFIG_INVALID. */
export function defineTestbench(testbench: TestbenchInput): Testbench {
  return validateConfig(testbenchSchema, testbench, "testbench");
}

type Kinds = readonly Analysis["kind"][];
const transient: Kinds = ["tran"];

/** The analyses that a measure reads, with the argument that names each and the kinds that it may be of. */
export function analysesOf(measure: MeasureSpec): [argument: string, analysis: string, kinds: Kinds][] {
  switch (measure.measure) {
    case "value":
    case "supply-current":
    case "power":
      return [["analysis", measure.analysis, ["op"]]];
    case "rejection-ratio":
      return [
        ["wanted", measure.wanted, ["ac"]],
        ["unwanted", measure.unwanted, ["ac"]],
      ];
    case "offset": {
      const own: [string, string, Kinds] = ["analysis", measure.analysis, ["op"]];
      return measure.closedLoop === undefined ? [own] : [own, ["closedLoop", measure.closedLoop, ["ac"]]];
    }
    case "settling-time":
    case "slew-rate":
    case "overshoot":
    case "transition-time":
    case "delay":
    case "frequency":
      return [["analysis", measure.analysis, transient]];
    case "sample":
    case "peak-to-peak":
      return [["analysis", measure.analysis, ["tran", "dc"]]];
    case "output-swing":
    case "output-low":
    case "output-high":
      return [["analysis", measure.analysis, ["dc"]]];
    case "integrated-noise":
      return [["analysis", measure.analysis, ["noise"]]];
    default:
      return [["analysis", measure.analysis, ["ac"]]];
  }
}
