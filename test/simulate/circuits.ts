import type { Circuit, Device, DeviceKind } from "../../src/circuit/index.js";
import { findNativeLibrary, type SimulatorKind } from "../../src/simulate/index.js";

/** The simulators that this machine has; the embedded one always. */
export const simulators: readonly SimulatorKind[] = (await findNativeLibrary())
  ? ["native", "embedded"]
  : ["embedded"];

/** A device of two terminals. */
export function twoTerminal(
  name: string,
  kind: DeviceKind,
  plus: number,
  minus: number,
  parameters: Record<string, number> = {},
  rest: Partial<Device> = {},
): Device {
  const terminals = [
    { name: "plus", net: plus },
    { name: "minus", net: minus },
  ];
  return { name, kind, terminals, parameters, ...rest };
}

/** A circuit over ground (net 0) and the named nets (1, 2 …). */
export function circuitOf(
  nets: readonly string[],
  devices: readonly Device[],
  rest: Partial<Circuit> = {},
): Circuit {
  const all = ["0", ...nets].map((name) => ({ name, isGround: name === "0" }));
  return { title: "test", nets: all, devices, models: [], temperature: 27, options: {}, ...rest };
}

/** 1 V over two equal resistors: the middle is at half a volt. */
export function divider(): Circuit {
  return circuitOf(
    ["in", "out"],
    [
      twoTerminal("v1", "voltage-source", 1, 0, { dc: 1 }),
      twoTerminal("r1", "resistor", 1, 2, { resistance: 1000 }),
      twoTerminal("r2", "resistor", 2, 0, { resistance: 1000 }),
    ],
  );
}

/** Two sources that contradict each other. */
export function sourceLoop(): Circuit {
  return circuitOf(
    ["a"],
    [
      twoTerminal("v1", "voltage-source", 1, 0, { dc: 1 }),
      twoTerminal("v2", "voltage-source", 1, 0, { dc: 2 }),
    ],
  );
}

/** A comparator that contradicts itself: it has no operating point. */
export function contradiction(extra: readonly Device[] = [], nets: readonly string[] = []): Circuit {
  const source = twoTerminal("b1", "behavioural-source", 1, 0, {}, { text: { voltage: "v(a)>0.5 ? 0 : 1" } });
  return circuitOf(
    ["a", ...nets],
    [source, twoTerminal("r1", "resistor", 1, 0, { resistance: 1 }), ...extra],
  );
}

/** A contradiction with so much around it that the simulator searches for minutes. */
export function endlessSearch(): Circuit {
  const size = 40;
  const net = (x: number, y: number) => 2 + x * size + y;
  const names: string[] = [];
  const devices: Device[] = [twoTerminal("rc", "resistor", 1, net(0, 0), { resistance: 1 })];
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      names.push(`n${x}_${y}`);
      if (x > 0)
        devices.push(twoTerminal(`rx${x}_${y}`, "resistor", net(x - 1, y), net(x, y), { resistance: 1 }));
      if (y > 0)
        devices.push(twoTerminal(`ry${x}_${y}`, "resistor", net(x, y - 1), net(x, y), { resistance: 1 }));
    }
  }
  return contradiction(devices, names);
}
