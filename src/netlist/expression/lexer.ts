/** Kinds of tokens in an expression. */
export interface ExpressionToken {
  readonly kind: "number" | "name" | "operator" | "probe" | "string";
  /** In lower case; a probe is the whole `v(…)` or `i(…)`. */
  readonly text: string;
  readonly at: number;
}

/** A fault of an expression's text, with its offset in it. */
export class ExpressionError extends Error {
  readonly code: `NETLIST_${string}`;
  readonly at: number;

  constructor(message: string, at: number, code: `NETLIST_${string}` = "NETLIST_EXPRESSION_SYNTAX") {
    super(message);
    this.code = code;
    this.at = at;
  }
}

const TOKEN =
  /\s+|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[ed][+-]?\d+)?[a-zµμΩ]*)|(?<probe>[vi]\s*\((?!\s*\()[^()]*\))|(?<name>[a-z_@][a-z0-9_.$#!@]*)|(?<operator>\*\*|<=|>=|==|!=|<>|&&|\|\||[-+*/\\%^<>!?:(),&|~='{}])|(?<string>"[^"]*")/iy;

/** Cuts an expression into tokens; throws {@link ExpressionError} at a character that starts none. */
export function lexExpression(text: string): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new ExpressionError(`unexpected ${JSON.stringify(text[at])}`, at);
    const groups = match.groups!;
    for (const kind of ["number", "probe", "name", "operator", "string"] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found.toLowerCase(), at });
    }
  }
  return tokens;
}
