import type { Dialect } from "../dialect.js";
import { parseSpiceNumber } from "../number.js";
import { mapProbes } from "../probes.js";
import { EvaluationError, type UserFunction } from "./evaluate.js";
import { type ExpressionToken, lexExpression } from "./lexer.js";

/** What {@link rewriteExpression} asks about the names in an expression. */
export interface RewriteContext {
  readonly dialect: Dialect;
  /** Value of a parameter, or undefined where the name is none. */
  value(name: string): number | undefined;
  userFunction(name: string): UserFunction | undefined;
  /** Told how many characters were written; may throw to end the rewriting. */
  spend(characters: number): void;
  net(name: string): string;
  device(name: string): string;
}

/** Names whose values a simulator knows alone. */
export const simulatorNames: ReadonlySet<string> = new Set([
  "time",
  "temper",
  "temp",
  "hertz",
  "freq",
  "omega",
]);

const MAXIMUM_DEPTH = 64;
const MAXIMUM_LENGTH = 100_000;

/**
 * An expression that a simulator evaluates, made independent of where it stood: parameters become numbers, user functions are
 * put in place, nets and devices get their flat names. The text must compile. Throws {@link EvaluationError}.
 */
export function rewriteExpression(text: string, context: RewriteContext): string {
  return new Rewriter(context).rewrite(text, new Map(), 0);
}

class Rewriter {
  readonly #context: RewriteContext;
  #written = 0;

  constructor(context: RewriteContext) {
    this.#context = context;
  }

  rewrite(text: string, locals: ReadonlyMap<string, string>, depth: number): string {
    return this.#tokens(lexExpression(text), locals, depth);
  }

  #tokens(tokens: readonly ExpressionToken[], locals: ReadonlyMap<string, string>, depth: number): string {
    if (depth > MAXIMUM_DEPTH)
      throw new EvaluationError("NETLIST_TOO_DEEP", "functions call each other too deep");
    const parts: string[] = [];
    let quoteOpen = false;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const user =
        token.kind === "name" && tokens[i + 1]?.text === "("
          ? this.#context.userFunction(token.text)
          : undefined;
      if (user) {
        const { args, end } = splitArguments(tokens, i + 1);
        parts.push(this.#inline(user, args, locals, depth));
        i = end;
      } else if (token.text === "'") {
        quoteOpen = !quoteOpen;
        parts.push(quoteOpen ? "(" : ")");
      } else parts.push(this.#token(token, tokens[i + 1]?.text === "(", locals));
      this.#written += parts.at(-1)!.length;
      this.#context.spend(parts.at(-1)!.length);
      if (this.#written > MAXIMUM_LENGTH) {
        throw new EvaluationError(
          "NETLIST_TOO_DEEP",
          "the expression is too long once its functions are put in place",
        );
      }
    }
    return parts.join("");
  }

  #inline(
    user: UserFunction,
    args: readonly (readonly ExpressionToken[])[],
    locals: ReadonlyMap<string, string>,
    depth: number,
  ): string {
    if (args.length !== user.parameters.length) {
      throw new EvaluationError(
        "NETLIST_ARGUMENT_COUNT",
        `${user.name} takes ${user.parameters.length} arguments, found ${args.length}`,
      );
    }
    const bound = new Map<string, string>();
    user.parameters.forEach((name, i) => {
      bound.set(name, `(${this.#tokens(args[i]!, locals, depth + 1)})`);
    });
    return `(${this.rewrite(user.program.text, bound, depth + 1)})`;
  }

  #token(token: ExpressionToken, isCall: boolean, locals: ReadonlyMap<string, string>): string {
    const { kind, text } = token;
    if (kind === "number") return String(parseSpiceNumber(text, this.#context.dialect) ?? text);
    if (kind === "probe") return mapProbes(text, this.#context.net, this.#context.device);
    if (text === "{") return "(";
    if (text === "}") return ")";
    if (kind === "operator") return /^[-+*/%\\?:<>=!&|^]/.test(text) ? ` ${text} ` : text;
    if (kind !== "name" || isCall) return text;
    const local = locals.get(text);
    if (local !== undefined) return local;
    const value = this.#context.value(text);
    if (value !== undefined) return value < 0 ? `(${value})` : String(value);
    if (simulatorNames.has(text)) return text;
    throw new EvaluationError("NETLIST_UNDEFINED_PARAMETER", `no parameter is named ${text}`);
  }
}

/** The arguments of a call whose `(` stands at `open`, and where its `)` stands. */
function splitArguments(
  tokens: readonly ExpressionToken[],
  open: number,
): { args: ExpressionToken[][]; end: number } {
  const args: ExpressionToken[][] = [[]];
  let depth = 0;
  let end = open;
  for (; end < tokens.length; end++) {
    const { text } = tokens[end]!;
    if (text === "(" && depth++ === 0) continue;
    if (text === ")" && --depth === 0) break;
    if (text === "," && depth === 1) args.push([]);
    else args.at(-1)!.push(tokens[end]!);
  }
  return { args: args.length === 1 && args[0]!.length === 0 ? [] : args, end };
}
