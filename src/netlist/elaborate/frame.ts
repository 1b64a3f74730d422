import type { SourceLocation } from "../../core/index.js";
import type { DiagnosticList } from "../diagnostic.js";
import type { Dialect } from "../dialect.js";
import type { Program } from "../expression/compile.js";
import {
  type EvaluationContext,
  EvaluationError,
  evaluate,
  type UserFunction,
} from "../expression/evaluate.js";
import { simulatorNames } from "../expression/rewrite.js";
import { Scope, type ScopeOwner } from "../expression/scope.js";
import { type Body, type Card, Content, type ModelCard, type SubcircuitDefinition } from "./content.js";
import type { Guesses } from "./guesses.js";
import type { WorkBudget } from "./work-budget.js";

/** What all frames of one elaboration share. */
export interface FrameSettings {
  readonly dialect: Dialect;
  readonly diagnostics: DiagnosticList;
  readonly budget: WorkBudget;
  readonly guesses: Guesses;
  /** Degrees Celsius; what `temper` means. */
  temperature: number;
}

const MAXIMUM_EVALUATION_DEPTH = 48;

/**
 * One instance of a subcircuit, or the top level: its parameters, its nets, and where its names are looked up. Parameters come
 * from the caller where the subcircuit has none of that name; models, functions and subcircuits come from where it is defined.
 */
export class Frame implements ScopeOwner, EvaluationContext {
  readonly settings: FrameSettings;
  readonly body: Body;
  readonly scope: Scope;
  /** `x1.x2.`, or nothing at the top. */
  readonly prefix: string;
  readonly caller: Frame | undefined;
  readonly definedIn: Frame | undefined;
  readonly definition: SubcircuitDefinition | undefined;
  readonly depth: number;
  /** Product of the `m` of all instances around, this one included. */
  readonly multiplier: number;
  /** The body's content, and that of each conditional branch that is taken. */
  readonly contents: Content[];
  /** Where models, functions and subcircuits are looked up: the body's content, and all taken branches in one. */
  readonly #named: Content[];
  /** Nets of the circuit by index in the body; -1 while unknown. */
  readonly netIds: number[];
  #evaluations = 0;

  constructor(
    settings: FrameSettings,
    body: Body,
    instance?: {
      prefix: string;
      caller: Frame;
      definedIn: Frame;
      definition: SubcircuitDefinition;
      multiplier: number;
    },
  ) {
    this.settings = settings;
    this.body = body;
    this.prefix = instance?.prefix ?? "";
    this.caller = instance?.caller;
    this.definedIn = instance?.definedIn;
    this.definition = instance?.definition;
    this.multiplier = instance?.multiplier ?? 1;
    this.depth = instance ? instance.caller.depth + 1 : 0;
    this.scope = new Scope(this, instance?.caller.scope);
    this.contents = [body.content];
    this.#named = [body.content];
    this.netIds = [];
  }

  get dialect(): Dialect {
    return this.settings.dialect;
  }

  spend(steps: number): void {
    this.settings.budget.spend(steps);
  }

  evaluate(program: Program): number {
    if (program.constant !== undefined) return program.constant;
    if (this.#evaluations >= MAXIMUM_EVALUATION_DEPTH) {
      throw new EvaluationError(
        "NETLIST_TOO_DEEP",
        `${program.text} needs functions that need parameters, too deep`,
      );
    }
    this.#evaluations++;
    try {
      return evaluate(program, this);
    } finally {
      this.#evaluations--;
    }
  }

  failed(error: EvaluationError, name: string, location: SourceLocation | undefined): void {
    this.settings.diagnostics.add({
      code: error.code,
      severity: "error",
      message: `parameter ${name}: ${error.message}`,
      location: location ?? { file: "netlist", line: 1, column: 1 },
    });
  }

  value(name: string): number {
    const value = this.knownValue(name);
    if (value !== undefined) return value;
    if (name === "temper") return this.settings.temperature;
    if (simulatorNames.has(name)) {
      throw new EvaluationError("NETLIST_NOT_CONSTANT", `${name} is known to a simulator alone`);
    }
    const hint = this.settings.guesses.hint(name, this.scope.names());
    throw new EvaluationError(
      "NETLIST_UNDEFINED_PARAMETER",
      `no parameter is named ${name}${hint === undefined ? "" : `; ${hint}`}`,
    );
  }

