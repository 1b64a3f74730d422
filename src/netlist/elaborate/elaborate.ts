import type { Circuit, Device, NetVoltage } from "../../circuit/index.js";
import { type Diagnostic, DiagnosticList } from "../diagnostic.js";
import type { Dialect } from "../dialect.js";
import type { EvaluatedParameter } from "../expression/scope.js";
import type { FileProvider } from "../files.js";
import { emptyRecord } from "../record.js";
import { type Definition, readDefinitions } from "../syntax/fields.js";
import { parseNetlist } from "../syntax/parse.js";
import type { SyntaxTree } from "../syntax/tree.js";
import { type BuildSettings, buildDevice, buildUnopened } from "./build-device.js";
import { CircuitBuilder } from "./circuit-builder.js";
import { Collector } from "./collect.js";
import { ExpressionCompiler } from "./compiler.js";
import { Body, type Card, type Content, type SubcircuitDefinition } from "./content.js";
import { DeviceCounter, MAXIMUM_HIERARCHY } from "./device-count.js";
import type { Directive } from "./directive.js";
import { Frame, type FrameSettings } from "./frame.js";
import { Guesses } from "./guesses.js";
import { IncludeReader } from "./includes.js";
import { ModelLibrary } from "./models.js";
import { readOptionCard } from "./option-card.js";
import { readTemplates } from "./read-templates.js";
import type { InstanceTemplate } from "./template.js";
import { readTitle } from "./title.js";
import { WorkBudget, WorkExceeded } from "./work-budget.js";

/** How a netlist is elaborated. */
export interface ElaborateOptions {
  /** `ngspice` when absent. */
  readonly dialect?: Dialect;
  /** Where `.include` and `.lib` read from; without it they are errors. */
  readonly files?: FileProvider;
  /**
   * Whether `X` cards whose subcircuit is not defined count as transistors, resistors … where their name is that of a well-known
   * kit's device (`sky130_fd_pr__nfet_01v8`); true when absent. Others stay `black-box`.
   */
  readonly recognisePdkDevices?: boolean;
  /**
   * Circuits with more devices are refused, before they are expanded where their subcircuits tell so; 1,000,000 when absent. What
   * expressions may cost grows with it.
   */
  readonly maximumDevices?: number;
}

/** A netlist as a flat circuit, with all that is not circuit beside it. */
export interface Elaboration {
  readonly circuit: Circuit;
  /** The `.param` values of the top level. */
  readonly parameters: readonly EvaluatedParameter[];
  /** Analyses, output requests, `.control` blocks and unknown cards, as written. */
  readonly directives: readonly Directive[];
  readonly diagnostics: readonly Diagnostic[];
}

const MAXIMUM_DEVICES = 1_000_000;
/** Steps that elaboration may take: so many for each device allowed, and enough for any library of models. */
const STEPS_PER_DEVICE = 100;
const MINIMUM_STEPS = 1_000_000;
const DEFAULT_TEMPERATURE = 27;

/** Parses and elaborates SPICE text. Never throws for what the text holds: see `diagnostics`. */
export function readNetlist(
  text: string,
  options: ElaborateOptions & { readonly file?: string } = {},
): Elaboration {
  return elaborate(parseNetlist(text, options.file === undefined ? {} : { file: options.file }), options);
}

/** Makes the flat circuit of a tree: includes read, parameters evaluated, subcircuits opened. Never throws for what the text holds. */
export function elaborate(tree: SyntaxTree, options: ElaborateOptions = {}): Elaboration {
  return new Elaborator(tree, options).run();
}

class Elaborator {
  readonly #tree: SyntaxTree;
  readonly #maximum: number;
  readonly #diagnostics = new DiagnosticList();
  readonly #compiler: ExpressionCompiler;
  readonly #collector: Collector;
  readonly #settings: FrameSettings;
  readonly #builder: CircuitBuilder;
  #build: BuildSettings;
  #isFull = false;
  /** The card that is being put into the circuit. */
  #card: Card | undefined;
  #instances = 0;

