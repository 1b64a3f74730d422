import type { Diagnostic } from "../diagnostic.js";
import type { SourceText } from "./source.js";

/**
 * One logical line with its continuation lines, its comments and its line end: `text.slice(start, end)` of the source.
 * `verbatim` lines stand inside `.control`, `.data` or `.alter`; `rest` is what follows `.end`.
 */
export interface Statement {
  readonly kind: "title" | "blank" | "comment" | "card" | "verbatim" | "rest";
  readonly start: number;
  readonly end: number;
  /** First word of a card in lower case: a device's name or a dot word; empty for all else. */
  readonly keyword: string;
}

/** Statements that belong together, from the one that opens them to the one that closes them. */
export interface Block {
  readonly kind: "subcircuit" | "section" | "conditional" | "verbatim";
  readonly open: Statement;
  readonly body: readonly SyntaxNode[];
  /** Absent where the text ends, or an outer block closes, before the block does. */
  readonly close?: Statement;
}

export type SyntaxNode = Statement | Block;

/**
 * A netlist as written: every byte of the text belongs to exactly one statement, in order, so that printing the statements
 * gives the text back.
 */
export interface SyntaxTree {
  readonly source: SourceText;
  readonly nodes: readonly SyntaxNode[];
  /** Faults of the block structure; those inside cards are found by elaboration. */
  readonly diagnostics: readonly Diagnostic[];
}

export function isBlock(node: SyntaxNode): node is Block {
  return "body" in node;
}

/** All statements of a tree in the order of the text; no recursion, so any nesting is safe. */
export function* statements(tree: SyntaxTree): Generator<Statement> {
  const stack: SyntaxNode[] = tree.nodes.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isBlock(node)) {
      yield node;
      continue;
    }
    if (node.close) stack.push(node.close);
    for (let i = node.body.length - 1; i >= 0; i--) stack.push(node.body[i]!);
    yield node.open;
  }
}

/** The text of a tree, put together from its statements. */
export function printTree(tree: SyntaxTree): string {
  const parts: string[] = [];
  for (const { start, end } of statements(tree)) parts.push(tree.source.text.slice(start, end));
  return parts.join("");
}