  /** Value of a parameter or of `pi`. */
  knownValue(name: string): number | undefined {
    return this.scope.lookup(name) ?? (name === "pi" ? Math.PI : undefined);
  }

  userFunction(name: string): UserFunction | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.definedIn) {
      for (const content of frame.#named) {
        const found = content.functions.get(name);
        if (found) return found;
      }
    }
    return undefined;
  }

  statistical(name: string): void {
    const location = this.#current?.location ?? { file: "netlist", line: 1, column: 1 };
    this.settings.diagnostics.add({
      code: "NETLIST_STATISTICAL_NOMINAL",
      severity: "info",
      message: `${name}() gives its nominal value`,
      location,
    });
  }

  /** The card for which values are being found, for diagnostics that have no place of their own. */
  #current: Card | undefined;

  /** Notes the card for which values are found next. */
  at(card: Card): void {
    this.#current = card;
  }

  /** Evaluates for a card: undefined after a diagnostic at that card. */
  evaluateFor(card: Card, what: string, program: Program): number | undefined {
    if (program.constant !== undefined) return program.constant;
    this.at(card);
    try {
      return this.evaluate(program);
    } catch (error) {
      this.report(card, what, error);
      return undefined;
    }
  }

  /** Tells of an {@link EvaluationError} at a card; throws anything else on. */
  report(card: Card, what: string, error: unknown): void {
    if (!(error instanceof EvaluationError)) throw error;
    card.report("error", error.code, `${what}: ${error.message}`);
  }

  /**
   * Defines the body's parameters, takes the conditional branches whose conditions hold, and defines theirs; `override` sets
   * after each what the instance gives itself, which wins.
   */
  activate(override: () => void = () => {}): void {
    for (let i = 0; i < this.contents.length; i++) {
      const content = this.contents[i]!;
      this.spend(content.parameters.length);
      for (const { name, program, location } of content.parameters)
        this.scope.define(name, program, location);
      override();
      for (const { branches } of content.conditionals) {
        for (const { card, condition, content: branch } of branches) {
          const holds =
            condition === undefined || (this.evaluateFor(card, card.keyword, condition) ?? 0) !== 0;
          if (!holds) continue;
          this.#take(branch);
          for (const { name, program, location } of branch.parameters)
            this.scope.define(name, program, location);
          override();
          break;
        }
      }
    }
  }

  #take(branch: Content): void {
    this.contents.push(branch);
    if (this.#named.length === 1) this.#named.push(new Content());
    const names = this.#named[1]!;
    for (const key of ["models", "bins", "functions", "subcircuits"] as const) {
      const known: Map<string, unknown> = names[key];
      for (const [name, value] of branch[key]) if (!known.has(name)) known.set(name, value);
    }
  }

  findModel(
    name: string,
  ): { model: ModelCard; frame: Frame } | { bins: readonly ModelCard[]; frame: Frame } | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.definedIn) {
      for (const content of frame.#named) {
        const model = content.models.get(name);
        if (model) return { model, frame };
        const bins = content.bins.get(name);
        if (bins) return { bins, frame };
      }
    }
    return undefined;
  }

  findSubcircuit(name: string): { definition: SubcircuitDefinition; frame: Frame } | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.definedIn) {
      for (const content of frame.#named) {
        const definition = content.subcircuits.get(name);
        if (definition) return { definition, frame };
      }
    }
    return undefined;
  }

  /** A hint that asks for the known model or subcircuit that a name may have meant, or undefined. */
  guess(kind: "models" | "subcircuits", name: string): string | undefined {
    const names = function* (first: Frame): Generator<string> {
      for (let frame: Frame | undefined = first; frame; frame = frame.definedIn) {
        for (const content of frame.#named) yield* content[kind].keys();
      }
    };
    return this.settings.guesses.hint(name, names(this));
  }
}
