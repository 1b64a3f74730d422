import type { DeviceKind, DeviceModel } from "../../circuit/index.js";
import { parseSpiceNumber } from "../number.js";
import { emptyRecord } from "../record.js";
import { type NamedValue, readFields } from "../syntax/fields.js";
import { UniqueNames } from "../unique-names.js";
import type { ExpressionCompiler } from "./compiler.js";
import type { Card, ModelCard } from "./content.js";
import type { Frame } from "./frame.js";
import type { ModelFamily } from "./template.js";

/** Kinds by family and model type. */
const kinds: Readonly<Record<ModelFamily, Readonly<Record<string, DeviceKind>>>> = {
  mosfet: { nmos: "nmos", pmos: "pmos", vdmos: "nmos", vdmosn: "nmos", vdmosp: "pmos" },
  bipolar: { npn: "npn", pnp: "pnp" },
  jfet: { njf: "njf", pjf: "pjf" },
  mesfet: { nmf: "nmes", pmf: "pmes", nhfet: "nmes", phfet: "pmes" },
  diode: { d: "diode" },
  switch: {
    sw: "voltage-switch",
    csw: "current-switch",
    vswitch: "voltage-switch",
    iswitch: "current-switch",
  },
  line: {
    ltra: "lossy-transmission-line",
    txl: "lossy-transmission-line",
    cpl: "lossy-transmission-line",
    urc: "uniform-rc-line",
  },
  passive: {
    r: "resistor",
    res: "resistor",
    c: "capacitor",
    cap: "capacitor",
    l: "inductor",
    ind: "inductor",
  },
  "code-model": {},
};

/** The kind of a device of a family whose model is of a type; undefined where the two do not go together. */
export function kindOfModel(family: ModelFamily, model: DeviceModel): DeviceKind | undefined {
  if (family === "code-model") return "code-model";
  const isFlipped = model.type === "vdmos" && model.parameters.pchan !== undefined;
  if (isFlipped) return "pmos";
  return Object.hasOwn(kinds[family], model.type) ? kinds[family][model.type] : undefined;
}

/** What a parameter of a model counts for in the budget of work: each stays in the circuit. */
const STEPS_PER_PARAMETER = 5;

/** A device's width and length in metres, as model bins are chosen by. */
export interface BinSize {
  readonly l: number | undefined;
  readonly w: number | undefined;
}

/** Evaluates model cards, each once per frame that defines it, and gives them names that are unique in the circuit. */
export class ModelLibrary {
  readonly models: DeviceModel[] = [];
  readonly #compiler: ExpressionCompiler;
  readonly #perCard = new Map<ModelCard, DeviceModel>();
  readonly #perFrame = new WeakMap<Frame, Map<ModelCard, DeviceModel>>();
  readonly #names = new UniqueNames("#");

  constructor(compiler: ExpressionCompiler) {
    this.#compiler = compiler;
  }

  /** The model of a card as it stands in a frame. One whose values are plain numbers is shared by all instances. */
  model(card: ModelCard, frame: Frame): DeviceModel {
    const known = this.#perCard.get(card) ?? this.#perFrame.get(frame)?.get(card);
    if (known) return known;
    const { model, isShared } = this.#evaluate(card, frame);
    if (isShared) this.#perCard.set(card, model);
    else {
      const perFrame = this.#perFrame.get(frame) ?? new Map<ModelCard, DeviceModel>();
      this.#perFrame.set(frame, perFrame.set(card, model));
    }
    this.models.push(model);
    return model;
  }

  /** The bin that holds a size (limits as ngspice has them: lower included, upper not), or undefined. */
  bin(bins: readonly ModelCard[], frame: Frame, size: BinSize): DeviceModel | undefined {
    for (const card of bins) {
      const limits = this.#limits(card, frame);
      if (isWithin(size.l, limits.lmin, limits.lmax) && isWithin(size.w, limits.wmin, limits.wmax)) {
        return this.model(card, frame);
      }
    }
    return undefined;
  }

