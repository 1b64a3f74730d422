export { loadConfig, validateConfig } from "./config.js";
export { type ErrorDetails, formatLocation, KirchhoffError, type SourceLocation } from "./error.js";
export { nearestWord } from "./nearest.js";
export { RandomStream } from "./random.js";
export {
  type DegreeClass,
  type DegreeProfile,
  type RowClass,
  type RowTable,
  universalProfile,
} from "./row-table.js";
