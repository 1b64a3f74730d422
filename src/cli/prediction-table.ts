import { formatSi } from "../report/index.js";
import { voltageCells, voltageColumns } from "./voltage-cells.js";

/** An interval around a prediction, where the network was calibrated. */
interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/** A net with its predicted voltage and, where it was simulated, its simulated one. */
interface NetRow extends Bounds {
  readonly net: string;
  readonly predicted: number;
  readonly simulated?: number;
}

/** A measure of the whole circuit, in the unit that its name ends with. */
interface MeasureRow extends Bounds {
  readonly measure: string;
  readonly predicted: number;
}

/** What is printed of one circuit. */
export interface Prediction {
  readonly nets: readonly NetRow[];
  /** In place of nets, where the network predicts measures. */
  readonly measures?: readonly MeasureRow[];
  /** The share of true values that intervals hold. */
  readonly coverage?: number;
  /** Why there are no simulated voltages, where they were asked for. */
  readonly simulationFailure?: string;
  readonly simulator?: string;
  readonly unseenKinds: readonly string[];
  /** What of the circuit is unlike the samples of fine-tuning. */
  readonly unfamiliar: readonly string[];
}

/** A prediction as a table with notes below it. */
export function describePrediction(deck: string, prediction: Prediction): string {
  const { nets, measures, coverage, simulationFailure, simulator, unseenKinds, unfamiliar } = prediction;
  const isSimulated = nets.some(({ simulated }) => simulated !== undefined);
  const interval = coverage === undefined ? [] : [`${(100 * coverage).toFixed(0)} % interval`];
  const [first, second, ...rest] = voltageColumns;
  const header = measures
    ? ["measure", "predicted", ...interval]
    : [first, second, ...interval, ...(isSimulated ? rest : [])];
  const rows = measures
    ? measures.map((row) => [row.measure, digits(row.predicted), ...between(row, digits)])
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
    isSimulated ? `${deck}: predicted beside ${simulator}` : `${deck}: predicted`,
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

const digits = (value: number): string => `${Number(value.toPrecision(4))}`;

function between({ low, high }: Bounds, format: (value: number) => string): string[] {
  return low === undefined || high === undefined ? [] : [`${format(low)} … ${format(high)}`];
}
