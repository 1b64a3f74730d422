import type { Evaluation } from "../train/index.js";

/** A data set (or a network) and what its evaluation found. */
export interface EvaluationRow {
  readonly name: string;
  readonly split: string;
  readonly evaluation: Evaluation;
}

/** Evaluations as tables: one for voltages, one for measures. */
export function evaluationTable(rows: readonly EvaluationRow[], head: string, levels: number): string {
  const voltages = rows.flatMap(({ name, split, evaluation: { metrics, coverage } }) =>
    metrics
      ? [
          [
            ...[name, split, metrics.accuracy.toFixed(4), metrics.freeAccuracy?.toFixed(4) ?? ""],
            metrics.batchAccuracy.toFixed(4),
            ...[metrics.rmse.toPrecision(3), `${metrics.graphs}`, `${metrics.labels}`, share(coverage)],
          ],
        ]
      : [],
  );
  const measures = rows.flatMap(({ name, split, evaluation: { targets = [] } }) =>
    targets.map((target) => [
      ...[name, split, target.scale === "log" ? `log ${target.name}` : target.name],
      ...[target.accuracy.toFixed(4), target.r2.toFixed(4), target.mae.toPrecision(3)],
      ...[`${target.labels}`, share(target.coverage)],
    ]),
  );
  const accuracy = `Acc@${levels}`;
  return [
    table(
      [
        ...[head, "split", accuracy, "free nets", "by batch"],
        ...["RMSE (V)", "circuits", "outputs", "in interval"],
      ],
      voltages,
      2,
    ),
    table([head, "split", "measure", accuracy, "R2", "mean error", "labels", "in interval"], measures, 3),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function share(coverage: Evaluation["coverage"]): string {
  return coverage
    ? `${(100 * coverage.found).toFixed(1)} % (stated ${(100 * coverage.stated).toFixed(0)} %)`
    : "";
}

/** Columns of texts, the first `words` of them aligned to the left; a column that is empty throughout is left out. */
function table(header: readonly string[], lines: readonly (readonly string[])[], words: number): string {
  if (lines.length === 0) return "";
  const isEmpty = header.map((_, column) => lines.every((line) => line[column] === ""));
  const shown = [header, ...lines].map((line) => line.filter((_, column) => !isEmpty[column]));
  const widths = shown[0]!.map((_, column) => Math.max(...shown.map((line) => line[column]!.length)));
  const print = (cells: readonly string[]) =>
    cells.map((cell, i) => (i < words ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return `${shown.map((line) => print(line).trimEnd()).join("\n")}\n`;
}
