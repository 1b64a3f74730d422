import type { Circuit, Device } from "../circuit/index.js";
import type { Distribution } from "./distribution.js";

/** Values go from so much of the nominal one to its inverse. */
const ranges = { w: 0.7, dc: 0.5, capacitance: 0.5, resistance: 0.5 } as const;

/**
 * A sweep about a circuit's own sizes that keeps what is matched equal: widths, bias currents, capacitances and resistances, log-uniform.
 * Transistors of one kind and size are matched where they share their gate's net, or a source that is no supply (a differential pair).
 */
export function sweepAround(circuit: Circuit): Record<string, Distribution> {
  const sweep: Record<string, Distribution> = {};
  const leaders = matchedTo(circuit);
  for (const { name, parameters } of circuit.devices) {
    for (const [key, share] of Object.entries(ranges)) {
      const value = parameters[key];
      if (value === undefined || value === 0) continue;
      const leader = leaders.get(name) ?? name;
      sweep[`${name}.${key}`] =
        leader === name
          ? { kind: "log-uniform", low: value * share, high: value / share }
          : { kind: "copy", of: `${leader}.${key}`, probability: 1 };
    }
  }
  return sweep;
}

/** Of each transistor the first one that it is matched to, by way of others too. */
function matchedTo({ devices, nets }: Circuit): Map<string, string> {
  const transistors = devices.filter(({ kind }) => kind === "nmos" || kind === "pmos");
  const leaders = [...transistors.keys()];
  const isSupply = (net: number) => nets[net]!.isGround || nets[net]!.name === "vdd";
  transistors.forEach((b, i) => {
    for (let j = 0; j < i; j++) {
      if (!areMatched(transistors[j]!, b, isSupply)) continue;
      const [kept, joined] = [Math.min(leaders[i]!, leaders[j]!), Math.max(leaders[i]!, leaders[j]!)];
      leaders.forEach((leader, k) => {
        if (leader === joined) leaders[k] = kept;
      });
    }
  });
  return new Map(transistors.map(({ name }, i) => [name, transistors[leaders[i]!]!.name]));
}

function areMatched(a: Device, b: Device, isSupply: (net: number) => boolean): boolean {
  if (a.kind !== b.kind || a.parameters.w !== b.parameters.w || a.parameters.l !== b.parameters.l)
    return false;
  const netOf = (device: Device, role: string) => device.terminals.find(({ name }) => name === role)!.net;
  if (netOf(a, "gate") === netOf(b, "gate")) return true;
  const source = netOf(a, "source");
  return source === netOf(b, "source") && !isSupply(source);
}
