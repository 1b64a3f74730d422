import type { Circuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { labelRules } from "./label.js";
import { type PlannedRow, planRow } from "./plan.js";
import type { Recipe } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import { type Answer, measuresBy, type OperatingPointSource, voltagesBy } from "./source.js";
import { rowTestbench } from "./testbench.js";

/**
 * The labelled rows of these indices of a recipe, in whatever order the source finishes them.
 *
 * Stops taking new rows once `signal` is aborted; rows under way still come. Throws DATASET_SOURCE, and SIMULATION_TESTBENCH where
 * the recipe's testbench does not fit its circuits.
 */
export async function* labelRows(
  recipe: Recipe,
  indices: readonly number[],
  source: OperatingPointSource,
  signal?: AbortSignal,
): AsyncGenerator<DatasetRow> {
  const rule = labelRules[recipe.label];
  const underWay = new Map<number, { row: PlannedRow; circuit: Circuit }>();
  const unbuilt: DatasetRow[] = [];
  function* circuits(): Generator<Circuit> {
    let place = 0;
    for (const index of indices) {
      if (signal?.aborted) return;
      const row = planRow(recipe, index);
      try {
        const circuit = rule.circuit(row);
        underWay.set(place++, { row, circuit });
        yield circuit;
      } catch (error) {
        // A netlist whose expressions have no value here.
        if (!(error instanceof KirchhoffError)) throw error;
        unbuilt.push({ status: "failed", ...row, reason: error.code, message: error.message });
      }
    }
  }
  for await (const answer of answersOf(recipe, source, circuits())) {
    const { row, circuit } = underWay.get(answer.index)!;
    underWay.delete(answer.index);
    yield finishRow(row, answer, (voltages) => rule.read(circuit, voltages));
    yield* unbuilt.splice(0);
  }
  yield* unbuilt;
}

function answersOf(
  recipe: Recipe,
  source: OperatingPointSource,
  circuits: Iterable<Circuit>,
): AsyncGenerator<Answer> {
  const testbench = rowTestbench(recipe);
  if (!testbench) return voltagesBy(source, circuits);
  const { analyse } = source;
  if (analyse) return measuresBy({ analyse: analyse.bind(source) }, testbench, circuits);
  throw new KirchhoffError("DATASET_SOURCE", `${source.name} knows voltages alone`, {
    found: `the recipe ${recipe.name}, which asks for measures or for the operating points of devices`,
    expected: "a simulator: native or embedded",
    hint: "choose one (--simulator auto), or ask for voltages only",
  });
}

/** A label that is no finite number is a failure too, whatever the simulator thinks of it. */
function finishRow(
  row: PlannedRow,
  { point, measures }: Answer,
  read: (voltages: Float64Array) => Float64Array,
): DatasetRow {
  if (point.status === "failed")
    return { status: "failed", ...row, reason: point.reason, message: point.message };
  const labels = read(point.value.voltages);
  if (!labels.every(Number.isFinite)) {
    const message = "a label is not a finite number";
    return { status: "failed", ...row, reason: "DATASET_LABEL_NOT_FINITE", message };
  }
  const values: Record<string, number> = {};
  const invalid: Record<string, string> = {};
  for (const [name, each] of Object.entries(measures)) {
    values[name] = each.status === "ok" ? each.value : Number.NaN;
    if (each.status === "invalid") invalid[name] = each.reason;
  }
  return { status: "ok", ...row, labels, measures: values, invalid, devices: point.value.devices ?? {} };
}
