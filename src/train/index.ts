export { loadCheckpoint, saveCheckpoint } from "./checkpoint-files.js";
export {
  type DatasetChoice,
  type LossKind,
  type PretrainConfig,
  pretrainSchema,
  type ScheduleConfig,
} from "./config.js";
export { type LabelledGraphs, loadSplit } from "./labelled-graphs.js";
export { type Metrics, type Scored, scorePredictions } from "./metrics.js";
export {
  type PretrainOptions,
  type PretrainProgress,
  type PretrainResult,
  pretrain,
  resumePretrain,
} from "./pretrain.js";
export { type JournalEvent, openRun, type Run } from "./run.js";
export type { CheckpointName, RunDescription } from "./run-folder.js";
export { learningRateAt } from "./schedule.js";
export type { StepRecord, StopReason, Validation } from "./trainer.js";
