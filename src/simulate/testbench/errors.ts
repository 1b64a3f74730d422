import { KirchhoffError, nearestWord } from "../../core/index.js";
import { type Diagnostic, formatDiagnostic } from "../../netlist/index.js";

/** SIMULATION_TESTBENCH: a testbench names what its circuit does not have. */
export function unknownName(
  place: string,
  what: string,
  found: string,
  known: readonly string[],
): KirchhoffError {
  const guess = nearestWord(found, known);
  return new KirchhoffError("SIMULATION_TESTBENCH", `${place}: the circuit has no ${what} of this name`, {
    found,
    expected: `one of ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}`,
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  });
}

/** SIMULATION_TESTBENCH where cards of a testbench, or its netlist, have errors. */
export function throwOnErrors(place: string, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const more = errors.length > 5 ? `\n… and ${errors.length - 5} more` : "";
  throw new KirchhoffError("SIMULATION_TESTBENCH", `${place} cannot be read`, {
    found: `${errors.slice(0, 5).map(formatDiagnostic).join("\n")}${more}`,
  });
}

/** SIMULATION_TESTBENCH: cards of a testbench ask for what would not be done. */
export function idleCard(place: string, found: string): KirchhoffError {
  return new KirchhoffError("SIMULATION_TESTBENCH", `${place}: devices hold a card that has no effect here`, {
    found,
    expected: "devices, models, parameters and options",
    hint: "say what to simulate under analyses and what to measure under measures",
  });
}

/** SIMULATION_TESTBENCH: a testbench adds a device under a name that the circuit has already. */
export function takenName(place: string, found: string): KirchhoffError {
  return new KirchhoffError(
    "SIMULATION_TESTBENCH",
    `${place}: the circuit has a device of this name already`,
    {
      found,
      hint: "give the testbench's device another name, or list this one under remove",
    },
  );
}

/** SIMULATION_TESTBENCH: a parametric circuit lacks a value. */
export function missingValue(circuit: string, parameter: string, known: readonly string[]): KirchhoffError {
  return new KirchhoffError(
    "SIMULATION_TESTBENCH",
    `${circuit} has no value for its parameter ${parameter}`,
    {
      expected: `a value for each of ${known.join(", ")}`,
    },
  );
}

/** SIMULATION_TESTBENCH: a library has no model of a parametric circuit. */
export function foreignLibrary(card: string, models: readonly string[]): KirchhoffError {
  return new KirchhoffError("SIMULATION_TESTBENCH", "the model library has none of the circuit's models", {
    found: card,
    expected: `models of the names ${models.join(", ")}`,
  });
}
