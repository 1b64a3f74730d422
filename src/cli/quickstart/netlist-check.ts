import { readFile } from "node:fs/promises";
import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import { readNetlist } from "../../netlist/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import type { Predictor } from "../../train/index.js";

/** The two voltages of a net. */
export interface NetVoltages {
  readonly net: string;
  /** Volts. */
  readonly predicted: number;
  readonly simulated: number;
}

/** A hand-written netlist, predicted beside simulated. */
export interface NetlistCheck {
  /** As the user would name it. */
  readonly file: string;
  readonly text: string;
  readonly circuit: Circuit;
  /** Simulated volts of every net by name. */
  readonly voltages: ReadonlyMap<string, number>;
  /** What was predicted: the nets that no voltage source fixes. */
  readonly nets: readonly NetVoltages[];
}

/** The ladder of the readme, in kiloohms and volts, where the training ladders have resistances and voltages below one. */
export const exampleNetlist = {
  file: "examples/ladder.sp",
  url: new URL("../../../examples/ladder.sp", import.meta.url),
};

/** Predicts and simulates the example netlist. Throws SIMULATION_… where the simulator fails on it. */
export async function checkNetlist(predictor: Predictor, simulator: SimulationPool): Promise<NetlistCheck> {
  const { file, url } = exampleNetlist;
  const text = await readFile(url, "utf8");
  const read = readNetlist(text, { file }).circuit;
  const circuit = { ...read, outputs: netsWithoutSource(read) };
  const predicted = await predictor.voltages(circuit);
  const result = await simulator.operatingPoint(circuit);
  if (result.status === "failed") throw new KirchhoffError(result.reason, `${file}: ${result.message}`);
  const nets = circuit.outputs.map((net) => ({
    net: circuit.nets[net]!.name,
    predicted: predicted[net]!,
    simulated: result.value.voltages[net]!,
  }));
  const voltages = new Map(circuit.nets.map(({ name }, net) => [name, result.value.voltages[net]!]));
  return { file, text, circuit, voltages, nets };
}

/** Nets that no voltage source touches: those whose voltage is not stated. */
export function netsWithoutSource({ nets, devices }: Circuit): number[] {
  const fixed = new Set(
    devices
      .filter(({ kind }) => kind === "voltage-source")
      .flatMap(({ terminals }) => terminals.map(({ net }) => net)),
  );
  return nets.flatMap((_, net) => (fixed.has(net) ? [] : [net]));
}
