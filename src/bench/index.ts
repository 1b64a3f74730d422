export {
  type BenchCircuit,
  benchCircuit,
  type Comparison,
  compareEdits,
  countWorking,
  type EditCase,
  type EditRow,
  editCases,
  measureSeriesTransistors,
  type SeriesChange,
  type SeriesRow,
  summariseEdits,
  type VoltageDifference,
  voltageDifferences,
  type WorkingRow,
} from "./augmentation/index.js";
export { type Baseline, measureBaselines, truncatedLayers, untrainedPredictor } from "./baselines.js";
export { type CellResult, cellFolder } from "./cell.js";
export { type MapMethod, mapMethods } from "./dice/map/embedding-map.js";
export { type UnseenMapOptions, unseenMaps } from "./dice/map/unseen-map.js";
export { diceCardMarkdown, diceMarkdown, dicePicture, diceTables } from "./dice/page.js";
export {
  type DiceRow,
  type DiceTable,
  type DiceTableOptions,
  type DiceTableProgress,
  readDiceTable,
  runDiceTable,
} from "./dice/table.js";
export type { FigureProgress } from "./few-shot/figure.js";
export {
  type FewShotFigure,
  type FigureName,
  fewShotFigure,
  figureNames,
} from "./few-shot/figure-definitions.js";
export { figureMarkdown, figurePictures, figureTables } from "./few-shot/figure-page.js";
export { type FigureResult, readFigure } from "./few-shot/read-figure.js";
export { type FewShotOptions, runFewShot } from "./few-shot/run.js";
export {
  type LearningCurve,
  measurePretraining,
  type PretrainingMeasurement,
  readLearningCurve,
} from "./learning-curve.js";
export { describeMachine, type Machine, machineLine } from "./machine.js";
export { type Measurement, parseMeasurement, recordMeasurement } from "./measurement.js";
export { opAmpCardMarkdown, opAmpMarkdown, opAmpPicture } from "./op-amp-page.js";
export { measureOpAmp, type OpAmpCurve, type OpAmpPretraining } from "./op-amp-pretraining.js";
export { measurementMarkdown } from "./performance-page.js";
export { hopsToSource, hopsToSources, truncatedLadder, truncatedPredictions } from "./receptive-field.js";
export { learningCurvePicture, pretrainingMarkdown, table1Section } from "./results-page.js";
export {
  exampleProblem,
  type PaperEntry,
  readTable2,
  runTable2,
  type SizingCell,
  type SizingMethodEntry,
  type SizingProblemEntry,
  type SizingRecord,
  sizingMethods,
  sizingProblems,
  type Table2,
  type Table2Options,
  type Table2Panel,
  type Table2Progress,
  type Table2Row,
  table2Markdown,
  table2Picture,
} from "./sizing/index.js";
export { type Estimate, estimate, halfWidth95 } from "./statistics.js";
export {
  planCells,
  readTable1,
  runTable1,
  type Table1,
  type Table1Options,
  type Table1Progress,
  type Table1Row,
} from "./table1.js";
export { type BudgetName, budgetNames, budgets, type Cell, cellConfig } from "./table1-config.js";
export { table1Markdown } from "./table1-markdown.js";
export { selectRows, type TableRow, tableRows, testSizes } from "./table1-rows.js";
export {
  type EncoderName,
  type EncoderPaths,
  encoderNames,
  encoderTexts,
  type Protocol,
  protocols,
  readTask,
  runTask,
  type TaskName,
  type TaskOptions,
  type TaskProgress,
  type TaskResult,
  taskMarkdown,
  taskNames,
  taskPicture,
  taskTables,
} from "./tasks/index.js";
export { TestData } from "./test-data.js";
export { secondsAtSteps, trainingSeconds } from "./training-seconds.js";
