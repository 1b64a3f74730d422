import {
  type Circuit,
  type Device,
  editCircuit,
  mos45nm,
  type TransistorDivision,
} from "../../circuit/index.js";
import type { AnalysisJob, DcOutput, SimulationPool } from "../../simulate/index.js";
import { quantile } from "./measure.js";

/** How much the drain current changes when a transistor becomes two in series. */
export interface SeriesRow {
  readonly lengthMicrometres: number;
  readonly points: number;
  /** Two of twice the multiplicity, and two of half the length. */
  readonly multiplicity: SeriesChange;
  readonly geometry: SeriesChange;
}

/** Changes in percent of the whole transistor's largest current at the same gate voltage. */
export interface SeriesChange {
  readonly median: number;
  readonly largest: number;
  /** With the model's currents through the gate oxide switched off. */
  readonly largestWithoutGateCurrent: number;
}

const usualLengths = [0.13, 0.25, 0.5, 1, 2, 5, 10];
const gateVolts = [0.4, 0.6, 0.8, 1];

/** Compares currents of transistors of these lengths in µm, of both polarities, at gate voltages of 0.4 to 1 V and drain voltages of 0.05 to 1 V, width 2 µm. */
export async function measureSeriesTransistors(
  pool: Pick<SimulationPool, "analyse">,
  lengths: readonly number[] = usualLengths,
): Promise<SeriesRow[]> {
  const rows: SeriesRow[] = [];
  for (const length of lengths) {
    let points = 0;
    const change = async (division: TransistorDivision): Promise<SeriesChange> => {
      const percents = await changes(pool, length, division, {});
      const withoutGateCurrent = await changes(pool, length, division, { igcmod: 0, igbmod: 0 });
      points = percents.length;
      return {
        median: quantile(percents, 0.5),
        largest: quantile(percents, 1),
        largestWithoutGateCurrent: quantile(withoutGateCurrent, 1),
      };
    };
    const [multiplicity, geometry] = [await change("multiplicity"), await change("geometry")];
    rows.push({ lengthMicrometres: length, points, multiplicity, geometry });
  }
  return rows;
}

/** Changes in percent at every gate and drain voltage, with these parameters of the model set. */
async function changes(
  pool: Pick<SimulationPool, "analyse">,
  length: number,
  transistors: TransistorDivision,
  model: Readonly<Record<string, number>>,
): Promise<number[]> {
  const whole = (["nmos", "pmos"] as const).flatMap((kind) =>
    gateVolts.map((gate) => transistor(kind, length * 1e-6, gate, model)),
  );
  const halves = whole.map((circuit) =>
    editCircuit(circuit, [{ operation: "series", device: 0, kind: circuit.devices[0]!.kind, end: 0 }], {
      transistors,
    }),
  );
  const currents: (Float64Array | undefined)[] = [];
  for await (const { index, result } of pool.analyse([...whole, ...halves].map(job))) {
    const output = result.status === "ok" ? result.value[0] : undefined;
    if (output?.status === "ok") currents[index] = (output as DcOutput).sourceCurrents!.vd;
  }
  return whole.flatMap((_, i) => {
    const [before, after] = [currents[i], currents[whole.length + i]];
    if (!before || !after) return [];
    const largest = Math.max(...before.map(Math.abs));
    return Array.from(before, (ampere, p) => (100 * Math.abs(after[p]! - ampere)) / largest);
  });
}

/** A transistor between a drain source `vd` that is swept and ground; a PMOS one has all voltages negative. */
function transistor(
  kind: "nmos" | "pmos",
  length: number,
  gateVolts: number,
  overrides: Readonly<Record<string, number>>,
): Circuit {
  const card = mos45nm.find(({ type }) => type === kind)!;
  const model = { ...card, parameters: { ...card.parameters, ...overrides } };
  const sign = kind === "nmos" ? 1 : -1;
  const source = (name: string, plus: number, dc: number): Device => ({
    ...{ name, kind: "voltage-source", parameters: { dc } },
    terminals: [
      { name: "plus", net: plus },
      { name: "minus", net: 0 },
    ],
  });
  const nets = { drain: 1, gate: 2, source: 0, bulk: 0 };
  return {
    title: `${kind} of ${length} m`,
    nets: ["0", "drain", "gate"].map((name) => ({ name, isGround: name === "0" })),
    devices: [
      {
        ...{ name: "m1", kind, model: model.name, parameters: { w: 2e-6, l: length } },
        terminals: Object.entries(nets).map(([name, net]) => ({ name, net })),
      },
      source("vd", 1, sign),
      source("vg", 2, sign * gateVolts),
    ],
    models: [model],
    temperature: 27,
    options: { reltol: 1e-6, abstol: 1e-15 },
  };
}

function job(circuit: Circuit): AnalysisJob {
  const sign = circuit.devices[0]!.kind === "nmos" ? 1 : -1;
  const swept = { source: "vd", start: sign * 0.05, stop: sign, step: sign * 0.05 };
  return { circuit, analyses: [{ kind: "dc", ...swept }], currents: true };
}
