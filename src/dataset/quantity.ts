import { z } from "zod";
import { parseSpiceNumber } from "../netlist/index.js";

/** A finite number of a recipe, or a SPICE number as text: `10u`, `0.1pF`, `1meg`. */
export const quantitySchema = z.union([
  z.number(),
  z.string().transform((text, context) => {
    const value = parseSpiceNumber(text);
    if (value !== undefined && Number.isFinite(value)) return value;
    const expected = "a number, or one with a SPICE suffix such as 10u, 0.1p, 1k, 1meg";
    context.addIssue({ code: "custom", message: "this is no number", params: { expected } });
    return z.NEVER;
  }),
]);
