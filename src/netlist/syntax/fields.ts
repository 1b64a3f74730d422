import type { Token } from "./tokens.js";

/** A value on a card, with its place in the source. */
export interface Value {
  /** `word` may be a number, a name or a bare expression; `expression` stood in quotes or braces; `string` in `"`. */
  readonly kind: "word" | "expression" | "string";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `name=value`, or `name=value,value,…`. */
export interface NamedValue {
  readonly name: string;
  readonly start: number;
  readonly value: Value;
  /** The values after the first, where commas join them. */
  readonly more: readonly Value[];
}

/** The words of a card apart from its `name=value` pairs, each in order. */
export interface Fields {
  readonly positional: readonly Value[];
  readonly named: readonly NamedValue[];
  /** Names that an `=` follows and no value does. */
  readonly incomplete: readonly Token[];
}

/** Sorts a card's tokens from index `from` on; parentheses and commas around words mean nothing, as in SPICE. */
export function readFields(tokens: readonly Token[], from: number): Fields {
  const positional: Value[] = [];
  const named: NamedValue[] = [];
  const incomplete: Token[] = [];
  let at = from;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (token.kind === "(" || token.kind === ")" || token.kind === "," || token.kind === "=") {
      at++;
      continue;
    }
    if (tokens[at + 1]?.kind !== "=") {
      positional.push(token as Value);
      at++;
      continue;
    }
    const first = readValue(tokens, at + 2);
    if (first === undefined) {
      incomplete.push(token);
      at += 2;
      continue;
    }
    at = first.next;
    const more: Value[] = [];
    if (first.value.text.startsWith("[")) at = readVector(tokens, at, first.value, more);
    while (tokens[at]?.kind === "," && tokens[at + 2]?.kind !== "=") {
      const another = readValue(tokens, at + 1);
      if (another === undefined) break;
      more.push(another.value);
      at = another.next;
    }
    named.push({ name: token.text, start: token.start, value: first.value, more });
  }
  return { positional, named, incomplete };
}

/** Reads on to the word that closes `[…]`; gives the index after it, or `from` where none does. */
function readVector(tokens: readonly Token[], from: number, first: Value, more: Value[]): number {
  if (first.text.endsWith("]")) return from;
  for (let at = from; at < tokens.length && tokens[at]!.kind !== "="; at++) {
    if (!tokens[at]!.text.endsWith("]")) continue;
    for (const token of tokens.slice(from, at + 1)) if (token.kind === "word") more.push(token as Value);
    return at + 1;
  }
  return from;
}

/**
 * One value at a token: a quoted expression, a word, or a bare expression, which goes on as long as no blank interrupts it
 * outside parentheses (`2*(a + b)`, `max(a, b)`).
 */
export function readValue(
  tokens: readonly Token[],
  from: number,
): { value: Value; next: number } | undefined {
  const first = tokens[from];
  if (first === undefined || first.kind === "," || first.kind === "=" || first.kind === ")") return undefined;
  let depth = 0;
  let at = from;
  let previousEnd = first.start;
  for (; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (
      depth === 0 &&
      (token.start !== previousEnd || token.kind === "," || token.kind === "=" || token.kind === ")")
    )
      break;
    if (token.kind === "(") depth++;
    else if (token.kind === ")") depth--;
    previousEnd = token.end;
  }
  return { value: joinTokens(tokens, from, at), next: at };
}

/** Tokens `from` to before `to` as one value; several make an expression. */
export function joinTokens(tokens: readonly Token[], from: number, to: number): Value {
  const first = tokens[from]!;
  if (to === from + 1) {
    const kind = first.kind === "expression" || first.kind === "string" ? first.kind : "word";
    return { kind, text: first.text, start: first.start, end: first.end };
  }
  const parts: string[] = [];
  for (let i = from; i < to; i++) {
    const token = tokens[i]!;
    if (i > from && token.start !== tokens[i - 1]!.end) parts.push(" ");
    if (token.kind === "expression") parts.push(`(${token.text})`);
    else parts.push(token.kind === "string" ? `"${token.text}"` : token.text);
  }
  return { kind: "expression", text: parts.join(""), start: first.start, end: tokens[to - 1]!.end };
}

/** A definition on a `.param` or `.func` card: `name=value`, or `name(arguments)=value`. */
export interface Definition {
  readonly name: string;
  readonly start: number;
  /** Present where parentheses follow the name. */
  readonly arguments?: readonly string[];
  readonly value: Value;
}

/**
 * The definitions of a `.param` card from token `from` on; a bare value extends to the next name that an `=` follows. Also
 * reads `.func name(arguments) {value}`. Tokens that belong to no definition are returned as `stray`.
 */
export function readDefinitions(
  tokens: readonly Token[],
  from: number,
): { definitions: Definition[]; stray: Token[] } {
  const heads = definitionHeads(tokens, from);
  const definitions: Definition[] = [];
  const stray: Token[] = heads.length === 0 ? tokens.slice(from) : tokens.slice(from, heads[0]!.at);
  heads.forEach((head, index) => {
    let end = heads[index + 1]?.at ?? tokens.length;
    while (end > head.value && tokens[end - 1]!.kind === ",") end--;
    const token = tokens[head.at]!;
    if (end <= head.value) stray.push(token);
    else {
      const value = joinTokens(tokens, head.value, end);
      const { name, start } = { name: token.text, start: token.start };
      definitions.push(
        head.arguments ? { name, start, arguments: head.arguments, value } : { name, start, value },
      );
    }
  });
  return { definitions, stray };
}

interface Head {
  readonly at: number;
  readonly value: number;
  readonly arguments?: readonly string[];
}

/** Where definitions start: a word outside parentheses followed by `=`, by `(…) =`, or by `(…)` and an expression. */
function definitionHeads(tokens: readonly Token[], from: number): Head[] {
  const heads: Head[] = [];
  let depth = 0;
  let groupWord = -1;
  for (let at = from; at < tokens.length; at++) {
    const { kind } = tokens[at]!;
    if (kind === "(") {
      if (depth++ === 0) groupWord = tokens[at - 1]?.kind === "word" && at > from ? at - 1 : -1;
    } else if (kind === ")" && depth > 0) {
      if (--depth > 0 || groupWord === -1) continue;
      const next = tokens[at + 1]?.kind;
      const isFirst = heads.length === 0 && groupWord === from;
      if (next !== "=" && !(isFirst && next === "expression")) continue;
      const names = tokens.slice(groupWord + 2, at).filter((token) => token.kind === "word");
      heads.push({
        at: groupWord,
        value: next === "=" ? at + 2 : at + 1,
        arguments: names.map((token) => token.text),
      });
    } else if (depth === 0 && kind === "word" && tokens[at + 1]?.kind === "=")
      heads.push({ at, value: at + 2 });
  }
  return heads;
}
