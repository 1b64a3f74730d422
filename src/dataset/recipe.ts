import { z } from "zod";
import { type ParametricCircuit, parametricCircuit, parametricCircuitNames } from "../circuit/index.js";
import { KirchhoffError, loadConfig, nearestWord } from "../core/index.js";
import type { FileProvider } from "../netlist/index.js";
import { type Distribution, distributionSchema } from "./distribution.js";
import { axesOf, placesOf, pointCount } from "./grid.js";
import type { NetlistCircuit } from "./netlist-circuit.js";
import { resolveFiles } from "./recipe-files.js";
import { type RecipeTestbench, testbenchOf } from "./testbench.js";

/** The splits that a dataset may have, in the order of their rows. */
export const splitNames = ["train", "valid", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** What a row is labelled with. */
export const labelKinds = ["operating-point", "output-resistance"] as const;
export type LabelKind = (typeof labelKinds)[number];

/** What computes the labels: ngspice (native, embedded, or the better one present), or an exact linear solve. */
export const simulatorChoices = ["auto", "native", "embedded", "exact"] as const;
export type SimulatorChoice = (typeof simulatorChoices)[number];

const parameterUnits = ["ohm", "farad", "henry", "volt", "ampere", "metre", "one"] as const;
const count = z.int().nonnegative();

/** Reads files that a recipe names, for {@link loadRecipe}. */
export interface RecipeFiles {
  /** The text of a file by its path as the recipe states it. Throws where there is none. */
  text(path: string): string;
  /** Where a netlist's includes are looked for, by the netlist's path as the recipe states it. */
  includes(netlist: string): FileProvider;
}

const netlistSchema = z.strictObject({
  netlist: z.string().describe("a netlist file, against the recipe's folder"),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, '_' and '-'")
    .optional()
    .describe("default: the file's name"),
  parameters: z
    .record(z.string(), distributionSchema)
    .refine((parameters) => Object.keys(parameters).length > 0, "something must vary")
    .describe("what varies, a .param name or device.parameter, and how it is drawn"),
  outputs: z.array(z.string()).min(1).optional().describe("nets to label; all but ground if absent"),
});

const storedNetlist = z.strictObject({
  file: z.string(),
  text: z.string(),
  files: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), distributionSchema),
  outputs: z.array(z.string()).optional(),
});

/** What a dataset is made from, as a recipe states it; `files` reads the netlists and testbenches that it names. */
const schemaWith = (files?: RecipeFiles) =>
  z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._-]*$/, "lower-case letters, digits, '.', '_' and '-'")
        .describe("name of the dataset"),
      description: z.string().default("").describe("one sentence for the data card"),
      circuits: z
        .array(z.union([z.string(), netlistSchema]))
        .min(1)
        .describe(
          "parametric circuits, or netlists of your own, that the rows take in turn; one listed twice comes twice as often",
        ),
      netlists: z.record(z.string(), storedNetlist).default({}).describe("filled in by Kirchhoff"),
      label: z.enum(labelKinds).default("operating-point").describe("what a row is labelled with"),
      testbench: z
        .union([z.string(), z.strictObject({ file: z.string(), text: z.string() })])
        .optional()
        .describe(
          "what measures the circuits: op-amp or op-amp-loop (for opamp, opamp-biased), delay-line, dice-op-amp, follower-op-amp, or a file",
        ),
      measures: z
        .array(z.string())
        .default([])
        .describe("measures of the testbench that each row has, beside its label"),
      devices: z
        .boolean()
        .default(false)
        .describe("whether rows hold the operating point of every transistor and diode"),
      sampling: z
        .strictObject({
          default: distributionSchema.default({ kind: "uniform", low: 0, high: 1 }),
          units: z
            .partialRecord(z.enum(parameterUnits), distributionSchema)
            .default({})
            .describe("by the parameter's unit"),
          parameters: z
            .record(z.string(), distributionSchema)
            .default({})
            .describe("by the parameter's name, or the start of it and '*' (rh*); goes before its unit"),
        })
        .prefault({})
        .describe("how values are drawn, in SI units"),
      grid: z
        .boolean()
        .optional()
        .describe("rows are different points of the product of each circuit's choices, in a drawn order"),
      splits: z
        .strictObject({ train: count.default(0), valid: count.default(0), test: count.default(0) })
        .refine(({ train, valid, test }) => train + valid + test > 0, "a dataset needs at least one row")
        .describe("rows of each split"),
      seed: z.int().nonnegative().default(1).describe("the same seed gives the same rows"),
      simulator: z.enum(simulatorChoices).default("auto").describe("what computes the labels"),
      rowsPerShard: z.int().min(1).max(100_000).default(1000).describe("rows of one Parquet file"),
    })
    .transform((stated, context) => resolveFiles(stated, files, context))
    .superRefine((recipe, context) => {
      const circuits = recipe.circuits.map((name, i) => {
        const problem = circuitProblem(name);
        if (problem) context.addIssue({ code: "custom", path: ["circuits", i], ...problem });
        return problem ? undefined : parametricCircuit(name);
      });
      if (circuits.some((circuit) => circuit === undefined)) return;
      recipe.measures.forEach((measure, i) => {
        const problem = measureProblem(measure, recipe.testbench);
        if (problem) context.addIssue({ code: "custom", path: ["measures", i], ...problem });
      });
      for (const circuit of circuits) {
        const problem = copyProblem(recipe, circuit!);
        if (problem) context.addIssue({ code: "custom", path: ["sampling"], ...problem });
      }
      if (recipe.grid) {
        for (const problem of gridProblems(recipe)) context.addIssue({ code: "custom", ...problem });
      }
      const names = new Set(circuits.flatMap((circuit) => circuit!.parameters.map((each) => each.name)));
      for (const key of Object.keys(recipe.sampling.parameters)) {
        if ([...names].some((name) => matches(key, name))) continue;
        const guess = nearestWord(key, names);
        context.addIssue({
          code: "custom",
          path: ["sampling", "parameters", key],
          message: `no circuit of this recipe has a parameter "${key}"`,
          params: { expected: `one of ${[...names].join(", ")}`, ...(guess && { guess }) },
        });
      }
    });

