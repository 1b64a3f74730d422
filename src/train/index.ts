export { loadCheckpoint, loadCheckpointOf, saveCheckpoint } from "./checkpoint-files.js";
export {
  type DatasetChoice,
  type Objective,
  objectiveOf,
  type PretrainConfig,
  pretrainSchema,
} from "./config.js";
export { CircuitEncoder } from "./contrastive/circuit-encoder.js";
export {
  type AugmentedOptions,
  augmented,
  type NamedCircuit,
  namedCircuits,
} from "./contrastive/circuits.js";
export { type ContrastiveConfig, type ContrastiveLoss, contrastiveSchema } from "./contrastive/config.js";
export { type IntrinsicMetrics, intrinsicMetrics, unitRows } from "./contrastive/intrinsic.js";
export { type IntrinsicTestOptions, intrinsicTest, rawFeatures } from "./contrastive/intrinsic-test.js";
export {
  type ContrastiveOptions,
  type ContrastiveProgress,
  type ContrastiveResult,
  pretrainContrastive,
  resumeContrastive,
} from "./contrastive/pretrain.js";
export {
  deviceCounts,
  type Match,
  mostSimilar,
  sharedDevices,
  sharedFraction,
} from "./contrastive/similarity.js";
export {
  type Evaluation,
  type EvaluationData,
  type EvaluationDataOptions,
  evaluate,
  evaluateModel,
  lastSplit,
  openEvaluationData,
  type TargetEvaluation,
} from "./evaluate.js";
export { type FinetuneConfig, finetuneSchema } from "./fine-tuning/config.js";
export {
  FineTuner,
  type FineTunerOptions,
  type FitHooks,
  type FitOptions,
  type Fitted,
} from "./fine-tuning/fine-tuner.js";
export {
  type FinetuneOptions,
  type FinetuneProgress,
  type FinetuneResult,
  finetune,
  resumeFinetune,
} from "./fine-tuning/finetune.js";
export { withMeasureFeatures } from "./fine-tuning/measure-features.js";
export { digestOfWeights, openFinetuneData } from "./fine-tuning/prepare.js";
export type { RateFactors } from "./fine-tuning/rate-factors.js";
export { finetuneRecipe, finetuneRecipes } from "./fine-tuning/recipes.js";
export { compileStates, type StatesProgram } from "./fine-tuning/states-program.js";
export { holdOut, nestedSubset, type Subset, selectGraphs } from "./fine-tuning/subset.js";
export { scoreEachTarget, type TargetMetrics } from "./fine-tuning/target-metrics.js";
export { fitScaling, scaleLabels, unscale } from "./fine-tuning/target-scaling.js";
export { loadTargets, type Target, targetNames } from "./fine-tuning/targets.js";
export { type FrozenBackbone, FrozenStates } from "./frozen-states.js";
export { JsonLines, readJsonLines } from "./json-lines.js";
export { pretrainJsonSchema } from "./json-schema.js";
export type { PretrainProgress, PretrainResult } from "./kept-run.js";
export { type LabelledGraphs, loadSplit, topologiesOf } from "./labelled-graphs.js";
export { type Metrics, type Scored, scorePredictions } from "./metrics.js";
export { checkpointPath, type Estimate, Predictor } from "./predictor.js";
export { type PretrainOptions, pretrain, resumePretrain } from "./pretrain.js";
export { gitCommit, versions } from "./provenance.js";
export { type TrainingRecipe, trainingRecipe, trainingRecipes } from "./recipes.js";
export {
  type ContrastiveRun,
  type JournalEvent,
  objectiveOfRun,
  openContrastiveRun,
  openRun,
  type Run,
  readFinetuneConfig,
} from "./run.js";
export type { CheckpointName, RunDescription } from "./run-folder.js";
export { lockRun } from "./run-lock.js";
export { withSettings } from "./settings.js";
export { vectorOf } from "./tensor-values.js";
export type { StepRecord, StopReason, Validation } from "./trainer.js";
export type { LossKind, ScheduleConfig, TrainerConfig } from "./trainer-config.js";
export {
  compileUpdate,
  type TrainingState,
  type UpdateProgram,
  type Weights,
} from "./update-program.js";
