import type { Circuit, Device } from "../circuit/index.js";
import { printCircuit } from "../netlist/index.js";
import { alterCommand } from "./alter.js";
import { findForeignCard, findInvalidNumber, findUnsafePart } from "./deck-safety.js";
import type { FailureReport } from "./failure.js";
import type { Deck } from "./template.js";

/** A topology as the main thread knows it: its deck, and what its nets and devices are called there. */
export interface Topology {
  readonly deck: Deck;
  readonly circuit: Circuit;
  /** Printed names by net id and by device index. */
  readonly netNames: readonly string[];
  readonly deviceNames: readonly string[];
  /** The nets that exist in the deck, ground excepted: those that a device touches. */
  readonly netIds: readonly number[];
}

/** Prints a circuit's topology; a report where it cannot be simulated. */
export function compileTopology(circuit: Circuit): Topology | FailureReport {
  const problem = findUnsafePart(circuit) ?? findInvalidNumber(circuit);
  if (problem) return problem;
  const marks: string[] = [];
  const owners: { device: number; parameter: string }[] = [];
  const marked = circuit.devices.map((device, index): Device => {
    const parameters: Record<string, number> = Object.create(null);
    for (const parameter in device.parameters) {
      const mark = markOf(marks.length);
      parameters[parameter] = mark;
      marks.push(String(mark));
      owners.push({ device: index, parameter });
    }
    return { ...device, parameters };
  });
  const { lines, netNames, deviceNames } = printCircuit({ ...circuit, devices: marked });
  const cards = lines.slice(1).flatMap((line) => line.split("\n"));
  const foreign = findForeignCard(cards);
  if (foreign !== undefined) {
    return {
      reason: "SIMULATION_FORBIDDEN_TEXT",
      message: `a card of the deck is none of our own: ${JSON.stringify(foreign)}`,
    };
  }
  const places = new Map(marks.map((mark, value) => [mark, value]));
  const parts = cards.join("\n").split(/(?<![\w.])(7\d{9}\.5625)(?![\w.])/);
  const pieces = parts.filter((_, i) => i % 2 === 0);
  const values = parts.filter((_, i) => i % 2 === 1).map((mark) => places.get(mark) ?? -1);
  if (values.includes(-1) || new Set(values).size < values.length) {
    return {
      reason: "SIMULATION_FORBIDDEN_TEXT",
      message: "a text in the circuit looks like our place marks",
    };
  }
  const holes = values.map((value) => {
    const { device, parameter } = owners[value]!;
    const alter = alterCommand(circuit.devices[device]!.kind, deviceNames[device]!, parameter);
    return alter === undefined ? { value } : { value, alter };
  });
  const touched = new Set(circuit.devices.flatMap(({ terminals }) => terminals.map(({ net }) => net)));
  const netIds = [...touched].filter((id) => !circuit.nets[id]!.isGround).sort((a, b) => a - b);
  return { deck: { pieces, holes, valueCount: marks.length }, circuit, netNames, deviceNames, netIds };
}

/** A number that no circuit holds and that prints with all its digits: it stands where a value will go. */
function markOf(index: number): number {
  return 7_000_000_000 + index + 0.5625;
}

/** Writes a circuit's device values at `offset`, in the order of its topology; false where one is not finite. */
export function writeValues(circuit: Circuit, target: Float64Array, offset: number): boolean {
  let at = offset;
  let finite = true;
  for (const { parameters } of circuit.devices) {
    for (const key in parameters) {
      const value = parameters[key]!;
      finite &&= Number.isFinite(value);
      target[at++] = value;
    }
  }
  return finite;
}
