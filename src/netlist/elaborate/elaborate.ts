import type { Circuit } from "../../circuit/index.js";
import type { Diagnostic } from "../diagnostic.js";
import type { Dialect } from "../dialect.js";
import type { EvaluatedParameter } from "../expression/scope.js";
import type { FileProvider } from "../files.js";
import { parseNetlist } from "../syntax/parse.js";
import type { SyntaxTree } from "../syntax/tree.js";
import type { Directive } from "./directive.js";
import { Elaborator } from "./elaborator.js";

/** How a netlist is elaborated. */
export interface ElaborateOptions {
  /** `ngspice` when absent. */
  readonly dialect?: Dialect;
  /** Where `.include` and `.lib` read from; without it they are errors. */
  readonly files?: FileProvider;
  /**
   * Whether `X` cards whose subcircuit is not defined count as transistors, resistors … where their name is that of a well-known
   * kit's device (`sky130_fd_pr__nfet_01v8`); true when absent. Others stay `black-box`.
   */
  readonly recognisePdkDevices?: boolean;
  /**
   * Circuits with more devices are refused, before they are expanded where their subcircuits tell so; 1,000,000 when absent. What
   * expressions may cost grows with it.
   */
  readonly maximumDevices?: number;
}

/** A netlist as a flat circuit, with all that is not circuit beside it. */
export interface Elaboration {
  readonly circuit: Circuit;
  /** The `.param` values of the top level. */
  readonly parameters: readonly EvaluatedParameter[];
  /** Analyses, output requests, `.control` blocks and unknown cards, as written. */
  readonly directives: readonly Directive[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and elaborates SPICE text. Never throws for what the text holds: see `diagnostics`. */
export function readNetlist(
  text: string,
  options: ElaborateOptions & { readonly file?: string } = {},
): Elaboration {
  return elaborate(parseNetlist(text, options.file === undefined ? {} : { file: options.file }), options);
}

/** Makes the flat circuit of a tree: includes read, parameters evaluated, subcircuits opened. Never throws for what the text holds. */
export function elaborate(tree: SyntaxTree, options: ElaborateOptions = {}): Elaboration {
  return new Elaborator(tree, options).run();
}
