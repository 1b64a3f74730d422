export {
  AugmentedDeviceGraphs,
  type ContrastiveBatch,
  type ContrastiveExample,
  contrastiveBatch,
  type ExampleSampler,
  type ExampleSet,
  shuffledSampler,
  stratifiedSampler,
} from "./augmentation/index.js";
export { batchGraphs, type GraphBatch } from "./batch.js";
export { batchDevices, type DeviceBatch } from "./device-batch.js";
export {
  batchDeviceGraphs,
  type DeviceGraph,
  type DeviceGraphBatch,
  type DeviceGraphStyle,
  deviceGraph,
  deviceGraphKinds,
  directedEdges,
  editDeviceGraph,
  oneHotRows,
} from "./device-graph/index.js";
export { type DeviceSlots, deviceSlots } from "./device-slots.js";
export { type GraphEncoding, type GraphSize, graphEncodings } from "./encodings.js";
export {
  type BoundFeature,
  deviceFeature,
  type FeatureParameter,
  type NodeFeature,
  netSumFeature,
} from "./feature.js";
export { nodeFeatures } from "./feature-catalogue.js";
export { circuitKinds } from "./reference-nets.js";
export type { BoundScheme, FeatureScheme, FeatureStatistics, SchemeDescription } from "./scheme.js";
export { featureScheme, featureSchemeNames, fitScheme, schemeFromJSON } from "./schemes.js";
export { batchTerminals, type TerminalBatch } from "./terminal-batch.js";
export { type TerminalRelations, terminalRelations } from "./terminal-relations.js";
export { type CircuitGraph, type GraphTopology, graphTopology, terminalGraph } from "./topology.js";
