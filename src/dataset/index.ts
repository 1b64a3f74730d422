export { type Distribution, distributionSchema, draw } from "./distribution.js";
export { namedRecipe, recipeNames } from "./named-recipes.js";
export { type PlannedRow, planRow, splitRange } from "./plan.js";
export {
  distributionsOf,
  type LabelKind,
  labelKinds,
  loadRecipe,
  type Recipe,
  recipeSchema,
  rowCount,
  type SimulatorChoice,
  type SplitName,
  simulatorChoices,
  splitNames,
  withRowCount,
} from "./recipe.js";
