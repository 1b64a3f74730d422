export { type DeepGenOptions, deepGen, deepGenEmbedding } from "./deep-gen.js";
export { type GraphInputs, graphInputs } from "./graph-inputs.js";
export { type NetworkConfig, networkSchema, prepareNetwork } from "./network.js";
export type { PreparedNetwork } from "./prepared-network.js";
