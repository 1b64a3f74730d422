import type { Device, DeviceKind, Net } from "./circuit.js";
import { type ParameterUnit, type ParametricCircuit, parametrise } from "./parametric.js";

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
  const kindOf = new Map(devices.map(([device, kind]) => [device, kind]));
  const drawOrder = definition.drawOrder ?? devices.map(([device]) => device);
  return parametrise({
    name,
    template: {
      title,
      nets,
      devices: devices.map(
        ([device, kind, plus, minus]): Device => ({
          name: device,
          kind,
          terminals: [
            { name: "plus", net: netId(plus) },
            { name: "minus", net: netId(minus) },
          ],
          parameters: { [freeValue[kind].parameter]: 0 },
        }),
      ),
      models: [],
      temperature: 27,
      options: {},
      outputs: outputs.map(netId),
    },
    parameters: drawOrder.map((device) => {
      const { parameter, unit } = freeValue[kindOf.get(device)!];
      return { name: device, unit, targets: [{ device, parameter }] };
    }),
  });
}
