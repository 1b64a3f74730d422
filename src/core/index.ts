export { type Locate, loadConfig, loadLocated, validateConfig } from "./config.js";
export { type ErrorDetails, formatLocation, KirchhoffError, type SourceLocation } from "./error.js";
export { nearestWord } from "./nearest.js";
export { RandomStream } from "./random.js";
export {
  classOfDegree,
  type DegreeClass,
  type DegreeProfile,
  degreeProfile,
  emptyClasses,
  type RowClass,
  type RowLists,
  type RowTable,
  rowTable,
  setSummand,
  transposeLists,
  universalProfile,
} from "./row-table.js";
