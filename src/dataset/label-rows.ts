import type { Circuit } from "../circuit/index.js";
import { labelRules } from "./label.js";
import { type PlannedRow, planRow } from "./plan.js";
import type { Recipe } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import type { OperatingPointResult, OperatingPointSource } from "./source.js";

/**
 * The labelled rows of these indices of a recipe, in whatever order the source finishes them.
 *
 * Stops taking new rows once `signal` is aborted; rows under way still come.
 */
export async function* labelRows(
  recipe: Recipe,
  indices: readonly number[],
  source: OperatingPointSource,
  signal?: AbortSignal,
): AsyncGenerator<DatasetRow> {
  const rule = labelRules[recipe.label];
  const underWay = new Map<number, { row: PlannedRow; circuit: Circuit }>();
  function* circuits(): Generator<Circuit> {
    for (const [place, index] of indices.entries()) {
      if (signal?.aborted) return;
      const row = planRow(recipe, index);
      const circuit = rule.circuit(row);
      underWay.set(place, { row, circuit });
      yield circuit;
    }
  }
  for await (const { index: place, result } of source.operatingPoints(circuits())) {
    const { row, circuit } = underWay.get(place)!;
    underWay.delete(place);
    yield finishRow(row, result, (voltages) => rule.read(circuit, voltages));
  }
}

/** A label that is no finite number is a failure too, whatever the simulator thinks of it. */
function finishRow(
  row: PlannedRow,
  result: OperatingPointResult,
  read: (voltages: Float64Array) => Float64Array,
): DatasetRow {
  if (result.status === "failed")
    return { status: "failed", ...row, reason: result.reason, message: result.message };
  const labels = read(result.value.voltages);
  if (labels.every(Number.isFinite)) return { status: "ok", ...row, labels };
  return {
    status: "failed",
    ...row,
    reason: "DATASET_LABEL_NOT_FINITE",
    message: "a label is not a finite number",
  };
}
