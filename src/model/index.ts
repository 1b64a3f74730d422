export {
  type Calibration,
  type CardBase,
  type CardReader,
  cardFormat,
  type Familiarity,
  type ModelCard,
  readModelCard,
  type StoredCard,
  type TargetScaling,
  type ValidationRecord,
  type VoltageLabels,
} from "./card.js";
export {
  type Checkpoint,
  type CheckpointContents,
  type CheckpointFiles,
  decodeCheckpoint,
  decodeCheckpointOf,
  encodeCheckpoint,
  packPart,
  packTensors,
  unpackTensors,
} from "./checkpoint.js";
export { type DeepGenOptions, deepGen, deepGenEmbedding } from "./deep-gen.js";
export { type EncoderConfig, encoderSchema, type PreparedEncoder, prepareEncoder } from "./encoder.js";
export { type EncoderCard, readEncoderCard } from "./encoder-card.js";
export { ensembleTensors, memberTensors } from "./ensemble.js";
export { type ClassDescription, type ExportDescription, exportOnnx, type PortDescription } from "./export.js";
export { type GraphInputs, graphInputs } from "./graph-inputs.js";
export { type GraphHeadConfig, graphHeadSchema } from "./heads/graph-head.js";
export { meanStates } from "./heads/mean-states.js";
export { embeddingOf, type StatesByGraph, statesByGraph } from "./heads/states-by-graph.js";
export { withGraphHead } from "./heads/with-graph-head.js";
export { type NetworkConfig, networkSchema, prepareNetwork } from "./network.js";
export {
  type DiceConfig,
  type DiceStates,
  diceSchema,
  type PreparedDice,
  prepareDice,
  publishedDice,
} from "./networks/dice.js";
export { type ModelDescription, prepareModel } from "./prepared-model.js";
export type { EmbeddingFeeds, HeadPredictions, NodeEmbedding, PreparedNetwork } from "./prepared-network.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors, type StoredTensor } from "./safetensors.js";
export type { Topologies } from "./topologies.js";
