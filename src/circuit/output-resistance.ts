import type { Circuit, Device } from "./circuit.js";

/** A circuit in which as many volts stand at `net` as the output resistance of another has ohms there: its sources off, one ampere driven in. */
export function amperesIntoOutput(circuit: Circuit, net: number): Circuit {
  const off = withSourcesOff(circuit);
  const probe = between("iprobe", "current-source", [groundOf(circuit), net], { dc: 1 });
  return { ...off, devices: [...off.devices, probe] };
}

/** Ohms between the output and the volt that tells its resistance. */
const dividerOhms = 0.5;

/**
 * The same told by a voltage alone, for a network that predicts voltages and has never seen a current source: sources off, one volt
 * through a resistor of half an ohm into the output. {@link dividerResistance} reads it.
 */
export function voltIntoOutput(circuit: Circuit, net: number): Circuit {
  const off = withSourcesOff(circuit);
  const end = circuit.nets.length;
  return {
    ...off,
    nets: [...circuit.nets, { name: "vprobe", isGround: false }],
    devices: [
      ...off.devices,
      between("rprobe", "resistor", [end, net], { resistance: dividerOhms }),
      between("vprobe", "voltage-source", [end, groundOf(circuit)], { dc: 1 }),
    ],
  };
}

/** Ohms of the output of which {@link voltIntoOutput} stands at so many volts; a prediction beyond what can be counts as a thousandfold. */
export function dividerResistance(volts: number): number {
  const possible = Math.min(Math.max(volts, 0), 0.999);
  return (dividerOhms * possible) / (1 - possible);
}

function withSourcesOff(circuit: Circuit): Circuit {
  const devices = circuit.devices.map(
    (device): Device =>
      device.kind === "voltage-source" || device.kind === "current-source"
        ? { ...device, parameters: { ...device.parameters, dc: 0 } }
        : device,
  );
  return { ...circuit, title: `${circuit.title}, output resistance`, devices };
}

function groundOf({ nets }: Circuit): number {
  return nets.findIndex((net) => net.isGround);
}

function between(
  name: string,
  kind: Device["kind"],
  [plus, minus]: readonly [plus: number, minus: number],
  parameters: Device["parameters"],
): Device {
  const terminals = [
    { name: "plus", net: plus },
    { name: "minus", net: minus },
  ];
  return { name, kind, terminals, parameters };
}
