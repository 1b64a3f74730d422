import type { Circuit, Device, Net } from "../circuit/index.js";
import { compileTopology, type Topology } from "./deck.js";
import type { FailureReport } from "./failure.js";
import { compileProgram, type Program, type Request } from "./program.js";

/** Lists of analyses that are remembered of one topology. */
const PROGRAMS = 64;

/**
 * Remembers compiled topologies by the `nets` object that the builds of a parametric circuit share; a circuit with nets of its
 * own is compiled afresh.
 */
export class TopologyCache {
  readonly #byNets = new WeakMap<readonly Net[], Topology[]>();
  readonly #programs = new WeakMap<Topology, Map<string, Program>>();

  /** The topology of a circuit, or why it cannot be simulated. */
  find(circuit: Circuit): Topology | FailureReport {
    const known = this.#byNets.get(circuit.nets);
    const found = known?.find((topology) => sameTopology(topology.circuit, circuit));
    if (found) return found;
    const compiled = compileTopology(circuit);
    if ("deck" in compiled) {
      if (known) known.unshift(compiled);
      else this.#byNets.set(circuit.nets, [compiled]);
      if (known && known.length > 8) known.pop();
    }
    return compiled;
  }

  /** What a job asks of a topology. Throws SIMULATION_ANALYSIS. */
  program(topology: Topology, { analyses, nets, currents }: Request): Program {
    const programs = this.#programs.get(topology) ?? new Map<string, Program>();
    this.#programs.set(topology, programs);
    const key = JSON.stringify([analyses, nets, currents]);
    const known = programs.get(key);
    if (known) return known;
    const program = compileProgram(topology, {
      analyses,
      ...(nets ? { nets } : {}),
      ...(currents === undefined ? {} : { currents }),
    });
    if (programs.size >= PROGRAMS) programs.delete(programs.keys().next().value!);
    programs.set(key, program);
    return program;
  }
}

/** Whether two circuits over the same nets differ in device values alone. */
function sameTopology(a: Circuit, b: Circuit): boolean {
  if (a.devices.length !== b.devices.length || a.temperature !== b.temperature) return false;
  if (!same(a.models, b.models) || !same(a.options, b.options)) return false;
  if (!same(a.initialConditions, b.initialConditions) || !same(a.nodesets, b.nodesets)) return false;
  for (let i = 0; i < a.devices.length; i++) if (!sameDevice(a.devices[i]!, b.devices[i]!)) return false;
  return true;
}

function sameDevice(a: Device, b: Device): boolean {
  if (a === b) return true;
  if (a.name !== b.name || a.kind !== b.kind || a.model !== b.model) return false;
  return same(a.terminals, b.terminals) && same(a.text, b.text) && sameKeys(a.parameters, b.parameters);
}

/** Same keys in the same order: values are stored by position. */
function sameKeys(a: Device["parameters"], b: Device["parameters"]): boolean {
  const keys = Object.keys(b);
  let i = 0;
  for (const key in a) if (key !== keys[i++]) return false;
  return i === keys.length;
}

/** Plain data, equal; quick where it is shared or empty. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