/** What a dataset is made from, as a manifest holds it: the files that it needs are within. */
export const recipeSchema: z.ZodType<Recipe> = schemaWith();

/** A checked recipe with every default filled in. */
export interface Recipe {
  readonly name: string;
  readonly description: string;
  /** Names that `parametricCircuit` knows once the recipe is read. */
  readonly circuits: readonly string[];
  /** The user's own circuits among them, by their names. */
  readonly netlists: Readonly<Record<string, NetlistCircuit>>;
  readonly label: LabelKind;
  readonly testbench?: RecipeTestbench | undefined;
  /** Names of measures of the testbench. */
  readonly measures: readonly string[];
  readonly devices: boolean;
  readonly sampling: {
    readonly default: Distribution;
    readonly units: Readonly<Partial<Record<(typeof parameterUnits)[number], Distribution>>>;
    readonly parameters: Readonly<Record<string, Distribution>>;
  };
  /** Whether rows are points of a grid: of the product of each circuit's choices, eight tenths for training and one for each other split. */
  readonly grid?: boolean | undefined;
  readonly splits: Readonly<Record<SplitName, number>>;
  readonly seed: number;
  readonly simulator: SimulatorChoice;
  readonly rowsPerShard: number;
}

/**
 * The recipe in a YAML text; `file` names it in errors, `files` reads the netlists and the testbench that it names. Throws
 * CONFIG_SYNTAX, CONFIG_INVALID and DATASET_NETLIST.
 */
export function loadRecipe(text: string, file: string, files?: RecipeFiles): Recipe {
  return loadConfig(schemaWith(files), text, file);
}

/** The recipe without what takes more than an operating point: neither measures nor the operating points of devices. */
export function voltagesOnly(recipe: Recipe): Recipe {
  const { testbench: _, ...rest } = recipe;
  return { ...rest, measures: [], devices: false };
}

/** Rows of all splits together. */
export function rowCount({ splits }: Pick<Recipe, "splits">): number {
  return splitNames.reduce((sum, split) => sum + splits[split], 0);
}

/** The distribution of each parameter of a circuit: of a netlist its own; else by name, then by start of the name, by unit, by default. */
export function distributionsOf(
  { sampling, netlists }: Pick<Recipe, "sampling" | "netlists">,
  circuit: ParametricCircuit,
): Distribution[] {
  const own = netlists[circuit.name];
  if (own) return Object.values(own.parameters);
  const patterns = Object.keys(sampling.parameters).sort((a, b) => b.length - a.length);
  return circuit.parameters.map(({ name, unit }) => {
    const pattern = name in sampling.parameters ? name : patterns.find((each) => matches(each, name));
    if (pattern !== undefined) return sampling.parameters[pattern]!;
    return sampling.units[unit] ?? sampling.default;
  });
}

/** How many different rows the grid of each circuit of a recipe has for a split. */
export function gridRows(
  recipe: Pick<Recipe, "circuits" | "sampling" | "netlists">,
  split: SplitName,
): number[] {
  return recipe.circuits.map((name) => {
    const axes = axesOf(distributionsOf(recipe, parametricCircuit(name))) ?? [];
    const { start, end } = placesOf(split, pointCount(axes));
    return end - start;
  });
}

/**
 * The recipe with `count` rows in all, its splits in the same proportion; each split of at least one row keeps one.
 *
 * The rows of a split are the first rows of the full split. Throws DATASET_COUNT.
 */
