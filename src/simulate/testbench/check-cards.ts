import type { Locate, SourceLocation } from "../../core/index.js";
import type { Elaboration } from "../../netlist/index.js";
import { idleCard, throwOnErrors } from "./errors.js";

/**
 * Throws SIMULATION_TESTBENCH where what was read has errors, or where cards of a testbench would have no effect. `own` is where in
 * the testbench something stands, or undefined for what is not of the testbench.
 */
export function checkCards(
  { diagnostics, directives }: Pick<Elaboration, "diagnostics" | "directives">,
  place: string,
  own: (location: SourceLocation) => SourceLocation | undefined,
): void {
  throwOnErrors(
    place,
    diagnostics.map((diagnostic) => {
      const here = own(diagnostic.location);
      if (!here) return diagnostic;
      const isIdle = diagnostic.code === "NETLIST_UNKNOWN_PARAMETER";
      return { ...diagnostic, location: here, ...(isIdle && { severity: "error" as const }) };
    }),
  );
  for (const { keyword, location } of directives) {
    const here = own(location);
    if (here) throw idleCard(place, keyword).at(here);
  }
}

/** Where a place in the cards of a deck stands in the testbench's file; without one, beside the deck's name. */
export function inDevices(
  { line, column }: Pick<SourceLocation, "line" | "column">,
  place: string,
  locate: Locate | undefined,
): SourceLocation {
  return locate?.(["devices"], { line, column }) ?? { file: `${place}, devices`, line, column };
}
