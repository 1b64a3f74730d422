import type { RawPlot } from "./raw-file.js";
import { type StepNumbers, widthOf } from "./step-result.js";
import type { Step } from "./template.js";

const columns = new WeakMap<readonly string[], WeakMap<Step, readonly number[]>>();

/** Reads a step's numbers from the plots that it wrote, undefined where one or a vector of one is missing. */
export function readStep(file: Uint8Array, plots: readonly RawPlot[], step: Step): StepNumbers | undefined {
  const [plot, totals] = plots;
  if (!plot || plot.complex !== (step.kind === "ac")) return undefined;
  const found = columnsOf(plot, step);
  if (found.includes(-1)) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const points = plot.points;
  const data = new Float64Array(widthOf(step, points)).fill(Number.NaN);
  const parts = plot.complex ? 2 : 1;
  const read = (source: RawPlot, point: number, column: number, part: number) =>
    view.getFloat64(source.dataOffset + ((point * source.names.length + column) * parts + part) * 8, true);
  let at = 0;
  found.forEach((column, i) => {
    const isScale = i === 0 && step.kind !== "op";
    for (let point = 0; point < points; point++) {
      for (let part = 0; part < (isScale ? 1 : parts); part++) data[at++] = read(plot, point, column, part);
    }
  });
  if (step.kind !== "noise") return { points, data };
  for (const name of ["onoise_total", "inoise_total"]) {
    const column = totals?.names.findIndex((given) => plainName(given) === name) ?? -1;
    if (!totals || column < 0 || totals.complex) return undefined;
    data[at++] = read(totals, 0, column, 0);
  }
  return { points, data };
}

/** Where a step's vectors stand among a plot's variables; -1 for one that is missing. */
function columnsOf({ names }: RawPlot, step: Step): readonly number[] {
  const ofSteps = columns.get(names) ?? new WeakMap<Step, readonly number[]>();
  columns.set(names, ofSteps);
  const known = ofSteps.get(step);
  if (known) return known;
  const place = new Map(names.map((name, column) => [name, column]));
  const plain = new Map(names.map((name, column) => [plainName(name), column]));
  const found = [
    ...scaleNames(step, names).map((name) => place.get(name) ?? -1),
    ...step.nets.map((net) => place.get(`v(${net})`) ?? -1),
    ...step.sources.map((source) => place.get(`i(${source})`) ?? -1),
    ...step.details.map((detail) => plain.get(detail) ?? -1),
  ];
  ofSteps.set(step, found);
  return found;
}

function scaleNames({ kind }: Step, names: readonly string[]): string[] {
  if (kind === "ac") return ["frequency"];
  if (kind === "tran") return ["time"];
  if (kind === "dc") return [names.find((name) => plainName(name).endsWith("-sweep")) ?? ""];
  return kind === "noise" ? ["frequency", "onoise_spectrum", "inoise_spectrum"] : [];
}

/** A raw file writes currents and voltages that are no nets as `i(…)` and `v(…)` too. */
function plainName(name: string): string {
  return /^[iv]\((.*)\)$/.exec(name)?.[1] ?? name;
}
