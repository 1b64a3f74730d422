import { z } from "zod";
import { quantity as spiceQuantity } from "../../simulate/index.js";

/** `10MHz`, not `10meg`: a thousandth to SPICE, a million to everyone else. */
const ambiguousMega = /^\s*[+-]?[\d.]+(?:e[+-]?\d+)?\s*M(?=[A-Za-zΩ])(?!eg|il)/;

/** A number of a problem file, or one as SPICE writes it: `90n`, `10meg`; `10MHz`, which SPICE reads as a hundredth of a hertz, is refused. */
export const quantity = z
  .union([z.number(), z.string()])
  .superRefine((value, context) => {
    if (typeof value !== "string" || !ambiguousMega.test(value)) return;
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(value)} is in SPICE a thousandth, not a million`,
      params: { hint: "write meg for a million, a small m for a thousandth" },
    });
  })
  .pipe(spiceQuantity);

/** A quantity above zero. */
export const positive = quantity.refine((value) => value > 0, "must be above zero");
