import type { NativeLibrary } from "./native-library.js";
import { type StepNumbers, widthOf } from "./step-result.js";
import type { Step } from "./template.js";

/** Reads what a step left in its plot, undefined where there is none or a vector is missing. */
export function readStep(library: NativeLibrary, step: Step): StepNumbers | undefined {
  const plot = library.currentPlot();
  if (!plot.startsWith(step.kind)) return undefined;
  if (step.kind === "op") return readPoint(library, plot, step);
  if (step.kind === "noise") return readNoise(library);
  const names = [scaleName(library, plot, step), ...vectorNames(step)];
  const scale = library.realPart(`${plot}.${names[0]}`);
  const points = scale.length;
  const data = new Float64Array(widthOf(step, points));
  data.set(scale);
  let at = points;
  for (const name of names.slice(1)) {
    const vector = library.allValues(`${plot}.${name}`).data;
    if (vector.length !== points * (step.kind === "ac" ? 2 : 1)) return undefined;
    data.set(vector, at);
    at += vector.length;
  }
  return { points, data };
}

function vectorNames({ nets, sources }: Step): string[] {
  return [...nets.map((net) => `v(${net})`), ...sources.map((source) => `${source}#branch`)];
}

function scaleName(library: NativeLibrary, plot: string, { kind }: Step): string {
  if (kind === "ac") return "frequency";
  if (kind === "tran") return "time";
  return library.vectorNames(plot).find((name) => name.endsWith("-sweep")) ?? "";
}

/** Reads an operating point from a plot; NaN for what it does not have. */
export function readPoint(library: NativeLibrary, plot: string, step: Step): StepNumbers {
  const data = new Float64Array(widthOf(step, 1));
  let at = 0;
  for (const net of step.nets) data[at++] = library.firstValue(`${plot}.v(${net})`);
  for (const source of step.sources) data[at++] = library.firstValue(`${plot}.${source}#branch`);
  for (const detail of step.details) data[at++] = library.firstValue(`${plot}.${detail}`);
  return { points: 1, data };
}

/** A noise analysis leaves two plots, its densities and its totals; they are the only ones. */
function readNoise(library: NativeLibrary): StepNumbers {
  const curves = ["frequency", "onoise_spectrum", "inoise_spectrum"].map((name) =>
    library.realPart(`noise1.${name}`),
  );
  const points = curves[0]!.length;
  const data = new Float64Array(3 * points + 2).fill(Number.NaN);
  curves.forEach((curve, i) => {
    if (curve.length === points) data.set(curve, i * points);
  });
  data[3 * points] = library.firstValue("noise2.onoise_total");
  data[3 * points + 1] = library.firstValue("noise2.inoise_total");
  return { points, data };
}
