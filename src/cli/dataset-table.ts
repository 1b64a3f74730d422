import type { DatasetInspection, SplitStatistics, Spread } from "../dataset/index.js";
import { textTable } from "./simulate/table.js";
import { withUnit } from "./simulate/units.js";

/** What a dataset folder holds, as lines of text. */
export function describeDataset({ folder, manifest, problems, splits, failures }: DatasetInspection): string {
  const { recipe, simulator, kirchhoff, shards } = manifest;
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const lines = [
    `${folder}: ${recipe.name}`,
    ...(recipe.description ? [`  ${recipe.description}`] : []),
    `  label      ${recipe.label}, by ${simulator.name} ${simulator.version}`,
    `  made by    kirchhoff ${kirchhoff}, seed ${recipe.seed}`,
    `  shards     ${shards.length}, ${(bytes / 1e6).toFixed(1)} MB`,
    `  state      ${state(manifest.complete, problems.length)}`,
    ...problems.map((problem) => `    ${problem.code}: ${problem.file}`),
    ...[...new Set(problems.map(({ hint }) => hint))].map((hint) => `    do: ${hint}`),
  ];
  for (const { split, ok, failed, circuits, labels, measures } of splits) {
    lines.push("", `  ${split}: ${ok} labelled, ${failed} failed`);
    const names = Object.entries(circuits).map(([name, rows]) => `${name} ${rows}`);
    lines.push(`    circuits ${names.join(", ")}`);
    if (!labels) continue;
    const numbers = numbersOf(labels).map((value) => value.toPrecision(4));
    lines.push(
      `    labels   ${labels.labels}: mean ${numbers[0]}, deviation ${numbers[1]}, from ${numbers[2]} to ${numbers[3]}`,
      ...measureTable(measures),
    );
  }
  const reasons = Object.entries(failures);
  if (reasons.length > 0) lines.push("", "  failures by reason:");
  for (const [reason, rows] of reasons) lines.push(`    ${reason} ${rows}`);
  return `${lines.join("\n")}\n`;
}

/** A line for each measure: rows that have it, its spread, and how often which reason stands in its place. */
function measureTable(measures: SplitStatistics["measures"]): string[] {
  const rows = Object.entries(measures).map(([name, { unit, valid, spread }]) => [
    name,
    `${valid}`,
    ...(spread ? numbersOf(spread).map((value) => withUnit(value, unit)) : []),
  ]);
  if (rows.length === 0) return [];
  const table = textTable(["measure", "valid", "mean", "deviation", "from", "to"], rows);
  const reasons = Object.entries(measures).flatMap(([name, { invalid }]) => {
    const counts = Object.entries(invalid).map(([reason, count]) => `${reason} ${count}`);
    return counts.length === 0 ? [] : [`  ${name} invalid: ${counts.join(", ")}`];
  });
  return [...table, ...reasons].map((line) => `  ${line}`);
}

function numbersOf({ mean, standardDeviation, minimum, maximum }: Spread): readonly number[] {
  return [mean, standardDeviation, minimum, maximum];
}

function state(complete: boolean, problems: number): string {
  if (problems > 0)
    return `damaged: ${problems} ${problems === 1 ? "shard is" : "shards are"} not as generated`;
  return complete
    ? "complete, every checksum holds"
    : "unfinished (go on with kirchhoff generate … --resume)";
}
