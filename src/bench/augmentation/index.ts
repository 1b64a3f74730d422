export { type BenchCircuit, benchCircuit } from "./bench-circuits.js";
export { type EditCase, editCases } from "./edit-cases.js";
export { type Comparison, compareEdits, type EditRow, summariseEdits } from "./measure.js";
export { measureSeriesTransistors, type SeriesChange, type SeriesRow } from "./series-transistors.js";
export { type VoltageDifference, voltageDifferences } from "./voltage-difference.js";
export { countWorking, type WorkingRow } from "./working-circuits.js";