  constructor(tree: SyntaxTree, options: ElaborateOptions) {
    this.#tree = tree;
    this.#maximum = options.maximumDevices ?? MAXIMUM_DEVICES;
    const dialect = options.dialect ?? "ngspice";
    this.#compiler = new ExpressionCompiler(dialect);
    this.#collector = new Collector(this.#compiler, new IncludeReader(options.files), this.#diagnostics);
    this.#settings = {
      dialect,
      diagnostics: this.#diagnostics,
      guesses: new Guesses(),
      budget: new WorkBudget(Math.max(MINIMUM_STEPS, STEPS_PER_DEVICE * this.#maximum)),
      temperature: DEFAULT_TEMPERATURE,
    };
    this.#builder = new CircuitBuilder(this.#collector.globals);
    this.#build = {
      builder: this.#builder,
      models: new ModelLibrary(this.#compiler),
      scale: 1,
      widthPerFinger: dialect === "hspice",
      recognisePdkDevices: options.recognisePdkDevices ?? true,
    };
  }

  run(): Elaboration {
    for (const diagnostic of this.#tree.diagnostics) this.#diagnostics.add(diagnostic);
    const body = new Body();
    this.#collector.collectTop(this.#tree.source, this.#tree.nodes, body.content);
    const title = readTitle(this.#tree, this.#diagnostics);
    const options = emptyRecord<number>();
    let parameters: readonly EvaluatedParameter[] = [];
    try {
      const top = new Frame(this.#settings, body);
      top.activate();
      this.#readTemperature(top);
      this.#readOptions(top, options);
      if (!this.#isTooLarge(body.content)) this.#fill(top);
      parameters = top.scope.evaluateAll();
    } catch (error) {
      this.#reportWork(error);
    }
    const devices = this.#builder.devices;
    if (devices.length === 0) this.#reportEmpty();
    else if (!this.#builder.hasGround) {
      const location = devices[0]!.location ?? { file: this.#tree.source.file, line: 1, column: 1 };
      const message = "no device touches ground (net 0)";
      this.#diagnostics.add({ code: "NETLIST_NO_GROUND", severity: "warning", message, location });
    }
    const circuit: Circuit = {
      title,
      nets: this.#builder.nets,
      devices,
      models: this.#build.models.models,
      temperature: this.#settings.temperature,
      options,
      ...(this.#initialConditions.length > 0 ? { initialConditions: this.#initialConditions } : {}),
      ...(this.#nodesets.length > 0 ? { nodesets: this.#nodesets } : {}),
    };
    return {
      circuit,
      parameters,
      directives: this.#collector.directives,
      diagnostics: this.#diagnostics.items,
    };
  }

  /** A netlist without devices is no error (a library has none), but seldom what was meant. */
  #reportEmpty(): void {
    const { items } = this.#diagnostics;
    if (items.some(({ severity }) => severity === "error")) return;
    this.#diagnostics.add({
      code: "NETLIST_NO_DEVICES",
      severity: "warning",
      message: "the netlist has no device",
      location: { file: this.#tree.source.file, line: 1, column: 1 },
      hint: "write a title line, then devices",
    });
  }

  readonly #initialConditions: NetVoltage[] = [];
  readonly #nodesets: NetVoltage[] = [];

  #readTemperature(top: Frame): void {
    for (const card of this.#collector.temperatureCards) {
      const values = card
        .tokens()
        .slice(1)
        .filter(({ kind }) => kind === "word" || kind === "expression");
      const [first, ...others] = values;
      const program = first && this.#compiler.compile(first.text, card, first.start);
      const value = program && top.evaluateFor(card, ".temp", program);
      if (value !== undefined) this.#settings.temperature = value;
      else if (!first) card.report("error", "NETLIST_MISSING_VALUE", ".temp has no value");
      if (others.length > 0) {
        card.report(
          "warning",
          "NETLIST_SEVERAL_TEMPERATURES",
          `only the first of ${values.length} temperatures counts`,
        );
      }
    }
  }

  /** `.options`: numbers, flags as 1; `temp` and `scale` act here and now. */
  #readOptions(top: Frame, options: Record<string, number>): void {
    for (const card of this.#collector.optionCards) {
      const { definitions, flags } = readOptionCard(card);
      for (const flag of flags) options[flag] = 1;
      for (const { name, value } of definitions) {
        const program =
          value.kind === "string" ? undefined : this.#compiler.compile(value.text, card, value.start);
        const isName =
          program !== undefined && program.names.length === 1 && !top.scope.has(program.names[0]!);
        if (program === undefined || isName) {
          card.report("info", "NETLIST_TEXT_OPTION", `option ${name} is text and has no effect`, value.start);
          continue;
        }
        const number = top.evaluateFor(card, `option ${name}`, program);
        if (number === undefined) continue;
        if (name === "temp") this.#settings.temperature = number;
        else if (name === "scale") this.#build = { ...this.#build, scale: number };
        else options[name] = number;
        if (name === "wnflag") this.#build = { ...this.#build, widthPerFinger: number !== 0 };
      }
    }
  }

  /** Whether the circuit is refused before any of it is expanded. */
  #isTooLarge(top: Content): boolean {
    const excess = new DeviceCounter(this.#collector).excess(top, this.#maximum);
    if (excess) this.#stop(excess.card, "devices", `at least ${excess.devices}`);
    return excess !== undefined;
  }

  /** Puts all devices of a frame into the circuit, those of its subcircuits in their place. */
  #fill(frame: Frame): void {
    for (const content of frame.contents) {
      for (const template of readTemplates(content, frame.body, frame, this.#compiler)) {
        if (this.#isFull) return;
        this.#card = template.card;
        if (template.role === "instance") this.#instantiate(template, frame);
        else this.#push(buildDevice(template, frame, this.#build), template.card);
      }
      for (const card of content.voltages) this.#readVoltages(card, frame);
    }
  }

  #push(device: Device, card: Card): void {
    if (this.#builder.devices.length < this.#maximum) this.#builder.devices.push(device);
    else this.#stop(card, "devices");
  }

  /** Ends elaboration: a small deck can describe more than any machine holds. */
  #stop(card: Card, what: string, found?: string): void {
    this.#isFull = true;
    const message = `more than ${this.#maximum} ${what}${found ? ` (${found})` : ""}`;
    card.report(
      "error",
      "NETLIST_TOO_LARGE",
      message,
      undefined,
      "look for subcircuits that multiply, or raise the limit",
    );
  }

  /** Elaboration ends where its work is spent, at the card that was being read. */
  #reportWork(error: unknown): void {
    if (!(error instanceof WorkExceeded)) throw error;
    this.#diagnostics.add({
      code: "NETLIST_TOO_COSTLY",
      severity: "error",
      message: `expressions and parameters take ${error.message}`,
      location: this.#card?.location ?? { file: this.#tree.source.file, line: 1, column: 1 },
      hint: "look for functions that call each other many times, or raise the limit of devices",
    });
  }

  #instantiate(template: InstanceTemplate, frame: Frame): void {
    const { card, name, subcircuit, nets } = template;
    const found = frame.findSubcircuit(subcircuit);
    if (!found) {
      this.#push(buildUnopened(template, frame, this.#build, "undefined"), card);
      return;
    }
    const { definition } = found;
    const refusal = this.#refusal(template, frame, definition);
    if (refusal) {
      card.report("error", refusal[0], refusal[1]);
      this.#push(buildUnopened(template, frame, this.#build, "refused"), card);
      return;
    }
    if (++this.#instances > this.#maximum) {
      this.#stop(card, "instances of subcircuits");
      return;
    }
    this.#settings.budget.spend(definition.defaults.length + nets.length);
    const hasOwnM = definition.defaults.some((parameter) => parameter.name === "m");
    const m = template.values.find(({ key }) => key === "m");
    const multiplier = m && !hasOwnM ? (frame.evaluateFor(card, `m of ${name}`, m.program) ?? 1) : 1;
    const inner = new Frame(this.#settings, this.#collector.bodyOf(definition), {
      prefix: `${this.#builder.claimName(frame.prefix + name)}.`,
      caller: frame,
      definedIn: found.frame,
      definition,
      multiplier: frame.multiplier * multiplier,
    });
    nets.forEach((net, i) => {
      inner.netIds[inner.body.net(definition.ports[i]!)] = this.#builder.netOf(frame, net);
    });
    for (const { name: parameter, program, location } of definition.defaults)
      inner.scope.define(parameter, program, location);
    const given = template.values.map(({ key, program }) => {
      return [key, program, frame.evaluateFor(card, `${key} of ${name}`, program)] as const;
    });
    const override = () => {
      for (const [key, program, value] of given) {
        if (value !== undefined && (key !== "m" || hasOwnM))
          inner.scope.set(key, value, program, card.location);
      }
    };
    inner.activate(override);
    this.#fill(inner);
    if (!this.#isFull) this.#reportUnknown(template, definition, inner);
  }

