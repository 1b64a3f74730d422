export {
  type PaperEntry,
  type SizingMethodEntry,
  type SizingProblemEntry,
  sizingMethods,
  sizingProblems,
} from "./definitions.js";
export { exampleProblem } from "./example.js";
export { table2Markdown, table2Picture } from "./page.js";
export type { SizingCell, SizingRecord } from "./record.js";
export { runTable2, type Table2Options, type Table2Progress } from "./run.js";
export { readTable2, type Table2, type Table2Panel, type Table2Row } from "./table.js";
