import { z } from "zod";
import type { Excitation } from "../analysis.js";
import { positive, quantity } from "./quantity.js";

const name = z.string().transform((text) => text.toLowerCase());
const points = z.int().min(1);

/** Sources and their small signals: a magnitude, negative for one turned by 180 degrees, or magnitude and phase. */
const stimulus = z
  .record(
    name,
    z.union([
      quantity.transform((magnitude) => ({ magnitude, phaseDegrees: 0 })),
      z.strictObject({ magnitude: quantity, phaseDegrees: quantity.default(0) }),
    ]),
  )
  .transform((sources): Excitation[] =>
    Object.entries(sources).map(([source, { magnitude, phaseDegrees }]) =>
      magnitude < 0
        ? { source, magnitude: -magnitude, phaseDegrees: phaseDegrees + 180 }
        : { source, magnitude, phaseDegrees },
    ),
  );

const sweep = {
  variation: z
    .enum(["dec", "oct", "lin"])
    .default("dec")
    .describe("points per decade, per octave, or in all"),
  points: points.default(10),
  startHz: positive.default(1),
  stopHz: positive.default(10e9),
};

/** One analysis of a testbench, by its `kind`. */
export const analysisSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("op"),
    devices: z
      .union([z.boolean(), z.array(name)])
      .optional()
      .describe("details of transistors and diodes too"),
  }),
  z.strictObject({
    kind: z.literal("ac"),
    ...sweep,
    stimulus: stimulus.optional().describe("the small signals; all other sources are 0 then"),
  }),
  z.strictObject({
    kind: z.literal("dc"),
    source: name,
    start: quantity,
    stop: quantity,
    step: quantity,
  }),
  z.strictObject({
    kind: z.literal("tran"),
    stepSeconds: positive,
    stopSeconds: positive,
    startSeconds: quantity.optional(),
    maxStepSeconds: positive.optional(),
    useInitialConditions: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("noise"),
    output: name.describe("a net"),
    reference: name.optional(),
    source: name,
    ...sweep,
  }),
]);
