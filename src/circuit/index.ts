export type {
  Circuit,
  Device,
  DeviceKind,
  DeviceModel,
  Net,
  NetId,
  NetVoltage,
  Terminal,
} from "./circuit.js";
export { ladder, ladderOutputResistance } from "./ladder.js";
export { parametricCircuit, parametricCircuitNames } from "./library.js";
export type { CircuitParameter, ParameterUnit, ParametricCircuit } from "./parametric.js";
export { loadedDivider, parallelDivider, seriesDivider, wheatstoneBridge } from "./resistive.js";
