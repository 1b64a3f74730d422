import { firstCharacter, lineKind } from "./scan.js";

/**
 * One token of a card. `text` is in lower case for words, what stands inside for expressions (`{…}`, `'…'`) and strings
 * (`"…"`), with continuation lines joined; `start` and `end` are offsets in the source, quotes included.
 */
export interface Token {
  readonly kind: "word" | "expression" | "string" | "(" | ")" | "," | "=";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Told where a quote or brace is never closed. */
export type UnterminatedHandler = (offset: number, quote: string) => void;

/**
 * The tokens of `text.slice(start, end)`, a card, or the first `limit` of them; comments, blanks and continuation marks are
 * left out.
 */
export function tokenize(
  text: string,
  start: number,
  end: number,
  unterminated: UnterminatedHandler,
  limit = Number.POSITIVE_INFINITY,
): Token[] {
  const tokens: Token[] = [];
  let at = firstCharacter(text, start);
  while (at < end && tokens.length < limit) {
    const character = text[at]!;
    if (character === "\n") at = afterContinuation(text, at + 1, end);
    else if (isBlank(character)) at++;
    else if (startsComment(text, at, start) || isContinuationMark(text, at, end))
      at = newlineAfter(text, at, end);
    else if (character === "(" || character === ")" || character === "," || character === "=") {
      tokens.push({ kind: character, text: character, start: at, end: at + 1 });
      at++;
    } else if (character === "'" || character === "{" || character === '"') {
      const token = quoted(text, at, end, unterminated);
      tokens.push(token);
      at = token.end;
    } else {
      const stop = wordEnd(text, at, end);
      tokens.push({ kind: "word", text: text.slice(at, stop).toLowerCase(), start: at, end: stop });
      at = stop;
    }
  }
  return tokens;
}

function isBlank(character: string): boolean {
  return character <= " " || character === "\u00a0" || character === "\ufeff";
}

/** `;` anywhere; `$` and `//` where a word could start. */
function startsComment(text: string, at: number, start: number): boolean {
  const character = text[at];
  if (character === ";") return true;
  if (character !== "$" && !(character === "/" && text[at + 1] === "/")) return false;
  const before = at === start ? " " : text[at - 1]!;
  return isBlank(before) || before === ",";
}

/** Whether one or two backslashes stand at the end of the line. */
function isContinuationMark(text: string, at: number, end: number): boolean {
  if (text[at] !== "\\") return false;
  let last = text[at + 1] === "\\" ? at + 2 : at + 1;
  while (last < end && text[last] !== "\n" && isBlank(text[last]!)) last++;
  return last >= end || text[last] === "\n";
}

function newlineAfter(text: string, at: number, end: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 || newline > end ? end : newline;
}

/** From a line's start past comments, blank lines and the `+` of the line that continues the card. */
function afterContinuation(text: string, at: number, end: number): number {
  while (at < end) {
    const first = firstCharacter(text, at);
    if (text[first] === "+") return first + 1;
    if (lineKind(text, first) === "card") return first;
    at = newlineAfter(text, first, end) + 1;
  }
  return end;
}

/** A word ends at a blank, a quote, `( ) , ; {`, or an `=` that is no comparison. */
function wordEnd(text: string, at: number, end: number): number {
  const start = at;
  for (; at < end; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x29: // )
      case 0x2c: // ,
      case 0x3b: // ;
      case 0x7b: // {
      case 0x27: // '
      case 0x22: // "
        return at;
      case 0x3d: // =
        if (at === start || !isComparison(text, at)) return at;
        break;
      case 0x5c: // backslash
        if (at > start && isContinuationMark(text, at, end)) return at;
        break;
      default:
        if (isBlank(text[at]!)) return at;
    }
  }
  return end;
}

function isComparison(text: string, at: number): boolean {
  const before = text[at - 1];
  return text[at + 1] === "=" || before === "<" || before === ">" || before === "!" || before === "=";
}

function withoutContinuationMark(line: string): string {
  const trimmed = line.trimEnd();
  if (trimmed.endsWith("\\\\")) return trimmed.slice(0, -2);
  return trimmed.endsWith(" \\") ? trimmed.slice(0, -1) : trimmed;
}

/** The token from a quote to its partner; braces nest. Newlines inside are continuations. */
function quoted(text: string, start: number, end: number, unterminated: UnterminatedHandler): Token {
  const open = text[start]!;
  const close = open === "{" ? "}" : open;
  const parts: string[] = [];
  let depth = 1;
  let partStart = start + 1;
  let at = start + 1;
  for (; at < end; at++) {
    const character = text[at]!;
    if (character === close && --depth === 0) break;
    if (open === "{" && character === "{") depth++;
    if (character === "\n") {
      parts.push(withoutContinuationMark(text.slice(partStart, at)));
      partStart = afterContinuation(text, at + 1, end);
      at = partStart - 1;
    }
  }
  if (at >= end) unterminated(start, open);
  parts.push(text.slice(partStart, Math.min(at, end)));
  return {
    kind: open === '"' ? "string" : "expression",
    text: parts.length === 1 ? parts[0]!.trim() : parts.map((part) => part.trim()).join(" "),
    start,
    end: Math.min(at + 1, end),
  };
}