export function withRowCount(recipe: Recipe, count: number): Recipe {
  const present = splitNames.filter((split) => recipe.splits[split] > 0);
  if (!Number.isInteger(count) || count < present.length) {
    throw new KirchhoffError("DATASET_COUNT", "too few rows for the splits of this recipe", {
      found: `${count}`,
      expected: `an integer from ${present.length} up: at least one row for each of ${present.join(", ")}`,
    });
  }
  const total = rowCount(recipe);
  const splits = { train: 0, valid: 0, test: 0 };
  let left = count;
  present.forEach((split, i) => {
    const later = present.length - 1 - i;
    const share = Math.round((count * recipe.splits[split]) / total);
    splits[split] = later === 0 ? left : Math.min(Math.max(share, 1), left - later);
    left -= splits[split];
  });
  return { ...recipe, splits: recipe.grid ? withinGrids(recipe, splits) : splits };
}

/** Splits of as many rows, none larger than what the grids have for it: by rounding they may be a row or two. Throws DATASET_COUNT. */
function withinGrids(recipe: Recipe, splits: Recipe["splits"]): Recipe["splits"] {
  const room = Object.fromEntries(
    splitNames.map((split) => [split, gridRows(recipe, split).reduce((sum, rows) => sum + rows, 0)]),
  ) as Record<SplitName, number>;
  const fitted = { ...splits };
  let homeless = 0;
  for (const split of splitNames) {
    const over = Math.max(0, fitted[split] - room[split]);
    fitted[split] -= over;
    homeless += over;
  }
  for (const split of splitNames) {
    const moved = Math.min(homeless, room[split] - fitted[split]);
    fitted[split] += moved;
    homeless -= moved;
  }
  if (homeless === 0) return fitted;
  throw new KirchhoffError("DATASET_COUNT", "the grids of this recipe have fewer points", {
    found: `${rowCount({ splits })} rows`,
    expected: `at most ${rowCount({ splits: room })}`,
  });
}

/** A measure is one of the recipe's testbench. */
function measureProblem(
  measure: string,
  testbench: RecipeTestbench | undefined,
): { message: string; params: { expected: string; guess?: string } } | undefined {
  if (!testbench) {
    const expected = "a testbench: op-amp, op-amp-loop, or a file";
    return { message: `nothing measures "${measure}"`, params: { expected } };
  }
  const known = Object.keys(testbenchOf(testbench).measures);
  if (known.includes(measure)) return undefined;
  const guess = nearestWord(measure, known);
  const params = { expected: `one of ${known.join(", ")}`, ...(guess && { guess }) };
  return { message: `the testbench has no measure "${measure}"`, params };
}

/** A grid needs values that end, and has no more rows than points. */
function gridProblems(
  recipe: Pick<Recipe, "circuits" | "sampling" | "netlists" | "splits">,
): { path: (string | number)[]; message: string; params: { expected: string } }[] {
  const endless = recipe.circuits.findIndex(
    (name) => axesOf(distributionsOf(recipe, parametricCircuit(name))) === undefined,
  );
  if (endless >= 0) {
    const expected = "choices, constants, and copies that always hold";
    return [
      { path: ["circuits", endless], message: "a grid cannot hold what is drawn", params: { expected } },
    ];
  }
  return splitNames.flatMap((split) => {
    const most = gridRows(recipe, split).reduce((sum, rows) => sum + rows, 0);
    if (recipe.splits[split] <= most) return [];
    const expected = `at most ${most} rows`;
    return [{ path: ["splits", split], message: "the grids have fewer points", params: { expected } }];
  });
}

/** A copy can only take a value that is drawn before it. */
function copyProblem(
  recipe: Pick<Recipe, "sampling" | "netlists">,
  circuit: ParametricCircuit,
): { message: string; params: { expected: string } } | undefined {
  const names = circuit.parameters.map(({ name }) => name);
  const wrong = distributionsOf(recipe, circuit).findIndex(
    (each, i) => each.kind === "copy" && !names.slice(0, i).includes(each.of),
  );
  if (wrong < 0) return undefined;
  return {
    message: `${names[wrong]} of ${circuit.name} is a copy of a parameter that does not stand before it`,
    params: { expected: wrong > 0 ? `one of ${names.slice(0, wrong).join(", ")}` : "a later parameter" },
  };
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function circuitProblem(
  name: string,
): { message: string; params: { expected: string; guess?: string } } | undefined {
  try {
    parametricCircuit(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof KirchhoffError)) throw error;
    const guess = nearestWord(name, [...parametricCircuitNames, "ladder-10"]);
    const expected = error.details.expected ?? parametricCircuitNames.join(", ");
    return { message: `there is no circuit "${name}"`, params: { expected, ...(guess && { guess }) } };
  }
}
