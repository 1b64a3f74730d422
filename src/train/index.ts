export { loadCheckpoint, saveCheckpoint } from "./checkpoint-files.js";
export {
  type DatasetChoice,
  type LossKind,
  type PretrainConfig,
  pretrainSchema,
  type ScheduleConfig,
} from "./config.js";
export { type EvaluationData, type EvaluationDataOptions, evaluate, openEvaluationData } from "./evaluate.js";
export { pretrainJsonSchema } from "./json-schema.js";
export { type LabelledGraphs, loadSplit } from "./labelled-graphs.js";
export { type Metrics, type Scored, scorePredictions } from "./metrics.js";
export { checkpointPath, Predictor } from "./predictor.js";
export {
  type PretrainOptions,
  type PretrainProgress,
  type PretrainResult,
  pretrain,
  resumePretrain,
} from "./pretrain.js";
export { type TrainingRecipe, trainingRecipe, trainingRecipes } from "./recipes.js";
export { type JournalEvent, openRun, type Run } from "./run.js";
export type { CheckpointName, RunDescription } from "./run-folder.js";
export { withSettings } from "./settings.js";
export type { StepRecord, StopReason, Validation } from "./trainer.js";
