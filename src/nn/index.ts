export {
  type AdamWInputs,
  type AdamWOptions,
  type AdamWState,
  adamW,
  adamWFeeds,
  adamWInputs,
} from "./adamw.js";
export { batchNormMlp } from "./batch-norm-mlp.js";
export { softmaxAggregate } from "./gen-conv.js";
export { batchNorm, layerNorm, linear, mlpHead } from "./layers.js";
export {
  type BuiltModel,
  buildModel,
  type Initializer,
  initialState,
  Scope,
  type StateEntry,
  type StateLayout,
} from "./scope.js";
