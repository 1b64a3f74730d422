import type { Circuit, Device, Net } from "../../circuit/index.js";
import type { MismatchRule } from "../problem/mismatch-schema.js";
import { type Deviation, deviationOf, spreadOf } from "./pelgrom.js";

/** A chip of many: the circuit with each transistor off by what its size and chance say. Throws SIZE_MISMATCH_SIZE. */
export function mismatched(circuit: Circuit, rule: MismatchRule, seed: number, sample: number): Circuit {
  return withDeviations(circuit, (device) =>
    deviationOf(device.name, spreadOf(circuit, device, rule), seed, sample),
  );
}

/**
 * The circuit with every transistor off by what `deviation` says, by the same means for every model: a voltage source in series with its
 * gate shifts the threshold, and its multiplicity scales the current. A shift of an instance (BSIM's `delvto`) would also change the
 * mobility, which depends on the threshold there, and give a pair of the 45 nm cards up to 1.7 times the offset that the shift is.
 */
export function withDeviations(circuit: Circuit, deviation: (device: Device) => Deviation): Circuit {
  const nets: Net[] = [...circuit.nets];
  const names = new Set([...circuit.nets, ...circuit.devices].map(({ name }) => name));
  const sources: Device[] = [];
  const devices = circuit.devices.map((device): Device => {
    const outer = device.terminals.find(({ name }) => name === "gate");
    if (!outer || (device.kind !== "nmos" && device.kind !== "pmos")) return device;
    const { thresholdVolts, currentFactor } = deviation(device);
    const name = unused(`${device.name}.mismatch`, names);
    const gate = nets.push({ name, isGround: false }) - 1;
    sources.push({
      ...{ name, kind: "voltage-source", parameters: { dc: thresholdVolts } },
      terminals: [
        { name: "plus", net: outer.net },
        { name: "minus", net: gate },
      ],
    });
    const { m = 1 } = device.parameters;
    return {
      ...device,
      terminals: device.terminals.map((one) => (one === outer ? { ...one, net: gate } : one)),
      parameters: { ...device.parameters, m: m * currentFactor },
    };
  });
  return { ...circuit, nets, devices: [...devices, ...sources] };
}

function unused(name: string, names: Set<string>): string {
  let found = name;
  for (let i = 2; names.has(found); i++) found = `${name}${i}`;
  names.add(found);
  return found;
}
