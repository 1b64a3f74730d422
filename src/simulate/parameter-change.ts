import type { Circuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { writeValues } from "./deck.js";
import type { ParameterChange } from "./simulator.js";

/**
 * A function from changes to all values of the circuit under them, in the order of its topology.
 * The function throws SIMULATION_UNKNOWN_PARAMETER for what the circuit does not have, and for a value that is not finite.
 */
export function changedValues(circuit: Circuit): (changes: readonly ParameterChange[]) => Float64Array {
  const places = new Map<string, number>();
  for (const { name, parameters } of circuit.devices) {
    for (const key in parameters) places.set(`${name} ${key}`, places.size);
  }
  const base = new Float64Array(places.size);
  writeValues(circuit, base, 0);
  return (changes) => {
    const values = base.slice();
    for (const { device, parameter, value } of changes) {
      const place = places.get(`${device} ${parameter}`);
      if (place === undefined || !Number.isFinite(value)) {
        const known = circuit.devices.find(({ name }) => name === device);
        throw new KirchhoffError(
          "SIMULATION_UNKNOWN_PARAMETER",
          "a sweep changes what the circuit does not have",
          {
            found: `${device}.${parameter} = ${value}`,
            expected: known
              ? `a finite number for one of: ${Object.keys(known.parameters).join(", ")}`
              : "the name of a device of the circuit",
          },
        );
      }
      values[place] = value;
    }
    return values;
  };
}
