export { batchDeviceGraphs, type DeviceGraphBatch, oneHotRows } from "./batch.js";
export { type DeviceGraph, deviceGraph, directedEdges } from "./device-graph.js";
export { editDeviceGraph } from "./edit-device-graph.js";
export { type DeviceGraphStyle, deviceGraphKinds } from "./kinds.js";
