/**
 * Everything that runs anywhere, room by room. A program that needs one room alone imports its subpath
 * (`kirchhoff/graph`); the rooms that need Node (`kirchhoff/simulate`, `kirchhoff/dataset` …) are reached by theirs.
 */

export type { Circuit, Device, DeviceKind, Net } from "./circuit/index.js";
export * as circuit from "./circuit/index.js";
export { type ErrorDetails, KirchhoffError, RandomStream, type SourceLocation } from "./core/index.js";
export * as graph from "./graph/index.js";
export * as model from "./model/index.js";
export * as netlist from "./netlist/index.js";
export * as nn from "./nn/index.js";
export * as tensor from "./tensor/index.js";
