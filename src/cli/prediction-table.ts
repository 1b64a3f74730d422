import { formatSi } from "../report/index.js";
import { withUnit } from "./simulate/units.js";
import { voltageCells, voltageColumns } from "./voltage-cells.js";

/** An interval around a prediction, where the network was calibrated. */
interface Bounds {
  readonly low?: number;
  readonly high?: number;
  /** The share of true values that it holds, where each measure has its own. */
  readonly coverage?: number;
}

/** A net with its predicted voltage and, where it was simulated, its simulated one. */
interface NetRow extends Bounds {
  readonly net: string;
  readonly predicted: number;
  readonly simulated?: number;
}

/** A measure of the whole circuit; with its simulated value, or why it has none, where a testbench was given. */
interface MeasureRow extends Bounds {
  readonly measure: string;
  readonly predicted: number;
  readonly unit?: string;
  readonly simulated?: number;
  readonly invalid?: string;
}

/** What is printed of one circuit. */
export interface Prediction {
  readonly nets: readonly NetRow[];
  /** In place of nets, where the network predicts measures. */
  readonly measures?: readonly MeasureRow[];
  /** The share of true values that intervals hold; of several measures, the least. */
  readonly coverage?: number;
  /** Held-out samples that they rest on. */
  readonly heldOut?: number;
  /** Why there are no simulated voltages, where they were asked for. */
  readonly simulationFailure?: string;
  readonly simulator?: string;
  readonly unseenKinds: readonly string[];
  /** What of the circuit is unlike the samples of fine-tuning. */
  readonly unfamiliar: readonly string[];
}

/** A prediction as a table with notes below it. */
export function describePrediction(deck: string, prediction: Prediction): string {
  const { nets, measures, coverage, heldOut, simulationFailure, simulator, unseenKinds, unfamiliar } =
    prediction;
  const isSimulated = nets.some(({ simulated }) => simulated !== undefined);
  const isMeasured = measures !== undefined && simulator !== undefined;
  const differ = measures?.some((row) => row.coverage !== undefined && row.coverage !== coverage) ?? false;
  const interval = coverage === undefined ? [] : [differ ? "interval" : `${percent(coverage)} interval`];
  const [first, second, ...rest] = voltageColumns;
  const header = measures
    ? ["measure", "predicted", ...interval, ...(isMeasured ? ["simulated"] : [])]
    : [first, second, ...interval, ...(isSimulated ? rest : [])];
  const rows = measures
    ? measures.map((row) => measureCells(row, isMeasured, differ))
    : nets.map((row) => {
        const { net, predicted, simulated } = row;
        const bounds = between(row, (volts) => volts.toFixed(4));
        if (simulated === undefined) return [net, predicted.toFixed(4), ...bounds];
        const [name, shown, ...others] = voltageCells(net, predicted, simulated);
        return [name!, shown!, ...bounds, ...others];
      });
  const widths = header.map((title, i) =>
    rows.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), title.length),
  );
  const print = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`;
  const lines = [
    isSimulated || isMeasured ? `${deck}: predicted beside ${simulator}` : `${deck}: predicted`,
    print(header),
    ...rows.map(print),
  ];
  if (isSimulated) {
    const largest = nets.reduce(
      (worst, { predicted, simulated }) => Math.max(worst, Math.abs(predicted - simulated!)),
      0,
    );
    lines.push(`  largest difference ${formatSi(largest, "V")}`);
  }
  for (const { measure, invalid } of measures ?? []) {
    if (invalid !== undefined) lines.push(`  ${measure} has no simulated value: ${invalid}`);
  }
  if (heldOut !== undefined)
    lines.push(`  intervals rest on ${heldOut} held-out samples${differ ? " or more" : ""}`);
  if (simulationFailure !== undefined) lines.push(`  not simulated: ${simulationFailure}`);
  if (unseenKinds.length > 0) {
    lines.push(
      `  note: the network has never seen ${unseenKinds.join(", ")}; its predictions for this circuit are guesses`,
    );
  }
  if (unfamiliar.length > 0) {
    lines.push(
      "  note: unlike the samples of fine-tuning, so that intervals may be too narrow:",
      ...unfamiliar.slice(0, mostNotes).map((text) => `    ${text}`),
      ...(unfamiliar.length > mostNotes ? [`    … and ${unfamiliar.length - mostNotes} more`] : []),
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Notes of a kind that are printed. */
const mostNotes = 8;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const digits = (value: number): string => `${Number(value.toPrecision(4))}`;

function measureCells(row: MeasureRow, isMeasured: boolean, differ: boolean): string[] {
  const { measure, predicted, simulated, unit, coverage } = row;
  const written = (value: number) => (unit === undefined ? digits(value) : withUnit(value, unit));
  const beside = simulated === undefined ? "-" : written(simulated);
  const share = differ && coverage !== undefined ? ` (${percent(coverage)})` : "";
  const interval = between(row, written).map((text) => text + share);
  return [measure, written(predicted), ...interval, ...(isMeasured ? [beside] : [])];
}

function between({ low, high }: Bounds, format: (value: number) => string): string[] {
  return low === undefined || high === undefined ? [] : [`${format(low)} … ${format(high)}`];
}
