export { type DeepGenOptions, deepGen, deepGenEmbedding } from "./deep-gen.js";
export { type GraphInputs, graphInputs } from "./graph-inputs.js";
export { type NetworkConfig, networkSchema, type PreparedNetwork, prepareNetwork } from "./network.js";
