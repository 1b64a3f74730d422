export { type ErrorDetails, formatLocation, KirchhoffError, type SourceLocation } from "./error.js";
export { RandomStream } from "./random.js";
export {
  type DegreeClass,
  type DegreeProfile,
  type RowClass,
  type RowTable,
  universalProfile,
} from "./row-table.js";
