import type { DiagnosticList } from "../diagnostic.js";
import { joinTokens, readDefinitions } from "../syntax/fields.js";
import type { SourceText } from "../syntax/source.js";
import { type Block, isBlock, type Statement, type SyntaxNode } from "../syntax/tree.js";
import { collectModel } from "./collect-model.js";
import { collectSubcircuit } from "./collect-subcircuit.js";
import type { ExpressionCompiler } from "./compiler.js";
import { Body, Card, type Conditional, Content, type SubcircuitDefinition } from "./content.js";
import { type Directive, idleWords, isCloser, keptWords } from "./directive.js";
import type { IncludeReader } from "./includes.js";
import type { Place } from "./place.js";

const MAXIMUM_STATEMENTS = 20_000_000;
const MAXIMUM_BLOCK_DEPTH = 100;

/** Sorts the cards of a deck and of what it includes by what they are. */
export class Collector {
  readonly globals = new Set<string>();
  readonly optionCards: Card[] = [];
  readonly temperatureCards: Card[] = [];
  readonly directives: Directive[] = [];
  readonly #compiler: ExpressionCompiler;
  readonly #includes: IncludeReader;
  readonly #diagnostics: DiagnosticList;
  #count = 0;

  constructor(compiler: ExpressionCompiler, includes: IncludeReader, diagnostics: DiagnosticList) {
    this.#compiler = compiler;
    this.#includes = includes;
    this.#diagnostics = diagnostics;
  }

  collectTop(source: SourceText, nodes: readonly SyntaxNode[], content: Content): void {
    this.#collect(nodes, { source, content, steps: [{ file: source.file, section: "" }], depth: 0 });
  }

  /** The inside of a subcircuit, collected on first use. */
  bodyOf(definition: SubcircuitDefinition): Body {
    if (!definition.body) {
      const body = new Body(definition.ports);
      const { source, includes: steps } = definition;
      definition.body = body;
      this.#collect(definition.nodes, { source, content: body.content, steps, depth: 0 });
    }
    return definition.body;
  }

