import { KirchhoffError } from "../core/index.js";
import type { Circuit, Device } from "./circuit.js";

/** SI unit of a circuit parameter. */
export type ParameterUnit = "ohm" | "farad" | "henry" | "volt" | "ampere" | "metre" | "one";

/** A parameter of one device. */
export interface ParameterTarget {
  /** Name of the device that carries the value. */
  readonly device: string;
  /** Key in {@link Device.parameters}. */
  readonly parameter: string;
}

/** One free value of a parametric circuit, which one device carries or several, such as the two halves of a differential pair. */
export interface CircuitParameter {
  readonly name: string;
  readonly unit: ParameterUnit;
  /** Each is set to the value; none where the value enters through expressions of a netlist. */
  readonly targets: readonly ParameterTarget[];
}

/** A topology whose device values are free. */
export interface ParametricCircuit {
  readonly name: string;
  /** In the order in which a sample draws and stores them. */
  readonly parameters: readonly CircuitParameter[];
  /** Names of the nets whose operating point is asked for. */
  readonly outputs: readonly string[];
  /** One value for each parameter that surely builds; zeros where it is absent. */
  readonly nominal?: readonly number[];
  /**
   * The circuit with these values, in the order of `parameters`. Every build shares its `nets`, its `outputs`, its `models`, each
   * device's `terminals` and each device that no parameter sets, so that what depends on the topology alone can be computed once.
   * Throws CIRCUIT_VALUE_COUNT.
   */
  build(values: ArrayLike<number>): Circuit;
}

/** The circuit with its nominal values: for what depends on the topology alone. */
export function nominalCircuit({ nominal, parameters, build }: ParametricCircuit): Circuit {
  return build(nominal ?? new Float64Array(parameters.length));
}

/** What {@link parametrise} is made from. */
export interface Parametrisation {
  readonly name: string;
  /** Its named `outputs` are those of the parametric circuit; values that parameters set do not matter. */
  readonly template: Circuit;
  readonly parameters: readonly CircuitParameter[];
}

/** A parametric circuit from a circuit and the device parameters that are free in it; a target must exist in the template. */
export function parametrise({ name, template, parameters }: Parametrisation): ParametricCircuit {
  const setters = new Map<string, { readonly parameter: string; readonly value: number }[]>();
  parameters.forEach(({ targets }, value) => {
    for (const { device, parameter } of targets) {
      setters.set(device, [...(setters.get(device) ?? []), { parameter, value }]);
    }
  });
  const settersOf = template.devices.map((device) => setters.get(device.name));
  const withValues = (device: Device, index: number, values: ArrayLike<number>): Device => {
    const own = settersOf[index];
    if (!own) return device;
    const set = { ...device.parameters };
    for (const { parameter, value } of own) set[parameter] = values[value]!;
    return { ...device, parameters: set };
  };
  return {
    name,
    parameters,
    outputs: (template.outputs ?? []).map((net) => template.nets[net]!.name),
    build(values) {
      if (values.length !== parameters.length) {
        throw new KirchhoffError(
          "CIRCUIT_VALUE_COUNT",
          `circuit ${name} was given the wrong number of values`,
          {
            found: `${values.length} values`,
            expected: `${parameters.length}: ${parameters.map((each) => each.name).join(", ")}`,
          },
        );
      }
      return { ...template, devices: template.devices.map((device, i) => withValues(device, i, values)) };
    },
  };
}
