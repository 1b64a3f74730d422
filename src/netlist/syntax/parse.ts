import type { Diagnostic } from "../diagnostic.js";
import { firstCharacter, scan, verbatimEnd } from "./scan.js";
import { SourceText } from "./source.js";
import { tokenize } from "./tokens.js";
import type { Block, Statement, SyntaxNode, SyntaxTree } from "./tree.js";

/** How a text is read. */
export interface ParseOptions {
  /** Name in locations, and what relative includes are relative to; `netlist` when absent. */
  readonly file?: string;
  /** Whether the first line is the title, as in every main deck (default), or a card, as in included files. */
  readonly firstLineIsTitle?: boolean;
}

const openers: ReadonlyMap<string, Block["kind"]> = new Map([
  [".subckt", "subcircuit"],
  [".macro", "subcircuit"],
  [".if", "conditional"],
]);

const closers: ReadonlyMap<string, Block["kind"]> = new Map([
  [".ends", "subcircuit"],
  [".eom", "subcircuit"],
  [".endif", "conditional"],
  [".endl", "section"],
  [".endc", "verbatim"],
  [".enddata", "verbatim"],
]);

interface OpenBlock {
  readonly kind: Block["kind"];
  readonly open: Statement;
  readonly body: SyntaxNode[];
}

/** Reads SPICE text into a tree that holds every byte of it; never throws, whatever the text. */
export function parseNetlist(text: string, options: ParseOptions = {}): SyntaxTree {
  const source = new SourceText(options.file ?? "netlist", text);
  const builder = new TreeBuilder(source);
  for (const statement of scan(text, options.firstLineIsTitle ?? true)) builder.add(statement);
  return { source, nodes: builder.finish(), diagnostics: builder.diagnostics };
}

/** Nests statements into blocks with a stack of its own, so that no depth overflows the program's. */
class TreeBuilder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: SourceText;
  readonly #nodes: SyntaxNode[] = [];
  readonly #stack: OpenBlock[] = [];
  /** How many blocks of a kind are open, so that a stray end costs no search. */
  readonly #open: Record<Block["kind"], number> = { subcircuit: 0, section: 0, conditional: 0, verbatim: 0 };

  constructor(source: SourceText) {
    this.#source = source;
  }

  add(statement: Statement): void {
    const { keyword } = statement;
    const kind = openers.get(keyword) ?? this.#sectionOrVerbatim(statement);
    if (kind !== undefined) {
      const innermost = this.#stack.at(-1);
      if (kind === "verbatim" && innermost?.kind === "verbatim") this.#close();
      this.#stack.push({ kind, open: statement, body: [] });
      this.#open[kind]++;
      return;
    }
    const closes = closers.get(keyword);
    if (closes !== undefined) this.#closeThrough(closes, statement);
    else if (keyword === ".end") {
      this.#closeAll();
      this.#nodes.push(statement);
    } else this.#append(statement);
  }

  finish(): readonly SyntaxNode[] {
    this.#closeAll();
    return this.#nodes;
  }

  #append(node: SyntaxNode): void {
    (this.#stack.at(-1)?.body ?? this.#nodes).push(node);
  }

  #close(close?: Statement): void {
    const block = this.#stack.pop()!;
    this.#open[block.kind]--;
    this.#append(close ? { ...block, close } : block);
  }

  #closeThrough(kind: Block["kind"], statement: Statement): void {
    if (this.#open[kind] === 0) {
      this.#report("NETLIST_UNMATCHED_END", statement, `${statement.keyword} closes nothing`);
      this.#append(statement);
      return;
    }
    while (this.#stack.at(-1)!.kind !== kind) this.#closeUnfinished();
    this.#close(statement);
  }

  #closeAll(): void {
    while (this.#stack.length > 0) {
      if (this.#stack.at(-1)!.open.keyword === ".alter") this.#close();
      else this.#closeUnfinished();
    }
  }

  #closeUnfinished(): void {
    const { open } = this.#stack.at(-1)!;
    this.#report("NETLIST_UNCLOSED_BLOCK", open, `${open.keyword} is never closed`);
    this.#close();
  }

  /** `.lib name` opens a section; `.lib file name` and a lone file name are includes. */
  #sectionOrVerbatim(statement: Statement): Block["kind"] | undefined {
    if (verbatimEnd(statement.keyword) !== undefined) return "verbatim";
    if (statement.keyword !== ".lib") return undefined;
    const words = tokenize(this.#source.text, statement.start, statement.end, () => {});
    return words.length === 2 && words[1]!.kind === "word" && !/[./\\]/.test(words[1]!.text)
      ? "section"
      : undefined;
  }

  #report(code: Diagnostic["code"], { start }: Statement, message: string): void {
    this.diagnostics.push({
      code,
      severity: "error",
      message,
      location: this.#source.locate(firstCharacter(this.#source.text, start)),
    });
  }
}
