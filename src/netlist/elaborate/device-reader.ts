import type { DeviceKind } from "../../circuit/index.js";
import type { Dialect } from "../dialect.js";
import type { Program } from "../expression/compile.js";
import { parseSpiceNumber } from "../number.js";
import { type Fields, type NamedValue, readFields, type Value } from "../syntax/fields.js";
import type { Token } from "../syntax/tokens.js";
import type { Card } from "./content.js";
import type { DeviceTemplate, ModelFamily, TemplateValue, Waveform } from "./template.js";

/** What a device rule may ask about the place where its card stands. */
export interface DeviceSurroundings {
  readonly dialect: Dialect;
  hasModel(name: string): boolean;
  /** Index of a net, named by the word at an offset of the source. */
  net(name: string, offset: number): number;
  compile(text: string, card: Card, offset: number): Program | undefined;
}

/** Keys of a device's text that rules and the printer give a meaning of their own; no card can set them by name. */
const ownTextKeys: ReadonlySet<string> = new Set(
  "card charge control current distof1 distof2 flags flux form inductor1 inductor2 letter ports voltage waveform".split(
    " ",
  ),
);

/** What a rule has found out about a device; all lists start empty. */
interface Draft {
  kind: DeviceKind;
  family?: ModelFamily;
  model?: string;
  terminals?: readonly string[];
  nets?: readonly number[];
  waveform?: Waveform;
}

/** A device card in the hands of the rule for its letter: tokens to read, and a template to fill. */
export class DeviceReader {
  readonly card: Card;
  readonly tokens: readonly Token[];
  readonly surroundings: DeviceSurroundings;
  readonly #values: TemplateValue[] = [];
  readonly #expressions: TemplateValue[] = [];
  readonly #text: [string, string][] = [];
  readonly #references: [string, readonly string[]][] = [];
  /** Where the card says the value of a key. */
  readonly places = new Map<string, Value>();
  /** Index of the next token to read. */
  next = 1;

  constructor(card: Card, tokens: readonly Token[], surroundings: DeviceSurroundings) {
    this.card = card;
    this.tokens = tokens;
    this.surroundings = surroundings;
  }

  get name(): string {
    return this.tokens[0]?.text ?? this.card.keyword;
  }

  /** The next `count` words as nets, parentheses and commas between them skipped; undefined and a diagnostic if too few. */
  takeNets(count: number): number[] | undefined {
    return this.#take(count, "nodes")?.map(({ text, start }) => this.surroundings.net(text, start));
  }

  takeWords(count: number, what: string): string[] | undefined {
    return this.#take(count, what)?.map(({ text }) => text);
  }

  #take(count: number, what: string): Token[] | undefined {
    const words: Token[] = [];
    while (words.length < count) {
      const token = this.tokens[this.next];
      if (token === undefined || token.kind === "=" || this.tokens[this.next + 1]?.kind === "=") {
        const message = `${this.name} has ${words.length} of its ${count} ${what}`;
        this.card.report("error", "NETLIST_TOO_FEW_NODES", message, this.tokens.at(-1)?.start);
        return undefined;
      }
      this.next++;
      if (token.kind !== "(" && token.kind !== ")" && token.kind !== ",") words.push(token);
    }
    return words;
  }

  /** The rest of the card as words and `name=value` pairs. */
  takeFields(): Fields {
    const fields = readFields(this.tokens, this.next);
    this.next = this.tokens.length;
    for (const token of fields.incomplete) {
      this.card.report("error", "NETLIST_MISSING_VALUE", `${token.text}= has no value`, token.start);
    }
    return fields;
  }

  /** Adds a number by key; text that is no expression gets a diagnostic. */
  addValue(key: string, value: Value): void {
    this.places.set(key, value);
    const program = this.surroundings.compile(value.text, this.card, value.start);
    if (program) this.#values.push({ key, program });
  }

  addExpression(key: string, value: Value): void {
    this.places.set(key, value);
    const program = this.surroundings.compile(value.text, this.card, value.start);
    if (program) this.#expressions.push({ key, program });
  }

  addText(key: string, text: string): void {
    this.#text.push([key, text]);
  }

  addReference(key: string, names: readonly string[]): void {
    this.#references.push([key, names]);
  }

  /** Adds `name=value` pairs as numbers, spelling out those that `mainKeys` renames; lists and strings become text. */
  addNamed(named: readonly NamedValue[], mainKeys: Readonly<Record<string, string>> = {}): void {
    for (const { name, value, more } of named) {
      const key = Object.hasOwn(mainKeys, name) ? mainKeys[name]! : name;
      if (name === "tc" && more.length <= 1) {
        this.addValue("tc1", value);
        if (more[0]) this.addValue("tc2", more[0]);
      } else if (more.length > 0 || value.kind === "string") this.#addNamedText(key, value, more);
      else this.addValue(key, value);
    }
  }

  #addNamedText(key: string, value: Value, more: readonly Value[]): void {
    if (ownTextKeys.has(key)) {
      this.card.report("warning", "NETLIST_UNEXPECTED_WORD", `${key}= takes no text here`, value.start);
    } else if (more.length > 0) this.addText(key, [value, ...more].map(({ text }) => text).join(","));
    else this.addText(key, `"${value.text}"`);
  }

  /** Words that a rule has no use for: flags that simulators know are kept, all else gets a diagnostic. */
  addRest(words: readonly Value[]): void {
    const flags = words.filter(({ text }) => text === "off" || text === "on").map(({ text }) => text);
    if (flags.length > 0) this.addText("flags", flags.join(" "));
    for (const { text, start } of words) {
      if (text === "off" || text === "on") continue;
      this.card.report(
        "warning",
        "NETLIST_UNEXPECTED_WORD",
        `${JSON.stringify(text)} means nothing here`,
        start,
      );
    }
  }

  isNumber(value: Value): boolean {
    return value.kind === "word" && parseSpiceNumber(value.text, this.surroundings.dialect) !== undefined;
  }

  /** Whether the card says a value for a key, be it a good one or not. */
  hasValue(key: string): boolean {
    return this.places.has(key);
  }

  template(draft: Draft): DeviceTemplate {
    const { kind, family, model, waveform, terminals = [], nets = [] } = draft;
    return {
      role: "device",
      card: this.card,
      name: this.name,
      kind,
      ...(family ? { family } : {}),
      ...(model !== undefined ? { model } : {}),
      ...(waveform ? { waveform } : {}),
      terminals: terminals.slice(0, nets.length),
      nets,
      values: this.#values,
      expressions: this.#expressions,
      text: this.#text,
      references: this.#references,
    };
  }
}
