import type { Circuit } from "../circuit/index.js";
import type { ComplexCurve, Curves } from "./analysis.js";
import { detailParameters, deviceOperatingPoint } from "./device-details.js";
import type { DeviceOperatingPoint } from "./device-point.js";
import { classifyLog } from "./failure.js";
import type { AnalysisOutput, OpOutput } from "./output.js";
import type { Plan, Program } from "./program.js";
import { FAILED, widthOf } from "./step-result.js";

/** A run's numbers as the outputs of its analyses; `logs` holds by step what the simulator said about those that failed. */
export function decodeRun(
  { topology, template, plans }: Program,
  vector: Float64Array,
  logs: ReadonlyMap<number, string>,
): AnalysisOutput[] {
  let at = 0;
  return plans.map((plan, index) => {
    const step = template.steps[index]!;
    const points = vector[at++]!;
    const data = vector.subarray(at, at + widthOf(step, points));
    at += data.length;
    const { kind, id } = plan.analysis;
    const named = id === undefined ? {} : { id };
    if (points === FAILED) {
      const log = logs.get(index) ?? "";
      return { status: "failed", kind, ...named, ...classifyLog(log, kind), log };
    }
    const head = { status: "ok", ...named } as const;
    if (kind === "op") return { kind, ...head, ...decodePoint(topology.circuit, plan, data) };
    const scale = data.slice(0, points);
    if (kind === "noise") {
      const outputDensity = data.slice(points, 2 * points);
      const inputDensity = data.slice(2 * points, 3 * points);
      const [outputTotal = Number.NaN, inputTotal = Number.NaN] = data.subarray(3 * points);
      return { kind, ...head, frequenciesHz: scale, outputDensity, inputDensity, outputTotal, inputTotal };
    }
    const rest = data.subarray(points);
    if (kind === "ac") {
      return {
        kind,
        ...head,
        frequenciesHz: scale,
        ...curves(topology.circuit, plan, rest, 2 * points, split),
      };
    }
    const real = curves(topology.circuit, plan, rest, points, (part) => part.slice());
    return kind === "dc"
      ? { kind, ...head, sweep: scale, ...real }
      : { kind, ...head, timesSeconds: scale, ...real };
  });
}

function curves<T>(
  { nets }: Circuit,
  { netIds, sourceNames, hasCurrents }: Plan,
  data: Float64Array,
  width: number,
  read: (part: Float64Array) => T,
): Curves<T> {
  const part = (i: number) => read(data.subarray(i * width, (i + 1) * width));
  const voltages = Object.fromEntries(netIds.map((id, i) => [nets[id]!.name, part(i)]));
  if (!hasCurrents) return { voltages };
  const sourceCurrents = Object.fromEntries(sourceNames.map((name, i) => [name, part(netIds.length + i)]));
  return { voltages, sourceCurrents };
}

function split(pairs: Float64Array): ComplexCurve {
  const points = pairs.length / 2;
  const [real, imaginary] = [new Float64Array(points), new Float64Array(points)];
  for (let i = 0; i < points; i++) {
    real[i] = pairs[2 * i]!;
    imaginary[i] = pairs[2 * i + 1]!;
  }
  return { real, imaginary };
}

function decodePoint(
  circuit: Circuit,
  { analysis, netIds, sourceNames, hasCurrents, devices }: Plan,
  data: Float64Array,
): Pick<OpOutput, "voltages" | "sourceCurrents" | "devices"> {
  const voltages = new Float64Array(circuit.nets.length);
  if (netIds.length < voltages.length - 1) {
    for (let id = 0; id < voltages.length; id++) if (!circuit.nets[id]!.isGround) voltages[id] = Number.NaN;
  }
  for (let i = 0; i < netIds.length; i++) voltages[netIds[i]!] = data[i]!;
  const currents = data.subarray(netIds.length, netIds.length + sourceNames.length);
  const isTold = analysis.kind === "op" && analysis.devices;
  return {
    voltages,
    ...(hasCurrents
      ? { sourceCurrents: Object.fromEntries(sourceNames.map((name, i) => [name, currents[i]!])) }
      : {}),
    ...(isTold
      ? { devices: decodeDevices(circuit, devices, voltages, data.subarray(netIds.length + currents.length)) }
      : {}),
  };
}

function decodeDevices(
  circuit: Circuit,
  devices: readonly number[],
  voltages: Float64Array,
  data: Float64Array,
): Record<string, DeviceOperatingPoint> {
  let at = 0;
  return Object.fromEntries(
    devices.map((index) => {
      const device = circuit.devices[index]!;
      const start = at;
      at += detailParameters(circuit, device).length;
      const numbers = data.subarray(start, at);
      return [device.name, deviceOperatingPoint(circuit, device, voltages, numbers)];
    }),
  );
}
