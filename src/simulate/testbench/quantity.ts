import { z } from "zod";
import { parseSpiceNumber } from "../../netlist/index.js";

/** A number, or one as SPICE writes it: `10p`, `1meg`, `2.5G`. */
export const quantity = z.union([z.number(), z.string()]).transform((value, context): number => {
  const number = typeof value === "number" ? value : parseSpiceNumber(value);
  if (number !== undefined && Number.isFinite(number)) return number;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(value)} is no number`,
    params: { expected: "a number, with a SPICE suffix or without: 0.5, 10p, 1meg" },
  });
  return z.NEVER;
});

/** A quantity above zero. */
export const positive = quantity.refine((value) => value > 0, "must be above zero");
