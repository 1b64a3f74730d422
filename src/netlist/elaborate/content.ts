import type { SourceLocation } from "../../core/index.js";
import type { DiagnosticList, Severity } from "../diagnostic.js";
import type { Program } from "../expression/compile.js";
import type { UserFunction } from "../expression/evaluate.js";
import { firstCharacter } from "../syntax/scan.js";
import type { SourceText } from "../syntax/source.js";
import { type Token, tokenize } from "../syntax/tokens.js";
import type { Statement, SyntaxNode } from "../syntax/tree.js";
import type { DeviceTemplate, InstanceTemplate } from "./template.js";

/** A card of some source: what elaboration reads and points at. */
export class Card {
  readonly source: SourceText;
  readonly statement: Statement;
  readonly #diagnostics: DiagnosticList;

  constructor(source: SourceText, statement: Statement, diagnostics: DiagnosticList) {
    this.source = source;
    this.statement = statement;
    this.#diagnostics = diagnostics;
  }

  get keyword(): string {
    return this.statement.keyword;
  }

  get location(): SourceLocation {
    return this.source.locate(firstCharacter(this.source.text, this.statement.start));
  }

  /** The card as written, without its line end. */
  get text(): string {
    return this.source.text
      .slice(firstCharacter(this.source.text, this.statement.start), this.statement.end)
      .trimEnd();
  }

  tokens(limit?: number): Token[] {
    const { start, end } = this.statement;
    return tokenize(
      this.source.text,
      start,
      end,
      (offset, quote) => this.report("error", "NETLIST_UNTERMINATED", `${quote} is never closed`, offset),
      limit,
    );
  }

  report(
    severity: Severity,
    code: `NETLIST_${string}`,
    message: string,
    offset?: number,
    hint?: string,
  ): void {
    const location = offset === undefined ? this.location : this.source.locate(offset);
    this.#diagnostics.add({ code, severity, message, location, ...(hint ? { hint } : {}) });
  }
}

/** A parameter as a card defines it. */
export interface ParameterDefinition {
  readonly name: string;
  readonly program: Program;
  readonly location: SourceLocation;
}

/** A `.model` card; its parameters are read when a device first uses it. */
export interface ModelCard {
  readonly name: string;
  readonly type: string;
  readonly card: Card;
}

/** A `.subckt` with its body, which is collected when something first instantiates it. */
export interface SubcircuitDefinition {
  readonly name: string;
  readonly ports: readonly string[];
  readonly defaults: readonly ParameterDefinition[];
  readonly card: Card;
  readonly source: SourceText;
  readonly nodes: readonly SyntaxNode[];
  readonly includes: readonly IncludeStep[];
  body?: Body;
}

/** One level of inclusion: which file, and which section of it. */
export interface IncludeStep {
  readonly file: string;
  readonly section: string;
}

/** `.if` with its `.elseif` and `.else`; the branch without a condition is taken when all others are not. */
export interface Conditional {
  readonly branches: readonly {
    readonly card: Card;
    readonly condition?: Program;
    readonly content: Content;
  }[];
}

/** What a stretch of netlist holds, sorted by what it is. */
export class Content {
  readonly devices: Card[] = [];
  readonly parameters: ParameterDefinition[] = [];
  readonly functions = new Map<string, UserFunction>();
  readonly models = new Map<string, ModelCard>();
  /** Models named `base.number`, by base. */
  readonly bins = new Map<string, ModelCard[]>();
  readonly subcircuits = new Map<string, SubcircuitDefinition>();
  readonly conditionals: Conditional[] = [];
  /** `.ic` and `.nodeset` cards. */
  readonly voltages: Card[] = [];
  /** The devices, read; filled when the content is first instantiated. */
  templates: readonly (DeviceTemplate | InstanceTemplate)[] | undefined;
}

/** The top level or a subcircuit's inside: its content and the nets that its cards name. */
export class Body {
  readonly content = new Content();
  readonly netNames: string[] = [];
  readonly #nets = new Map<string, number>();

  constructor(ports: readonly string[] = []) {
    for (const port of ports) this.net(port);
  }

  /** Index of a net that some card has named already. */
  findNet(name: string): number | undefined {
    return this.#nets.get(name);
  }

  /** Index of a net in this body. */
  net(name: string): number {
    let index = this.#nets.get(name);
    if (index === undefined) {
      index = this.netNames.length;
      this.netNames.push(name);
      this.#nets.set(name, index);
    }
    return index;
  }
}
