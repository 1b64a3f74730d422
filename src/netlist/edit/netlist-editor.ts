import { KirchhoffError } from "../../core/index.js";
import { DiagnosticList } from "../diagnostic.js";
import type { Dialect } from "../dialect.js";
import { ExpressionCompiler } from "../elaborate/compiler.js";
import { Card } from "../elaborate/content.js";
import { DeviceReader } from "../elaborate/device-reader.js";
import { deviceRules } from "../elaborate/devices/index.js";
import { readDefinitions, readFields, type Value } from "../syntax/fields.js";
import type { Token } from "../syntax/tokens.js";
import { isBlock, type Statement, type SyntaxNode, type SyntaxTree } from "../syntax/tree.js";
import { TextEdits } from "./text-edits.js";

/** Where a card stands: at the top level, or inside a subcircuit of that name. */
export interface EditScope {
  readonly subcircuit?: string;
}

/** A net's name on a device card. */
interface NetPlace {
  readonly name: string;
  readonly start: number;
}

/**
 * Changes a netlist's text where it is asked to and nowhere else: comments, blanks, line ends and the spelling of all other
 * tokens stay. Names are those of the text, in any case. The tree itself is never changed; `toString` gives the new text.
 */
export class NetlistEditor {
  readonly #tree: SyntaxTree;
  readonly #edits = new TextEdits();
  readonly #compiler: ExpressionCompiler;
  /** Cards by scope; the top level is the empty name. */
  readonly #scopes = new Map<string, Card[]>();
  readonly #models = new Set<string>();

  constructor(tree: SyntaxTree, dialect: Dialect = "ngspice") {
    this.#tree = tree;
    this.#compiler = new ExpressionCompiler(dialect);
    this.#index(tree.nodes);
  }

  /**
   * Sets a value of a device by the key that {@link Device.parameters} has for it (`resistance`, `dc`, `w` …). A key that the card
   * does not have yet is added at its end. Throws `NETLIST_EDIT_TARGET`.
   */
  setParameter(device: string, key: string, text: string, scope: EditScope = {}): this {
    const card = this.#device(device, scope);
    const place = this.#places(card).get(key);
    if (place) this.#edits.add({ start: place.start, end: place.end, text });
    else this.#append(card, key, text);
    return this;
  }

  /** Sets a `.param` of a scope. Throws `NETLIST_EDIT_TARGET` where it has none of that name. */
  setDefinition(name: string, text: string, scope: EditScope = {}): this {
    for (const card of this.#cards(scope).toReversed()) {
      if (!/^\.param(s|eter)?$/.test(card.keyword)) continue;
      const found = readDefinitions(card.tokens(), 1).definitions.findLast(
        (each) => each.name === name.toLowerCase(),
      );
      if (!found) continue;
      this.#edits.add({ start: found.value.start, end: found.value.end, text });
      return this;
    }
    throw notFound(`parameter ${name}`, scope);
  }

  /**
   * Renames a net of a scope on its device cards, in `v(…)` of its cards, and among the subcircuit's ports. Nets of other scopes
   * keep their names, whatever they are connected to. Throws `NETLIST_EDIT_TARGET` where no card names the net.
   */
  renameNet(from: string, to: string, scope: EditScope = {}): this {
    const wanted = from.toLowerCase();
    let count = 0;
    for (const card of this.#cards(scope)) {
      const places = [...this.#netPlaces(card), ...this.#probePlaces(card)].filter(
        ({ name }) => name === wanted,
      );
      for (const { start } of places) this.#edits.add({ start, end: start + from.length, text: to });
      count += places.length;
    }
    if (count === 0) throw notFound(`net ${from}`, scope);
    return this;
  }

  /** The text with all changes made; throws `NETLIST_EDIT_CONFLICT` where two overlap. */
  toString(): string {
    return this.#edits.apply(this.#tree.source.text);
  }

