import { z } from "zod";
import { polarities } from "../measures/frequency.js";
import { positive, quantity } from "./quantity.js";
import { signalSchema } from "./signal.js";

const analysis = z.string().describe("name of an analysis of this testbench");
const of = signalSchema.describe("v(net), v(net, other) or i(source)");
const edge = z.enum(["rising", "falling", "either"]).optional();
const polarity = z.enum(polarities).optional().describe("sign of the gain that it should have");
const sources = z
  .array(z.string().transform((text) => text.toLowerCase()))
  .min(1)
  .describe("voltage sources");
const better = z
  .enum(["higher", "lower", "nearer-zero"])
  .optional()
  .describe("which of two corners is the worse (default: by kind)");

const kind = <Name extends string, Shape extends z.ZodRawShape>(measure: Name, shape: Shape) =>
  z.strictObject({ measure: z.literal(measure), better, ...shape });
const response = <Name extends string>(measure: Name) => kind(measure, { analysis, of });
const margin = <Name extends string>(measure: Name) => kind(measure, { analysis, of, polarity });
const step = <Name extends string>(measure: Name) => kind(measure, { analysis, of, ...stepShape });
const swing = <Name extends string>(measure: Name) => kind(measure, { analysis, of, ...swingShape });

const stepShape = {
  start: quantity.optional().describe("seconds; when the input steps"),
  end: quantity.optional().describe("seconds; where the answer ends"),
  input: signalSchema.optional().describe("what the output should follow, one to one"),
};
const swingShape = {
  centre: quantity.optional().describe("input, volts"),
  slopePart: positive.optional(),
  leastSlope: positive.optional(),
};

/** One measure of a testbench, by its `measure`. */
export const measureSchema = z.discriminatedUnion("measure", [
  response("value"),
  response("dc-gain"),
  response("dc-transfer"),
  kind("gain", { analysis, of, frequency: positive }),
  response("bandwidth"),
  response("unity-gain-frequency"),
  margin("phase-margin"),
  margin("gain-margin"),
  kind("rejection-ratio", {
    wanted: analysis.describe("ac analysis with the wanted stimulus"),
    unwanted: analysis.describe("ac analysis with the unwanted stimulus"),
    of,
    frequency: positive.default(1),
    leastGain: z.number().min(0).optional().describe("gain (V/V) below which the amplifier does not work"),
  }),
  kind("output-resistance", { analysis, of, stimulus: quantity.default(1).describe("amperes into the net") }),
  kind("offset", {
    analysis,
    of: of.describe("output of a follower"),
    input: signalSchema,
    closedLoop: analysis.optional().describe("ac analysis of the follower with 1 V at its input"),
  }),
  kind("settling-time", {
    analysis,
    of,
    ...stepShape,
    tolerance: positive.optional(),
    target: z
      .enum(["final", "input"])
      .default("final")
      .describe("its own final value, or what the input asks"),
  }),
  step("slew-rate"),
  step("overshoot"),
  step("transition-time"),
  kind("delay", {
    analysis,
    of,
    from: signalSchema,
    level: quantity.optional(),
    ofLevel: quantity.optional(),
    fromEdge: edge,
    ofEdge: edge,
    after: quantity.optional(),
  }),
  swing("output-swing"),
  swing("output-low"),
  swing("output-high"),
  kind("sample", { analysis, of, at: quantity.describe("seconds, or the value of a sweep") }),
  kind("peak-to-peak", { analysis, of, from: quantity.optional(), to: quantity.optional() }),
  kind("frequency", {
    analysis,
    of,
    after: quantity.optional().describe("seconds; earlier periods do not count"),
    level: quantity.optional(),
  }),
  kind("supply-current", { analysis, sources }),
  kind("power", { analysis, sources }),
  kind("integrated-noise", {
    analysis,
    referred: z.enum(["output", "input"]).default("output"),
    from: positive.optional(),
    to: positive.optional(),
  }),
]);

/** A measure with its arguments, checked. */
export type MeasureSpec = z.infer<typeof measureSchema>;
/** The measures that a testbench can ask for. */
export type MeasureKind = MeasureSpec["measure"];
