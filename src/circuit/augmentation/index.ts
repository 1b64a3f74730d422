export { type AugmentedCircuit, augmentedCircuits } from "./augmented-circuits.js";
export type { TransistorDivision } from "./divide.js";
export type { Edit, EditOperation } from "./edit.js";
export { type EditOptions, editCircuit } from "./edit-circuit.js";
export { type AugmentationRules, exactRules, faithfulRules, soundRules } from "./rules.js";
export { type AugmentationOptions, AugmentationTree } from "./tree.js";
