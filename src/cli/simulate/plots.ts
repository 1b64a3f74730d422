import { bodePlot, lineChart, transientPlot } from "../../report/index.js";
import { type AnalysisOutput, decibels, unwrappedDegrees } from "../../simulate/index.js";

/** A picture and what to call its file. */
export interface Plot {
  readonly name: string;
  readonly svg: string;
}

/** The plot of an analysis for the chosen nets: Bode, waveforms, transfer curves or noise; none of an operating point. */
export function plotOf(output: AnalysisOutput, nets: readonly string[], title: string): Plot | undefined {
  if (output.status === "failed" || output.kind === "op") return undefined;
  const name = output.id ?? output.kind;
  if (output.kind === "noise") {
    const curve = (label: string, density: Float64Array) => ({
      name: label,
      points: Array.from(output.frequenciesHz, (hertz, i) => [hertz, density[i]!] as const),
    });
    const svg = lineChart({
      title: `${title}: noise`,
      x: { label: "frequency", scale: "log", unit: "Hz" },
      y: { label: "density", scale: "log", unit: "V/√Hz" },
      series: [curve("output", output.outputDensity), curve("input", output.inputDensity)],
      width: 640,
      height: 360,
    });
    return { name, svg };
  }
  const shown = nets.filter((net) => output.voltages[net] !== undefined);
  if (shown.length === 0) return undefined;
  if (output.kind === "ac") {
    const series = shown.map((net) => {
      const response = { hertz: output.frequenciesHz, ...output.voltages[net]! };
      const gainDb = Array.from(response.real, (re, i) => decibels(Math.hypot(re, response.imaginary[i]!)));
      return { name: net, hertz: response.hertz, gainDb, phaseDegrees: unwrappedDegrees(response) };
    });
    return { name, svg: bodePlot({ title: `${title}: frequency response`, series }) };
  }
  if (output.kind === "tran") {
    const series = shown.map((net) => ({
      name: net,
      seconds: output.timesSeconds,
      values: output.voltages[net]!,
    }));
    return { name, svg: transientPlot({ title: `${title}: transient`, series }) };
  }
  const svg = lineChart({
    title: `${title}: DC sweep`,
    x: { label: "swept source", unit: "" },
    y: { label: "voltage", unit: "V" },
    series: shown.map((net) => ({
      name: net,
      points: Array.from(output.sweep, (x, i) => [x, output.voltages[net]![i]!] as const),
    })),
    width: 640,
    height: 360,
  });
  return { name, svg };
}

/** Writes plots into a folder; the paths of the files. */
export async function writePlots(folder: string, plots: readonly Plot[]): Promise<string[]> {
  const { writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { makeFolder } = await import("../../core/node/index.js");
  makeFolder(folder);
  const paths = plots.map(({ name }) => join(folder, `${name.replace(/[^\w.-]+/g, "-")}.svg`));
  await Promise.all(plots.map(({ svg }, i) => writeFile(paths[i]!, svg)));
  return paths;
}
