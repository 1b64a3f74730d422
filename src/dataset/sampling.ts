import type { ParametricCircuit } from "../circuit/index.js";
import type { Distribution } from "./distribution.js";
import type { Recipe } from "./recipe.js";

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

/** Whether a parameter is of this name, or begins with it where it ends with `*`. */
export function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
