export {
  type AugmentationOptions,
  type AugmentationRules,
  AugmentationTree,
  type AugmentedCircuit,
  augmentedCircuits,
  type Edit,
  type EditOperation,
  type EditOptions,
  editCircuit,
  exactRules,
  faithfulRules,
  soundRules,
  type TransistorDivision,
} from "./augmentation/index.js";
export { mos45nm } from "./cards/mos-45nm.js";
export { catalogueEntry, circuitCatalogue } from "./catalogue/catalogue.js";
export { publishedLabels } from "./catalogue/dice.js";
export {
  type CatalogueEntry,
  type CircuitFamily,
  type CircuitLabel,
  type CircuitSet,
  type CircuitSplit,
  circuitFamilies,
  circuitLabels,
} from "./catalogue/entry.js";
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
export { parametricCircuit, parametricCircuitNames, registerCircuit } from "./library.js";
export { biasedOpAmp, opAmp } from "./op-amp.js";
export { amperesIntoOutput, dividerResistance, voltIntoOutput } from "./output-resistance.js";
export {
  type CircuitParameter,
  nominalCircuit,
  type ParameterTarget,
  type ParameterUnit,
  type ParametricCircuit,
  type Parametrisation,
  parametrise,
} from "./parametric.js";
export { loadedDivider, parallelDivider, seriesDivider, wheatstoneBridge } from "./resistive.js";
