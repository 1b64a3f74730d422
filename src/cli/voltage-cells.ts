import { formatSi } from "../report/index.js";

/** The head of a table of voltages predicted beside simulated. */
export const voltageColumns = ["net", "predicted (V)", "simulated (V)", "difference"] as const;

/** A line of that table: the difference in the unit that suits it. */
export function voltageCells(net: string, predicted: number, simulated: number): string[] {
  const difference = predicted - simulated;
  return [
    net,
    predicted.toFixed(4),
    simulated.toFixed(4),
    `${difference < 0 ? "-" : "+"}${formatSi(Math.abs(difference), "V")}`,
  ];
}
