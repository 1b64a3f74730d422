export { nodeEncodingNames } from "./node-encoding.js";
export { exportParquet } from "./parquet.js";
export { exportPyg, type PygDescription, type PygExportOptions } from "./pyg.js";
export type { PygSplitCounts } from "./pyg-split.js";
