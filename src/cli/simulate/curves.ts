import { formatSi } from "../../report/index.js";
import {
  type AcOutput,
  type AnalysisOutput,
  bandwidthHz,
  type DcOutput,
  dcGainDb,
  type Measurement,
  type NoiseOutput,
  phaseMarginDegrees,
  type TranOutput,
  unityGainFrequencyHz,
} from "../../simulate/index.js";
import { section } from "./operating-point.js";
import { textTable } from "./table.js";
import { volts, withUnit } from "./units.js";

/** The table of an analysis other than an operating point, for the chosen nets; a line where it failed. */
export function describeCurves(output: AnalysisOutput, nets: readonly string[]): string[] {
  const title = output.id ?? output.kind;
  if (output.status === "failed")
    return section(`${title}: failed`, [`  ${output.reason}: ${output.message}`]);
  if (output.kind === "ac") return acTable(title, output, nets);
  if (output.kind === "noise") return noiseTable(title, output);
  if (output.kind === "op") return [];
  return waveTable(title, output, nets);
}

function acTable(title: string, output: AcOutput, nets: readonly string[]): string[] {
  const hertz = output.frequenciesHz;
  const rows = nets.flatMap((net) => {
    const curve = output.voltages[net];
    if (!curve) return [];
    const response = { hertz, ...curve };
    return [
      [
        net,
        cell(dcGainDb(response), "dB"),
        cell(bandwidthHz(response), "Hz"),
        cell(unityGainFrequencyHz(response), "Hz"),
        cell(phaseMarginDegrees(response), "°"),
      ],
    ];
  });
  const header = ["net", "dc gain", "-3 dB", "unity gain", "phase margin"];
  return section(
    `${title}: ${hertz.length} frequencies, gain from the deck's own small signals`,
    textTable(header, rows),
  );
}

function cell(measurement: Measurement, unit: string): string {
  return measurement.status === "ok" ? withUnit(measurement.value, unit) : "-";
}

function waveTable(title: string, output: TranOutput | DcOutput, nets: readonly string[]): string[] {
  const points = output.kind === "tran" ? output.timesSeconds : output.sweep;
  const rows = nets.flatMap((net) => {
    const curve = output.voltages[net];
    if (!curve || curve.length === 0) return [];
    const [low, high] = [curve.reduce((a, b) => Math.min(a, b)), curve.reduce((a, b) => Math.max(a, b))];
    return [[net, ...[curve[0]!, curve.at(-1)!, low, high].map(volts)]];
  });
  const header = ["net", "first (V)", "last (V)", "lowest (V)", "highest (V)"];
  return section(
    `${title}: ${points.length} ${output.kind === "tran" ? "times" : "values"}`,
    textTable(header, rows),
  );
}

function noiseTable(title: string, output: NoiseOutput): string[] {
  return section(`${title}: ${output.frequenciesHz.length} frequencies`, [
    `  at the output    ${withUnit(output.outputTotal, "V")} rms`,
    `  at the input     ${formatSi(output.inputTotal, "")} rms, in the unit of the source`,
  ]);
}
