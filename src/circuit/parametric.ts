import { KirchhoffError } from "../core/index.js";
import type { Circuit, Device, DeviceKind, Net, Terminal } from "./circuit.js";

/** SI unit of a circuit parameter. */
export type ParameterUnit = "ohm" | "farad" | "henry" | "volt" | "ampere" | "metre" | "one";

/** One free value of a parametric circuit: a parameter of one of its devices. */
export interface CircuitParameter {
  readonly name: string;
  readonly unit: ParameterUnit;
  /** Name of the device that carries the value. */
  readonly device: string;
  /** Key in {@link Device.parameters}. */
  readonly parameter: string;
}

/** A topology whose device values are free. */
export interface ParametricCircuit {
  readonly name: string;
  /** In the order in which a sample draws and stores them. */
  readonly parameters: readonly CircuitParameter[];
  /** Names of the nets whose operating point is asked for. */
  readonly outputs: readonly string[];
  /**
   * The circuit with these values, in the order of `parameters`. Every build shares its `nets`, its `outputs` and each device's
   * `terminals`, so that what depends on the topology alone can be computed once.
   * Throws CIRCUIT_VALUE_COUNT.
   */
  build(values: ArrayLike<number>): Circuit;
}

/** A two-terminal device with one free value, from its plus net to its minus net. */
export type TwoTerminal = readonly [name: string, kind: TwoTerminalKind, plus: string, minus: string];

type TwoTerminalKind = Extract<DeviceKind, "resistor" | "voltage-source">;

const freeValue: Record<TwoTerminalKind, { parameter: string; unit: ParameterUnit }> = {
  resistor: { parameter: "resistance", unit: "ohm" },
  "voltage-source": { parameter: "dc", unit: "volt" },
};

/** What {@link twoTerminalCircuit} is made from. */
export interface TwoTerminalCircuit {
  readonly name: string;
  readonly title: string;
  readonly devices: readonly TwoTerminal[];
  readonly outputs: readonly string[];
  /** Device names in draw order; the order of `devices` when absent. */
  readonly drawOrder?: readonly string[];
}

/** A parametric circuit of resistors and voltage sources, all of whose values are free; ground is net 0. */
export function twoTerminalCircuit(definition: TwoTerminalCircuit): ParametricCircuit {
  const { name, title, devices, outputs } = definition;
  const netNames = [...new Set(["0", ...devices.flatMap(([, , plus, minus]) => [plus, minus])])];
  const netIds = new Map(netNames.map((net, id) => [net, id]));
  const netId = (net: string) => netIds.get(net)!;
  const nets: readonly Net[] = netNames.map((net) => ({ name: net, isGround: net === "0" }));
  const outputIds = outputs.map(netId);

  const drawOrder = definition.drawOrder ?? devices.map(([device]) => device);
  const drawIndex = new Map(drawOrder.map((device, i) => [device, i]));
  const templates = devices.map(([device, kind, plus, minus]) => ({
    name: device,
    kind,
    terminals: [
      { name: "plus", net: netId(plus) },
      { name: "minus", net: netId(minus) },
    ] as readonly Terminal[],
    parameter: freeValue[kind].parameter,
    valueIndex: drawIndex.get(device)!,
  }));
  const kindOf = new Map(devices.map(([device, kind]) => [device, kind]));
  const parameters = drawOrder.map((device) => ({ name: device, device, ...freeValue[kindOf.get(device)!] }));

  return {
    name,
    parameters,
    outputs,
    build(values) {
      if (values.length !== parameters.length) {
        throw new KirchhoffError(
          "CIRCUIT_VALUE_COUNT",
          `circuit ${name} was given the wrong number of values`,
          {
            found: `${values.length} values`,
            expected: `${parameters.length}: ${drawOrder.join(", ")}`,
          },
        );
      }
      return {
        title,
        nets,
        devices: templates.map(
          ({ name, kind, terminals, parameter, valueIndex }): Device => ({
            name,
            kind,
            terminals,
            parameters: { [parameter]: values[valueIndex]! },
          }),
        ),
        models: [],
        temperature: 27,
        options: {},
        outputs: outputIds,
      };
    },
  };
}
