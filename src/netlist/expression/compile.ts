import type { Dialect } from "../dialect.js";
import { parseSpiceNumber } from "../number.js";
import { ExpressionError, type ExpressionToken, lexExpression } from "./lexer.js";

/** One step of a compiled expression for a machine with a stack of numbers. */
export type Instruction =
  | { readonly op: "push"; readonly value: number }
  | { readonly op: "load"; readonly name: string }
  | { readonly op: "call"; readonly name: string; readonly count: number }
  | { readonly op: "binary"; readonly operator: string }
  | { readonly op: "negate" | "not" }
  | { readonly op: "jump" | "jump-if-zero"; target: number };

/** An expression ready to be evaluated many times. */
export interface Program {
  readonly text: string;
  readonly instructions: readonly Instruction[];
  /** Names that it reads, each once. */
  readonly names: readonly string[];
  /** Whether it reads `v(…)` or `i(…)`, so that only a simulator knows its value. */
  readonly readsCircuit: boolean;
  /** Its value, where it is a plain number. */
  readonly constant?: number;
}

const MAXIMUM_NESTING = 200;

/** Binary operators by level, loosest first (ngspice's numparam order; each associates to the left). */
const levels: readonly ReadonlySet<string>[] = [
  new Set(["||", "|"]),
  new Set(["&&", "&"]),
  new Set(["==", "!=", "<>"]),
  new Set(["<", ">", "<=", ">="]),
  new Set(["+", "-"]),
  new Set(["*", "/", "%", "\\"]),
];
const powers: ReadonlySet<string> = new Set(["**", "^"]);

/** Compiles an expression; throws {@link ExpressionError}. Nesting is limited, length is not. */
export function compileExpression(text: string, dialect: Dialect): Program {
  return new Compiler(text, dialect).compile();
}

class Compiler {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #tokens: readonly ExpressionToken[];
  readonly #instructions: Instruction[] = [];
  readonly #names = new Set<string>();
  #readsCircuit = false;
  #next = 0;
  #depth = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
    this.#tokens = lexExpression(text);
  }

  compile(): Program {
    this.#ternary();
    const extra = this.#tokens[this.#next];
    if (extra) throw new ExpressionError(`unexpected ${JSON.stringify(extra.text)}`, extra.at);
    const program = {
      text: this.#text,
      instructions: this.#instructions,
      names: [...this.#names],
      readsCircuit: this.#readsCircuit,
    };
    const only = this.#instructions.length === 1 ? this.#instructions[0] : undefined;
    return only?.op === "push" ? { ...program, constant: only.value } : program;
  }

  /** `a ? b : c`, the else branch by iteration, so that long chains need no depth. */
  #ternary(): void {
    const ends: { op: "jump"; target: number }[] = [];
    this.#enter();
    for (;;) {
      this.#binary(0);
      if (!this.#accept("?")) break;
      const toElse = this.#emit({ op: "jump-if-zero" as const, target: 0 });
      this.#ternary();
      this.#expect(":");
      ends.push(this.#emit({ op: "jump" as const, target: 0 }));
      toElse.target = this.#instructions.length;
    }
    for (const end of ends) end.target = this.#instructions.length;
    this.#depth--;
  }

  #binary(level: number): void {
    const operators = levels[level];
    if (operators === undefined) {
      this.#unary();
      return;
    }
    this.#binary(level + 1);
    for (let operator = this.#acceptAny(operators); operator; operator = this.#acceptAny(operators)) {
      this.#binary(level + 1);
      this.#instructions.push({ op: "binary", operator });
    }
  }

  /** Signs bind looser than powers (`-2**2` is -4) and tighter than products. */
  #unary(): void {
    let negative = false;
    let nots = 0;
    for (;;) {
      if (this.#accept("-")) negative = !negative;
      else if (this.#accept("!") || this.#accept("~")) nots++;
      else if (!this.#accept("+")) break;
    }
    const start = this.#instructions.length;
    this.#primary();
    for (let operator = this.#acceptAny(powers); operator; operator = this.#acceptAny(powers)) {
      let exponentNegative = false;
      while (this.#accept("-")) exponentNegative = !exponentNegative;
      this.#accept("+");
      this.#primary();
      if (exponentNegative) this.#instructions.push({ op: "negate" });
      this.#instructions.push({ op: "binary", operator: "**" });
    }
    if (negative) this.#negate(start);
    for (let i = 0; i < Math.min(nots, 2 - (nots % 2)); i++) this.#instructions.push({ op: "not" });
  }

  /** Negates what was compiled from `start` on; a lone number at once, so that `-5` stays a constant. */
  #negate(start: number): void {
    const first = this.#instructions[start]!;
    if (first.op === "push" && this.#instructions.length === start + 1) {
      this.#instructions[start] = { op: "push", value: -first.value };
    } else this.#instructions.push({ op: "negate" });
  }

  #primary(): void {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new ExpressionError("the expression ends too soon", this.#text.length);
    if (token.kind === "number") this.#number(token);
    else if (token.kind === "name") this.#nameOrCall(token.text);
    else if (token.kind === "probe") {
      this.#readsCircuit = true;
      this.#instructions.push({ op: "push", value: Number.NaN });
    } else if (token.text === "(") this.#group(")");
    else if (token.text === "{") this.#group("}");
    else if (token.text === "'") this.#group("'");
    else throw new ExpressionError(`unexpected ${JSON.stringify(token.text)}`, token.at);
  }

  #group(close: string): void {
    this.#ternary();
    this.#expect(close);
  }

  #number(token: ExpressionToken): void {
    const value = parseSpiceNumber(token.text, this.#dialect);
    if (value === undefined) throw new ExpressionError(`not a number: ${token.text}`, token.at);
    this.#instructions.push({ op: "push", value });
  }

  #nameOrCall(name: string): void {
    if (!this.#accept("(")) {
      this.#names.add(name);
      this.#instructions.push({ op: "load", name });
      return;
    }
    let count = 0;
    if (!this.#accept(")")) {
      do {
        this.#ternary();
        count++;
      } while (this.#accept(","));
      this.#expect(")");
    }
    this.#instructions.push({ op: "call", name, count });
  }

  #emit<T extends Instruction>(instruction: T): T {
    this.#instructions.push(instruction);
    return instruction;
  }

  #enter(): void {
    if (++this.#depth <= MAXIMUM_NESTING) return;
    const at = this.#tokens[this.#next]?.at ?? this.#text.length;
    throw new ExpressionError(`nested deeper than ${MAXIMUM_NESTING} levels`, at, "NETLIST_TOO_DEEP");
  }

  #accept(operator: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "operator" || token.text !== operator) return false;
    this.#next++;
    return true;
  }

  #acceptAny(operators: ReadonlySet<string>): string | undefined {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "operator" || !operators.has(token.text)) return undefined;
    this.#next++;
    return token.text;
  }

  #expect(operator: string): void {
    if (this.#accept(operator)) return;
    const token = this.#tokens[this.#next];
    const found = token ? JSON.stringify(token.text) : "the end";
    throw new ExpressionError(`expected "${operator}", found ${found}`, token?.at ?? this.#text.length);
  }
}
