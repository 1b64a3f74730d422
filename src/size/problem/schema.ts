import { z } from "zod";
import { mismatchSchema } from "./mismatch-schema.js";
import { positive, quantity } from "./quantity.js";

const count = z.int().min(1);
const unit = z.string().optional().describe("for tables, e.g. m, F, Ω");

/** Distance of neighbouring values of a range; undefined where it has a number of points instead. */
export function stepOf({ step, points, scale, integer }: RangeStep): number | undefined {
  return step ?? (integer && points === undefined && scale === "linear" ? 1 : undefined);
}

interface RangeStep {
  readonly step?: number | undefined;
  readonly points?: number | undefined;
  readonly scale: "linear" | "log";
  readonly integer: boolean;
}

const rangeSchema = z
  .strictObject({
    from: quantity,
    to: quantity,
    step: positive.optional().describe("grid: from, from + step, …, at most to"),
    points: z.int().min(2).max(100_000).optional().describe("values from end to end (default: 101)"),
    scale: z.enum(["linear", "log"]).default("linear"),
    integer: z.boolean().default(false).describe("whole numbers only, from and to too"),
    unit,
  })
  .superRefine((range, context) => {
    const { from, to, step, points, scale, integer } = range;
    const issue = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (!(from < to)) issue(["to"], "must be above from");
    if (scale === "log" && from <= 0) issue(["from"], "must be above zero on a logarithmic scale");
    if (step !== undefined && from < to && step > to - from) issue(["step"], "must not be beyond to - from");
    if (step !== undefined && points !== undefined) issue(["points"], "give step or points, not both");
    if (step !== undefined && scale === "log")
      issue(["step"], "a logarithmic scale takes points, not a step");
    for (const key of ["from", "to", "step"] as const) {
      if (integer && range[key] !== undefined && !Number.isInteger(range[key]))
        issue([key], "must be a whole number, as integer says");
    }
    if ((to - from) / (stepOf(range) ?? to - from) > 1e6)
      issue([step === undefined ? "to" : "step"], "makes more than a million values");
  });

const valuesSchema = z.strictObject({
  values: z
    .array(quantity)
    .min(2)
    .refine((values) => values.every((value, i) => i === 0 || value > values[i - 1]!), "must be ascending"),
  unit,
});

const variableSchema = z.union([rangeSchema, valuesSchema]);

const followerSchema = z.union([
  z.string().transform((of) => ({ of, ratio: 1 })),
  z.strictObject({ of: z.string(), ratio: positive.default(1) }),
]);

const specSchema = z
  .strictObject({
    measure: z.string().optional().describe("measure of the testbench (default: the spec's own name)"),
    atLeast: quantity.optional(),
    atMost: quantity.optional(),
    between: z.tuple([quantity, quantity]).optional(),
    read: z
      .enum(["value", "magnitude", "ratio"])
      .default("value")
      .describe("the measure as it is, without its sign, or a gain in dB as a ratio"),
    weight: positive.default(1),
    unit: z.string().optional().describe("for tables (default: that of the measure)"),
    missing: quantity
      .optional()
      .describe("value that counts where the measure does not exist (default: a penalty of 1)"),
    soft: z.boolean().default(false).describe("counts in the cost, but a design may miss it"),
  })
  .superRefine(({ atLeast, atMost, between }, context) => {
    const given = [atLeast, atMost, between].filter((bound) => bound !== undefined).length;
    if (given !== 1) {
      context.addIssue({ code: "custom", message: "needs one of atLeast, atMost and between" });
    }
    if (between && !(between[0] < between[1])) {
      context.addIssue({ code: "custom", path: ["between"], message: "the second must be above the first" });
    }
  });

const rulesSchema = z.strictObject({
  matched: z.boolean().default(true).describe("tie the sizes of matched pairs and the lengths of mirrors"),
  saturation: z
    .union([
      z.literal(false),
      z.strictObject({
        marginVolts: quantity.default(0).describe("least |Vds| - Vdsat"),
        weight: positive.default(0.1),
        except: z.array(z.string()).default([]).describe("transistors that need not be saturated"),
      }),
    ])
    .prefault({})
    .describe("a soft spec for each transistor whose operating point the testbench asks for"),
});

const stopSchema = z
  .union([
    z.literal("first-feasible").transform(() => ({ feasible: 1 })),
    z.literal("budget").transform(() => ({})),
    z.strictObject({ feasible: count.describe("designs that meet every spec") }),
  ])
  .transform((stop): { readonly feasible?: number } => stop);

const cornerList = z.union([z.literal("all"), z.array(z.string()).min(1)]);
const cornerMode = z
  .enum(["every", "robust"])
  .describe(
    "every: all corners of each design that may meet the specs; robust: a corner is simulated of every design once a good one has failed in it",
  );

const schema = z.strictObject({
  name: z.string().min(1),
  description: z.string().default(""),
  circuit: z.strictObject({
    netlist: z.string().describe("file, against the problem's folder"),
    subcircuit: z.string().optional().describe("take its definitions alone, and vary this one"),
  }),
  testbench: z
    .union([z.string().transform((file) => [file]), z.array(z.string()).min(1)])
    .describe("testbench files, against the problem's folder"),
  variables: z
    .record(z.string(), variableSchema)
    .refine((variables) => Object.keys(variables).length > 0, "needs a variable")
    .describe("what may change: a .param of the netlist, or device.parameter"),
  tied: z
    .record(z.string(), followerSchema)
    .default({})
    .describe("what follows a variable, with a ratio: M2.w: M1.w, or M5.w: { of: M3.w, ratio: 2 }"),
  fixed: z.record(z.string(), quantity).default({}).describe("values in place of the netlist's own"),
  specs: z
    .record(z.string(), specSchema)
    .refine((specs) => Object.values(specs).some(({ soft }) => !soft), "needs a spec that is not soft"),
  rules: rulesSchema.prefault({}),
  corners: z
    .union([cornerList, z.strictObject({ names: cornerList, mode: cornerMode.default("robust") })])
    .optional()
    .describe("corners of the testbench that specs hold in, the first one before the others (default: none)"),
  mismatch: mismatchSchema
    .prefault({})
    .describe("how far equal transistors differ, for the yield: Pelgrom's coefficients"),
  staged: z
    .boolean()
    .default(true)
    .describe(
      "simulate transients only where the other specs are met, and further corners only where all are",
    ),
  search: z.string().default("screened"),
  batch: count.max(1000).default(8).describe("designs that a search is asked for at once"),
  budget: count.default(500).describe("most designs to simulate"),
  stop: stopSchema.default({ feasible: 1 }),
  seed: z.int().min(0).default(0),
});

/** A sizing problem's file, its names not yet compared with netlist and testbenches. */
export const problemFileSchema = schema;

/** A problem file, checked, defaults filled in. */
export type ProblemFile = z.infer<typeof schema>;
/** One variable of the file. */
export type VariableFile = z.infer<typeof variableSchema>;
/** One spec of the file. */
export type SpecFile = z.infer<typeof specSchema>;
/** When a run has found enough: so many designs that meet every spec; without a number, at the end of the budget. */
export type StopRule = ProblemFile["stop"];

/** The JSON Schema of problem files as a person writes them, for editors. */
export function problemJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: "input" }), title: "Kirchhoff sizing problem" };
}