  #collect(nodes: readonly SyntaxNode[], place: Place): void {
    for (const node of nodes) {
      if (++this.#count > MAXIMUM_STATEMENTS) {
        const first = isBlock(node) ? node.open : node;
        this.#card(first, place).report(
          "error",
          "NETLIST_TOO_LARGE",
          `more than ${MAXIMUM_STATEMENTS} lines, includes counted`,
        );
        return;
      }
      if (isBlock(node)) this.#block(node, place);
      else if (node.kind === "card") this.#statement(node, place);
      else if (node.kind === "rest") this.#rest(node, place);
    }
  }

  #card(statement: Statement, { source }: Place): Card {
    return new Card(source, statement, this.#diagnostics);
  }

  #block(block: Block, place: Place): void {
    const card = this.#card(block.open, place);
    const end = block.close && this.#card(block.close, place);
    if (block.kind === "subcircuit") collectSubcircuit(block, { card, end }, place, this.#compiler);
    else if (block.kind === "conditional") this.#conditional(block, card, place);
    else if (block.kind === "section") {
      if (place.steps.length === 1)
        card.report("info", "NETLIST_SECTION_UNUSED", "this .lib section is read only where .lib names it");
    } else this.#verbatim(block, card, place);
  }

  #verbatim(block: Block, card: Card, place: Place): void {
    const last = block.close ?? block.body.at(-1);
    const end = last && !isBlock(last) ? last.end : block.open.end;
    this.directives.push({
      keyword: card.keyword,
      text: place.source.text.slice(block.open.start, end).trimEnd(),
      location: card.location,
    });
    if (card.keyword === ".alter") {
      card.report(
        "warning",
        "NETLIST_ALTER_KEPT",
        ".alter is kept as text; the circuit is the one before it",
      );
    }
  }

  #conditional(block: Block, card: Card, place: Place): void {
    if (place.depth >= MAXIMUM_BLOCK_DEPTH) {
      card.report("error", "NETLIST_TOO_DEEP", `.if nests deeper than ${MAXIMUM_BLOCK_DEPTH} levels`);
      return;
    }
    const branches: { card: Card; isElse: boolean; nodes: SyntaxNode[] }[] = [
      { card, isElse: false, nodes: [] },
    ];
    for (const node of block.body) {
      const keyword = isBlock(node) ? "" : node.keyword;
      if (keyword === ".elseif" || keyword === ".else") {
        branches.push({ card: this.#card(node as Statement, place), isElse: keyword === ".else", nodes: [] });
      } else branches.at(-1)!.nodes.push(node);
    }
    const conditional: Conditional["branches"][number][] = [];
    for (const branch of branches) {
      const content = new Content();
      this.#collect(branch.nodes, { ...place, content, depth: place.depth + 1 });
      if (branch.isElse) conditional.push({ card: branch.card, content });
      else {
        const tokens = branch.card.tokens();
        const { text, start } = joinTokens(tokens, Math.min(1, tokens.length - 1), tokens.length);
        const condition = this.#compiler.compile(text, branch.card, start);
        if (condition) conditional.push({ card: branch.card, condition, content });
      }
    }
    place.content.conditionals.push({ branches: conditional });
  }

  #statement(statement: Statement, place: Place): void {
    const card = this.#card(statement, place);
    const { keyword } = statement;
    if (keyword[0] !== ".") {
      if (keyword[0] === "+") card.report("error", "NETLIST_STRAY_CONTINUATION", "+ continues no card");
      place.content.devices.push(card);
    } else this.#dotCard(card, place);
  }

  #dotCard(card: Card, place: Place): void {
    const { content } = place;
    switch (card.keyword) {
      case ".param":
      case ".params":
      case ".parameter":
      case ".func":
        this.#parameters(card, content);
        return;
      case ".model":
        collectModel(card, content);
        return;
      case ".include":
      case ".inc":
      case ".incl":
      case ".lib":
        this.#include(card, place);
        return;
      case ".global":
        for (const { kind, text } of card.tokens().slice(1)) if (kind === "word") this.globals.add(text);
        return;
      case ".option":
      case ".options":
      case ".opt":
      case ".opts":
        this.optionCards.push(card);
        return;
      case ".temp":
        this.temperatureCards.push(card);
        return;
      case ".ic":
      case ".nodeset":
        content.voltages.push(card);
        return;
      case ".end":
        if (place.steps.length > 1)
          card.report("info", "NETLIST_END_IN_INCLUDE", ".end ends the included file alone");
        return;
    }
    if (keptWords.has(card.keyword)) {
      this.directives.push({ keyword: card.keyword, text: card.text, location: card.location });
    } else if (!idleWords.has(card.keyword) && !isCloser(card.keyword)) {
      card.report(
        "error",
        "NETLIST_UNKNOWN_CARD",
        `${card.keyword} is not known; it is kept as text and has no effect`,
      );
      this.directives.push({ keyword: card.keyword, text: card.text, location: card.location });
    }
  }

  #parameters(card: Card, content: Content): void {
    const { definitions, stray } = readDefinitions(card.tokens(), 1);
    this.#compiler.define(definitions, card, content);
    for (const { text, start } of stray.filter(({ kind }) => kind !== ",")) {
      card.report("error", "NETLIST_UNEXPECTED_WORD", `${JSON.stringify(text)} defines no parameter`, start);
    }
  }

  #include(card: Card, place: Place): void {
    const included = this.#includes.read(card, place.steps);
    if (!included) return;
    for (const diagnostic of included.tree.diagnostics) this.#diagnostics.add(diagnostic);
    this.#collect(included.nodes, { ...place, source: included.tree.source, steps: included.steps });
  }

  #rest(statement: Statement, place: Place): void {
    const text = place.source.text.slice(statement.start, statement.end);
    const at = /^[^\S\n]*[^\s*;$]/m.exec(text);
    if (!at) return;
    const offset = statement.start + at.index;
    this.#card(statement, place).report(
      "warning",
      "NETLIST_AFTER_END",
      "what follows .end is not read",
      offset,
    );
  }
}
