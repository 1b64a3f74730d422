import type { Circuit, Device, NetVoltage } from "../../circuit/index.js";
import { DiagnosticList } from "../diagnostic.js";
import type { EvaluatedParameter } from "../expression/scope.js";
import { emptyRecord } from "../record.js";
import type { SyntaxTree } from "../syntax/tree.js";
import { type BuildSettings, buildDevice, buildUnopened } from "./build-device.js";
import { refusalOf, reportUnknownParameters } from "./check-instance.js";
import { CircuitBuilder } from "./circuit-builder.js";
import { Collector } from "./collect.js";
import { ExpressionCompiler } from "./compiler.js";
import { Body, type Card, type Content } from "./content.js";
import { readOptions, readTemperature } from "./deck-settings.js";
import { DeviceCounter } from "./device-count.js";
import type { ElaborateOptions, Elaboration } from "./elaborate.js";
import { Frame, type FrameSettings } from "./frame.js";
import { Guesses } from "./guesses.js";
import { IncludeReader } from "./includes.js";
import { ModelLibrary } from "./models.js";
import { readVoltages } from "./net-voltages.js";
import { readTemplates } from "./read-templates.js";
import type { InstanceTemplate } from "./template.js";
import { readTitle } from "./title.js";
import { WorkBudget, WorkExceeded } from "./work-budget.js";

const MAXIMUM_DEVICES = 1_000_000;
/** Steps that elaboration may take: so many for each device allowed, and enough for any library of models. */
const STEPS_PER_DEVICE = 100;
const MINIMUM_STEPS = 1_000_000;
const DEFAULT_TEMPERATURE = 27;

/** Puts together the circuit of a tree; used once. */
export class Elaborator {
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
  readonly #initialConditions: NetVoltage[] = [];
  readonly #nodesets: NetVoltage[] = [];
  /** Cards of instances whose unknown parameters were told of. */
  readonly #told = new Set<Card>();

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
      readTemperature(this.#collector.temperatureCards, top, this.#compiler);
      const { optionCards } = this.#collector;
      this.#build = { ...this.#build, ...readOptions(optionCards, top, this.#compiler, options) };
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
      for (const card of content.voltages) {
        const list = card.keyword === ".ic" ? this.#initialConditions : this.#nodesets;
        for (const voltage of readVoltages(card, frame, this.#builder, this.#compiler)) list.push(voltage);
      }
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
    const refusal = refusalOf(template, frame, definition);
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
    if (!this.#isFull) reportUnknownParameters(template, definition, inner, this.#told);
  }
}