  /** Cards whose parameters were told of: instances of one card share its mistakes. */
  readonly #told = new Set<Card>();

  /** Tells of what an instance gives its subcircuit that it neither declares nor uses, which is often a slip. */
  #reportUnknown(
    { card, values }: InstanceTemplate,
    { name, defaults }: SubcircuitDefinition,
    { contents, scope }: Frame,
  ): void {
    if (values.every(({ key }) => key === "m" || scope.isUsed(key)) || this.#told.has(card)) return;
    const known = new Set(
      [...defaults, ...contents.flatMap((content) => content.parameters)].map((p) => p.name),
    );
    for (const { key } of values) {
      if (key === "m" || scope.isUsed(key) || known.has(key)) continue;
      this.#told.add(card);
      const word = card.tokens().findLast(({ text }) => text === key);
      const message = `${name} has no parameter ${key}; its value has no effect`;
      const hint = this.#settings.guesses.hint(key, known);
      card.report("warning", "NETLIST_UNKNOWN_PARAMETER", message, word?.start, hint);
    }
  }

  #refusal(
    template: InstanceTemplate,
    frame: Frame,
    definition: { name: string; ports: readonly string[] } & Parameters<Frame["cycleTo"]>[0],
  ): [code: Diagnostic["code"], message: string] | undefined {
    const { name, nets } = template;
    const cycle = frame.cycleTo(definition);
    if (cycle) return ["NETLIST_RECURSIVE_SUBCKT", `a subcircuit holds itself: ${cycle.join(" → ")}`];
    if (frame.depth >= MAXIMUM_HIERARCHY) {
      return ["NETLIST_HIERARCHY_TOO_DEEP", `subcircuits nest deeper than ${MAXIMUM_HIERARCHY} levels`];
    }
    if (nets.length === definition.ports.length) return undefined;
    return [
      "NETLIST_PORT_COUNT",
      `${name} connects ${nets.length} nets to the ${definition.ports.length} ports of ${definition.name}`,
    ];
  }

  /** `.ic v(net)=value` and `.nodeset`, in the frame's own names. */
  #readVoltages(card: Card, frame: Frame): void {
    const list = card.keyword === ".ic" ? this.#initialConditions : this.#nodesets;
    const { definitions } = readDefinitions(card.tokens(), 1);
    if (definitions.length === 0)
      card.report("error", "NETLIST_MISSING_VALUE", `${card.keyword} sets nothing`);
    for (const definition of definitions) {
      const voltage = this.#voltage(definition, card, frame);
      if (voltage) list.push(voltage);
    }
  }

  #voltage(
    { name, arguments: nets, value, start }: Definition,
    card: Card,
    frame: Frame,
  ): NetVoltage | undefined {
    const net = nets?.[0];
    if (name !== "v" || net === undefined || nets!.length > 1) {
      card.report("error", "NETLIST_UNEXPECTED_WORD", `${card.keyword} takes v(net)=value`, start);
      return undefined;
    }
    const index = frame.body.findNet(net);
    const id =
      index === undefined ? this.#builder.findNet(frame.prefix + net) : this.#builder.netOf(frame, index);
    if (id === undefined) {
      card.report("warning", "NETLIST_UNKNOWN_NET", `${card.keyword} names ${net}, which is no net`, start);
      return undefined;
    }
    const program = this.#compiler.compile(value.text, card, value.start);
    const voltage = program && frame.evaluateFor(card, `${card.keyword} of ${net}`, program);
    return voltage === undefined ? undefined : { net: id, voltage };
  }
}
