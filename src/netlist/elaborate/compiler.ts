import type { Dialect } from "../dialect.js";
import { compileExpression, type Program } from "../expression/compile.js";
import { ExpressionError } from "../expression/lexer.js";
import { parseSpiceNumber } from "../number.js";
import type { Definition } from "../syntax/fields.js";
import type { Card, Content } from "./content.js";

/** Compiles the expressions of cards, each text once, and tells what is wrong with them. */
export class ExpressionCompiler {
  readonly dialect: Dialect;
  readonly #programs = new Map<string, Program>();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** The program of a text that stands at an offset of a card; undefined after a diagnostic. */
  compile(text: string, card: Card, offset: number): Program | undefined {
    const number = parseSpiceNumber(text, this.dialect);
    if (number !== undefined) {
      if (Number.isFinite(number)) return constantProgram(text, number);
      card.report("error", "NETLIST_NOT_FINITE", `${text} is too large for a number`, offset);
      return undefined;
    }
    const key = text.toLowerCase();
    const known = this.#programs.get(key);
    if (known) return known;
    try {
      const program = compileExpression(key, this.dialect);
      this.#programs.set(key, program);
      return program;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
      card.report("error", error.code, `${error.message} in ${JSON.stringify(shown)}`, offset);
      return undefined;
    }
  }

  /** Puts the definitions of a `.param` or `.func` card into a content. */
  define(definitions: readonly Definition[], card: Card, content: Content): void {
    for (const definition of definitions) {
      const { name, start, value } = definition;
      if (value.kind === "string") {
        card.report(
          "warning",
          "NETLIST_TEXT_PARAMETER",
          `parameter ${name} is text, which no expression can use`,
          start,
        );
        continue;
      }
      const program = this.compile(unwrapText(value.text), card, value.start);
      if (!program) continue;
      if (definition.arguments)
        content.functions.set(name, { name, parameters: definition.arguments, program });
      else content.parameters.push({ name, program, location: card.source.locate(start) });
    }
  }
}

function constantProgram(text: string, value: number): Program {
  return { text, instructions: [{ op: "push", value }], names: [], readsCircuit: false, constant: value };
}

/** Braces or quotes around a whole bare expression mean nothing. */
function unwrapText(text: string): string {
  return /^\{[^{}]*\}$/.test(text) ? text.slice(1, -1) : text;
}