  readonly #limitsPerCard = new WeakMap<
    ModelCard,
    Record<"lmin" | "lmax" | "wmin" | "wmax", number | undefined>
  >();

  #limits(model: ModelCard, frame: Frame) {
    let limits = this.#limitsPerCard.get(model);
    if (!limits) {
      const { named } = readFields(model.card.tokens(), 3);
      const value = (name: string) => {
        const found = named.find((pair) => pair.name === name)?.value;
        const program = found && this.#compiler.compile(found.text, model.card, found.start);
        return program && frame.evaluateFor(model.card, `model ${model.name}`, program);
      };
      limits = { lmin: value("lmin"), lmax: value("lmax"), wmin: value("wmin"), wmax: value("wmax") };
      this.#limitsPerCard.set(model, limits);
    }
    return limits;
  }

  #evaluate(modelCard: ModelCard, frame: Frame): { model: DeviceModel; isShared: boolean } {
    const { card, type } = modelCard;
    const fields = readFields(card.tokens(), 3);
    frame.spend(STEPS_PER_PARAMETER * fields.named.length);
    const parameters = emptyRecord<number>();
    const text = emptyRecord<string>();
    let isShared = true;
    for (const pair of fields.named) {
      const found = this.#value(pair, card, frame);
      if (typeof found.value === "number") parameters[pair.name] = found.value;
      else if (found.value !== undefined) text[pair.name] = found.value;
      if (found.dependsOnFrame) isShared = false;
    }
    for (const { text: flag } of fields.positional) parameters[flag] = 1;
    for (const token of fields.incomplete) {
      card.report("error", "NETLIST_MISSING_VALUE", `${token.text}= has no value`, token.start);
    }
    const isLocal = frame.definition !== undefined;
    const owner = !isLocal ? "" : isShared ? `${frame.definition!.name}.` : frame.prefix;
    const model: DeviceModel = {
      name: this.#names.claim(owner + modelCard.name),
      type,
      parameters,
      ...(Object.keys(text).length > 0 ? { text } : {}),
      location: card.location,
    };
    return { model, isShared: isShared || !isLocal };
  }

  #value(
    pair: NamedValue,
    card: Card,
    frame: Frame,
  ): { value: number | string | undefined; dependsOnFrame: boolean } {
    const { value, more, name } = pair;
    if (value.kind === "string") return { value: `"${value.text}"`, dependsOnFrame: false };
    if (more.length > 0) {
      const separator = value.text.startsWith("[") ? " " : ",";
      return { value: [value, ...more].map(({ text }) => text).join(separator), dependsOnFrame: false };
    }
    // Simulators choose the model by the text of its version: BSIM4 has a 4.0 and no 4.
    if (name === "version" && /^[\d.]+$/.test(value.text))
      return { value: value.text, dependsOnFrame: false };
    if (value.kind === "word") {
      const number = parseSpiceNumber(value.text, frame.dialect);
      if (number !== undefined && Number.isFinite(number)) return { value: number, dependsOnFrame: false };
      const isVersion = /^[\d.]+$/.test(value.text);
      const isName = /^[a-z_][\w.]*$/.test(value.text) && !frame.scope.has(value.text);
      if (isVersion || isName) return { value: value.text, dependsOnFrame: false };
    }
    const program = this.#compiler.compile(value.text, card, value.start);
    if (!program) return { value: undefined, dependsOnFrame: false };
    const number = frame.evaluateFor(card, `parameter ${name} of model`, program);
    return { value: number, dependsOnFrame: program.constant === undefined };
  }
}

function isWithin(
  value: number | undefined,
  minimum: number | undefined,
  maximum: number | undefined,
): boolean {
  if (value === undefined || minimum === undefined || maximum === undefined) return true;
  const tolerance = 1e-9 * Math.abs(value);
  return value >= minimum - tolerance && value < maximum + (minimum === maximum ? tolerance : -tolerance);
}
