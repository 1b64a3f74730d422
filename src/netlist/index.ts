export { type Diagnostic, formatDiagnostic, type Severity } from "./diagnostic.js";
export type { Dialect } from "./dialect.js";
export { type EditScope, NetlistEditor } from "./edit/netlist-editor.js";
export type { TextEdit } from "./edit/text-edits.js";
export type { Directive } from "./elaborate/directive.js";
export { type ElaborateOptions, type Elaboration, elaborate, readNetlist } from "./elaborate/elaborate.js";
export type { EvaluatedParameter } from "./expression/scope.js";
export { type FileAnswer, type FileProvider, memoryFiles } from "./files.js";
export { parseSpiceNumber } from "./number.js";
export { type PrintedCircuit, printCircuit } from "./print/print-circuit.js";
export { readSubcircuit, type SubcircuitHeader, subcircuitHeaders } from "./subcircuit.js";
export { type ParseOptions, parseNetlist } from "./syntax/parse.js";
export { SourceText } from "./syntax/source.js";
export {
  type Block,
  isBlock,
  printTree,
  type Statement,
  type SyntaxNode,
  type SyntaxTree,
  statements,
} from "./syntax/tree.js";
