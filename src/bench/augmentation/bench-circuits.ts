import type { Circuit } from "../../circuit/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";
import { circuitProof, connector } from "../../simulate/index.js";

/** A circuit of the catalogue with supplies, inputs and loads. */
export interface BenchCircuit {
  readonly name: string;
  /** The catalogue's devices come first. */
  readonly circuit: Circuit;
  /** How many devices are the catalogue's own. */
  readonly ownDevices: number;
  /** The independent source whose small signal is followed through the circuit. */
  readonly source: string;
}

/** A circuit of the catalogue on the bench that proves that it works. Throws SIMULATION_NO_PROOF, CIRCUIT_UNKNOWN_NAME. */
export function benchCircuit(name: string): BenchCircuit {
  const own = catalogueCircuit(name);
  const [deckName, deck] = Object.entries(circuitProof(name).testbench.decks)[0]!;
  const circuit = connector(deck, `deck ${deckName}`)(own);
  return { name, circuit, ownDevices: own.devices.length, source: inputOf(circuit) };
}

/** The first source of an input, clock or control, else the first independent source; every bench has one. */
function inputOf({ devices }: Circuit): string {
  const sources = devices.filter(({ kind }) => kind === "voltage-source" || kind === "current-source");
  return (sources.find(({ name }) => /^v+(in|i|a|b|c|d|s)/.test(name) && name !== "vdd") ?? sources[0]!).name;
}
