export { accuracyAtK, batchAccuracyAtK } from "./accuracy.js";
export {
  type AdamWInputs,
  type AdamWOptions,
  type AdamWState,
  adamW,
  adamWFeeds,
  adamWInputs,
} from "./adamw.js";
export { attentionPooling, crossAttention } from "./attention-pooling.js";
export { batchNormMlp } from "./batch-norm-mlp.js";
export { clipByGlobalNorm } from "./clip-gradient.js";
export {
  cosineSimilarity,
  type DiceLossOptions,
  diceLoss,
  ntXentLoss,
  simSiamLoss,
  simSiamPredictor,
} from "./contrastive-losses.js";
export { blocksByKind, diceEmbedding, diceEncoder } from "./dice-encoder.js";
export { type Edges, edgeFeeds, edgeInputs } from "./edges.js";
export { gatLayer } from "./gat.js";
export { gcnLayer } from "./gcn.js";
export { softmaxAggregate } from "./gen-conv.js";
export { ginEdgeLayer, type NodeAndEdgeStates } from "./gin-edge.js";
export { batchNorm, layerNorm, linear } from "./layers.js";
export { huberLoss, l1Loss, meanSquaredError } from "./losses.js";
export { mlp } from "./mlp.js";
export { meanPooling, sumPooling } from "./pooling.js";
export {
  constantSchedule,
  cosineProductSchedule,
  cosineSchedule,
  linearSchedule,
  type Schedule,
  type WarmUpOptions,
} from "./schedules.js";
export {
  type BuiltModel,
  buildModel,
  fanIn,
  type Initializer,
  initialState,
  type Mode,
  Scope,
  type StateEntry,
  type StateLayout,
  xavier,
} from "./scope.js";
