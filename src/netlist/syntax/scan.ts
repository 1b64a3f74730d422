import type { Statement } from "./tree.js";

const NEWLINE = 10;
const PLUS = 43;
const BACKSLASH = 92;

/** Dot words after which lines are kept as they are, and the dot word that ends them. */
const verbatimUntil: ReadonlyMap<string, string> = new Map([
  [".control", ".endc"],
  [".data", ".enddata"],
  [".alter", ".end"],
]);

/** What opens a block of verbatim lines, and what closes it. */
export function verbatimEnd(keyword: string): string | undefined {
  return verbatimUntil.get(keyword);
}

/**
 * Cuts a text into statements that cover it without gap. Linear: each line is looked at twice at most, once as a possible
 * continuation of the card before it.
 */
export function scan(text: string, firstLineIsTitle: boolean): Statement[] {
  const found: Statement[] = [];
  let at = 0;
  if (firstLineIsTitle && text.length > 0) {
    at = lineEnd(text, 0);
    found.push({ kind: "title", start: 0, end: at, keyword: "" });
  }
  let closing: string | undefined;
  while (at < text.length) {
    const start = at;
    const first = firstCharacter(text, start);
    if (closing !== undefined) {
      at = lineEnd(text, start);
      const keyword = wordAt(text, first);
      if (keyword === closing || (closing === ".end" && keyword === ".alter")) {
        closing = keyword === ".alter" ? ".end" : undefined;
        found.push({ kind: "card", start, end: at, keyword });
        if (keyword === ".end") break;
      } else found.push({ kind: "verbatim", start, end: at, keyword: "" });
      continue;
    }
    const kind = lineKind(text, first);
    if (kind !== "card") {
      at = lineEnd(text, start);
      found.push({ kind, start, end: at, keyword: "" });
      continue;
    }
    at = cardEnd(text, start);
    const keyword = wordAt(text, first);
    found.push({ kind: "card", start, end: at, keyword });
    if (keyword === ".end") break;
    closing = verbatimUntil.get(keyword);
  }
  if (at < text.length) found.push({ kind: "rest", start: at, end: text.length, keyword: "" });
  return found;
}

/** Offset after the line end that follows `at`. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 ? text.length : newline + 1;
}

/** Offset of the first character of the line that is neither blank nor a byte order mark. */
export function firstCharacter(text: string, at: number): number {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || (code > 32 && code !== 0xfeff && code !== 0xa0)) return at;
  }
  return at;
}

/** What a line is, from its first character: `*`, `$`, `;` and `//` start comments. */
export function lineKind(text: string, first: number): "blank" | "comment" | "card" {
  if (first >= text.length || text.charCodeAt(first) === NEWLINE) return "blank";
  const character = text[first];
  if (character === "*" || character === ";" || character === "$") return "comment";
  return character === "/" && text[first + 1] === "/" ? "comment" : "card";
}

/** Where a card ends: after its last continuation line. Comments and blank lines may stand between `+` lines. */
function cardEnd(text: string, start: number): number {
  let lineStart = start;
  let end = lineEnd(text, start);
  for (;;) {
    const next = endsInBackslash(text, lineStart, end) ? end : continuationAfter(text, end);
    if (next === undefined || next >= text.length) return end;
    lineStart = next;
    end = lineEnd(text, next);
  }
}

/** Start of the `+` line that follows, past blank lines and comments, if there is one. */
function continuationAfter(text: string, at: number): number | undefined {
  while (at < text.length) {
    const first = firstCharacter(text, at);
    if (text.charCodeAt(first) === PLUS) return at;
    if (lineKind(text, first) === "card") return undefined;
    at = lineEnd(text, first);
  }
  return undefined;
}

/** Whether a line is continued by HSPICE's `\\` or by a lone backslash after a blank. */
function endsInBackslash(text: string, start: number, end: number): boolean {
  let last = end - 1;
  while (last >= start && text.charCodeAt(last) <= 32) last--;
  if (last <= start || text.charCodeAt(last) !== BACKSLASH) return false;
  const before = text.charCodeAt(last - 1);
  return before === BACKSLASH || before <= 32;
}

/** The word at an offset, in lower case. */
function wordAt(text: string, at: number): string {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // Blanks and ( ) , = ' "
    if (code <= 32 || code === 40 || code === 41 || code === 44 || code === 61 || code === 39 || code === 34)
      break;
  }
  return text.slice(at, end).toLowerCase();
}