  #index(nodes: readonly SyntaxNode[]): void {
    const silent = new DiagnosticList();
    const pending: { node: SyntaxNode; scope: string }[] = nodes
      .toReversed()
      .map((node) => ({ node, scope: "" }));
    const cardOf = (statement: Statement) => new Card(this.#tree.source, statement, silent);
    for (let item = pending.pop(); item; item = pending.pop()) {
      const { node } = item;
      let { scope } = item;
      if (isBlock(node)) {
        const header = cardOf(node.open);
        if (node.kind === "subcircuit") {
          scope = header.tokens(2)[1]?.text ?? "";
          this.#add(scope, header);
        }
        for (const inner of node.body.toReversed()) pending.push({ node: inner, scope });
      } else if (node.kind === "card") {
        const card = cardOf(node);
        this.#add(scope, card);
        if (card.keyword === ".model") this.#models.add(card.tokens(2)[1]?.text ?? "");
      }
    }
  }

  #add(scope: string, card: Card): void {
    const cards = this.#scopes.get(scope);
    if (cards) cards.push(card);
    else this.#scopes.set(scope, [card]);
  }

  #cards({ subcircuit }: EditScope): readonly Card[] {
    return this.#scopes.get(subcircuit?.toLowerCase() ?? "") ?? [];
  }

  #device(name: string, scope: EditScope): Card {
    const found = this.#cards(scope).find((card) => card.keyword === name.toLowerCase());
    if (found && !name.startsWith(".")) return found;
    throw notFound(`device ${name}`, scope);
  }

  /** Reads a device card for what it says and where. */
  #read(card: Card): { places: ReadonlyMap<string, Value>; nets: readonly NetPlace[] } {
    const nets: NetPlace[] = [];
    const reader = new DeviceReader(card, card.tokens(), {
      dialect: this.#compiler.dialect,
      hasModel: (name) => this.#models.has(name),
      net: (name, start) => nets.push({ name, start }) - 1,
      compile: (text, on, offset) => this.#compiler.compile(text, on, offset),
    });
    if (card.keyword[0] !== "x") {
      deviceRules.get(card.keyword[0] ?? "")?.(reader);
      return { places: reader.places, nets };
    }
    const { positional, named } = readFields(reader.tokens, 1);
    const ports = positional.filter(({ text }) => text !== "params:").slice(0, -1);
    return {
      places: new Map(named.map(({ name, value }) => [name, value])),
      nets: ports.map(({ text, start }) => ({ name: text, start })),
    };
  }

  #places(card: Card): ReadonlyMap<string, Value> {
    return this.#read(card).places;
  }

  #netPlaces(card: Card): readonly NetPlace[] {
    const { keyword } = card;
    if (keyword[0] !== ".") return this.#read(card).nets;
    if (keyword === ".subckt" || keyword === ".macro") {
      return readFields(card.tokens(), 2).positional.map(({ text, start }) => ({ name: text, start }));
    }
    return keyword === ".global"
      ? card
          .tokens()
          .slice(1)
          .map(({ text, start }) => ({ name: text, start }))
      : [];
  }

  /** Nets in `v(a)` and `v(a,b)`, in expressions and outside. */
  #probePlaces(card: Card): readonly NetPlace[] {
    const { text } = this.#tree.source;
    const places: NetPlace[] = [];
    for (const { start, end } of probeSpans(card.tokens())) {
      for (const match of text.slice(start, end).matchAll(/(?<![\w.])v\s*\(([^()]*)\)/gi)) {
        const inside = start + match.index + match[0].indexOf("(") + 1;
        for (const net of match[1]!.matchAll(/[^\s,]+/g)) {
          places.push({ name: net[0].toLowerCase(), start: inside + net.index });
        }
      }
    }
    return places;
  }

  #append(card: Card, key: string, text: string): void {
    const last = card.tokens().at(-1);
    if (last === undefined || !/^[a-z]\w*$/.test(key)) throw notFound(`value ${key} of ${card.keyword}`, {});
    this.#edits.add({ start: last.end, end: last.end, text: ` ${key}=${text}` });
  }
}

/** The span of a card's tokens, so that comments after them are left out. */
function probeSpans(tokens: readonly Token[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of tokens) {
    const last = spans.at(-1);
    if (last && start - last.end <= 1) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

function notFound(what: string, { subcircuit }: EditScope): KirchhoffError {
  const where = subcircuit === undefined ? "at the top level" : `in subcircuit ${subcircuit}`;
  return new KirchhoffError("NETLIST_EDIT_TARGET", `there is no ${what} ${where}`, {
    hint: "name it as the netlist does, and give the subcircuit that holds it",
  });
}
