export {
  type Dataset,
  type DatasetSplit,
  openDataset,
  type StoredDataset,
} from "./dataset.js";
export { type Distribution, drawValues } from "./distribution.js";
export {
  exportParquet,
  exportPyg,
  nodeEncodingNames,
  type PygDescription,
  type PygExportOptions,
  type PygSplitCounts,
} from "./export/index.js";
export { type GenerateOptions, type GenerateProgress, generateDataset } from "./generate.js";
export { type DatasetInspection, inspectDataset, type ShardProblem } from "./inspect.js";
export { countFailures, countRows, type Manifest, type RowCounts, type ShardEntry } from "./manifest.js";
export { generateInMemory, type InMemoryOptions } from "./memory.js";
export { namedRecipe, recipeNames } from "./named-recipes.js";
export type { NetlistCircuit } from "./netlist-circuit.js";
export { defaultSimulator, openSource } from "./open-source.js";
export { type PlannedRow, planRow } from "./plan.js";
export {
  type LabelKind,
  labelKinds,
  type Recipe,
  type SimulatorChoice,
  type SplitName,
  simulatorChoices,
  splitNames,
  voltagesOnly,
} from "./recipe.js";
export type { RecipeFiles } from "./recipe-files.js";
export { loadRecipe, recipeSchema } from "./recipe-schema.js";
export type { DatasetRow, FailedRow, LabelledRow } from "./row.js";
export { gridRows, rowCount, withRowCount } from "./row-count.js";
export { rowGraph } from "./row-graph.js";
export { distributionsOf } from "./sampling.js";
export type { OperatingPointResult, OperatingPointSource } from "./source.js";
export {
  type LabelStatistics,
  type MeasureStatistics,
  type SplitStatistics,
  type Spread,
  targetUnit,
} from "./statistics.js";
