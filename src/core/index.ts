export { type ErrorDetails, formatLocation, KirchhoffError, type SourceLocation } from "./error.js";
export { RandomStream } from "./random.js";
