import type { Device, DeviceKind, DeviceModel } from "../../circuit/index.js";
import type { Program } from "../expression/compile.js";
import { EvaluationError } from "../expression/evaluate.js";
import { rewriteExpression } from "../expression/rewrite.js";
import { emptyRecord } from "../record.js";
import type { CircuitBuilder } from "./circuit-builder.js";
import type { Frame } from "./frame.js";
import { kindOfModel, type ModelLibrary } from "./models.js";
import { type KnownDevice, knownDevice, scalePower, toSiUnits } from "./pdk.js";
import type { DeviceTemplate, InstanceTemplate, TemplateValue } from "./template.js";

/** What building devices needs besides the frame. */
export interface BuildSettings {
  readonly builder: CircuitBuilder;
  readonly models: ModelLibrary;
  /** `.options scale`; 1 where nothing says so. */
  readonly scale: number;
  /** Whether bins are chosen by the width of one finger (`.options wnflag`, and always in HSPICE). */
  readonly widthPerFinger: boolean;
  /** Whether wrappers with the names of well-known kits stand for transistors. */
  readonly recognisePdkDevices: boolean;
}

/** Letters whose devices a subcircuit's `m` multiplies, as ngspice 45 does; of `b`, the current sources alone. */
const multiplied = /^[bcdfgijlmqrz]/;
/** Parameters that may be expressions of voltages and currents: they become text of the same key. */
const mayReadCircuit: ReadonlySet<string> = new Set(["resistance", "capacitance", "inductance"]);

/** Puts one device into the circuit. */
export function buildDevice(template: DeviceTemplate, frame: Frame, settings: BuildSettings): Device {
  const { card } = template;
  const parameters = emptyRecord<number>();
  const text = emptyRecord<string>();
  for (const [key, value] of template.text) text[key] = value;
  for (const value of template.values) addValue(value, template, frame, settings, parameters, text);
  for (const { key, program } of template.expressions) {
    const rewritten = rewrite(program, template, frame, settings);
    if (rewritten !== undefined) text[key] = rewritten;
  }
  for (const [key, names] of template.references)
    text[key] = names.map((name) => frame.prefix + name).join(" ");
  if (template.waveform) text.waveform = waveformText(template, frame);
  const multiplies = frame.multiplier !== 1 && multiplied.test(template.name) && text.voltage === undefined;
  if (multiplies) parameters.m = (parameters.m ?? 1) * frame.multiplier;
  const { kind, model } = resolveModel(template, frame, settings, parameters);
  if (settings.scale !== 1) applyScale(parameters, kind, settings.scale);
  return {
    name: settings.builder.claimName(frame.prefix + template.name),
    kind,
    terminals: template.nets.map((net, i) => ({
      name: template.terminals[i] ?? `terminal${i + 1}`,
      net: settings.builder.netOf(frame, net),
    })),
    parameters,
    ...(model === undefined ? {} : { model }),
    ...(Object.keys(text).length > 0 ? { text } : {}),
    location: card.location,
  };
}

function addValue(
  { key, program }: TemplateValue,
  template: DeviceTemplate,
  frame: Frame,
  settings: BuildSettings,
  parameters: Record<string, number>,
  text: Record<string, string>,
): void {
  if (program.constant !== undefined) {
    parameters[key] = program.constant;
    return;
  }
  try {
    frame.at(template.card);
    parameters[key] = frame.evaluate(program);
  } catch (error) {
    if (
      error instanceof EvaluationError &&
      error.code === "NETLIST_NOT_CONSTANT" &&
      mayReadCircuit.has(key)
    ) {
      const rewritten = rewrite(program, template, frame, settings);
      if (rewritten !== undefined) text[key] = rewritten;
    } else frame.report(template.card, `${key} of ${template.name}`, error);
  }
}

/** An expression of the simulator's, with flat names and numbers for parameters. */
function rewrite(program: Program, { card, name }: DeviceTemplate, frame: Frame, { builder }: BuildSettings) {
  try {
    return rewriteExpression(program.text, {
      dialect: frame.dialect,
      value: (parameter) => frame.knownValue(parameter),
      userFunction: (called) => frame.userFunction(called),
      spend: (characters) => frame.spend(characters),
      net: (net) => builder.nets[builder.netOf(frame, frame.body.net(net))]!.name,
      device: (device) => frame.prefix + device,
    });
  } catch (error) {
    frame.report(card, `expression of ${name}`, error);
    return undefined;
  }
}

function waveformText(template: DeviceTemplate, frame: Frame): string {
  const { name, arguments: args } = template.waveform!;
  const words = args.map((argument) => {
    if (typeof argument === "string") return argument;
    return String(frame.evaluateFor(template.card, `${name} of ${template.name}`, argument) ?? argument.text);
  });
  return `${name}(${words.join(" ").replace(/ = /g, "=")})`;
}

function applyScale(parameters: Record<string, number>, kind: DeviceKind, scale: number): void {
  for (const key of Object.keys(parameters)) {
    const power = scalePower(key, kind);
    if (power > 0) parameters[key] = parameters[key]! * scale ** power;
  }
}

/** The device's kind and the name of its model in the circuit; an unknown model's name may tell the kind. */
function resolveModel(
  template: DeviceTemplate,
  frame: Frame,
  settings: BuildSettings,
  parameters: Readonly<Record<string, number>>,
): { kind: DeviceKind; model?: string } {
  const { model: name, family, kind, card } = template;
  if (name === undefined || family === undefined) return { kind };
  const found = frame.findModel(name);
  if (!found) return { kind: kindOfUndefinedModel(template, frame, settings), model: name };
  let model: DeviceModel | undefined;
  if ("model" in found) model = settings.models.model(found.model, found.frame);
  else {
    const fingers = settings.widthPerFinger ? (parameters.nf ?? 1) : 1;
    const scaled = (value: number | undefined) => (value === undefined ? undefined : value * settings.scale);
    const width = scaled(parameters.w);
    const size = { l: scaled(parameters.l), w: width === undefined ? undefined : width / fingers };
    model = settings.models.bin(found.bins, found.frame, size);
    if (!model) {
      const message = `${template.name}: no bin of ${name} holds l=${size.l} w=${size.w}`;
      card.report(
        "error",
        "NETLIST_NO_MODEL_BIN",
        message,
        undefined,
        "check the size, .options scale and wnflag",
      );
      model = settings.models.model(found.bins[0]!, found.frame);
    }
  }
  const modelled = kindOfModel(family, model);
  if (modelled === undefined) {
    card.report("error", "NETLIST_MODEL_TYPE", `${template.name} cannot have a model of type ${model.type}`);
  }
  return { kind: modelled ?? kind, model: model.name };
}

function kindOfUndefinedModel(
  template: DeviceTemplate,
  frame: Frame,
  { recognisePdkDevices }: BuildSettings,
): DeviceKind {
  const { model: name, card, kind, name: device } = template;
  const known = recognisePdkDevices ? knownDevice(name!) : undefined;
  const isFitting = known !== undefined && fittingKinds[template.family!]?.includes(known.kind);
  if (kind === "unknown" && !isFitting) {
    const message = `${device} has model ${name}, which is not defined, so that its kind is not known`;
    card.report(
      "error",
      "NETLIST_UNDEFINED_MODEL",
      message,
      undefined,
      frame.guess("models", name!) ?? "include the library that defines it",
    );
    return kind;
  }
  const message = `model ${name} is not defined; the circuit is complete but for its parameters`;
  card.report(
    "warning",
    "NETLIST_UNDEFINED_MODEL",
    message,
    undefined,
    frame.guess("models", name!) ?? "include the library that defines it to simulate",
  );
  return isFitting && kind === "unknown" ? known.kind : kind;
}

const fittingKinds: Readonly<Partial<Record<string, readonly DeviceKind[]>>> = {
  mosfet: ["nmos", "pmos"],
  bipolar: ["npn", "pnp"],
};

/** An instance whose subcircuit is not defined, or cannot be opened: a device of a known kit, or a black box. */
export function buildUnopened(
  template: InstanceTemplate,
  frame: Frame,
  settings: BuildSettings,
  reason: "undefined" | "refused",
): Device {
  const { card, name, subcircuit, nets } = template;
  const candidate =
    settings.recognisePdkDevices && reason === "undefined" ? knownDevice(subcircuit) : undefined;
  const known =
    candidate && nets.length >= 2 && nets.length <= candidate.terminals.length ? candidate : undefined;
  if (reason === "undefined") {
    if (known) {
      const message = `${subcircuit} is not defined; its name tells that ${name} is of kind ${known.kind}`;
      card.report("info", "NETLIST_PDK_DEVICE", message);
    } else {
      const message = `${subcircuit} is not defined; ${name} stays a black box`;
      card.report(
        "error",
        "NETLIST_UNDEFINED_SUBCKT",
        message,
        undefined,
        frame.guess("subcircuits", subcircuit) ?? "include the file that defines it",
      );
    }
  }
  const parameters = emptyRecord<number>();
  for (const { key, program } of template.values) {
    const value = frame.evaluateFor(card, `${key} of ${name}`, program);
    if (value !== undefined)
      parameters[key] = known ? toSiUnits(key, value * scaleOf(key, known, settings), known) : value;
  }
  const text = emptyRecord<string>();
  for (const [key, value] of template.text) text[key] = value;
  return {
    name: settings.builder.claimName(frame.prefix + name),
    kind: known?.kind ?? "black-box",
    terminals: nets.map((net, i) => ({
      name: known?.terminals[i] ?? `port${i + 1}`,
      net: settings.builder.netOf(frame, net),
    })),
    parameters,
    model: subcircuit,
    ...(template.text.length > 0 ? { text } : {}),
    location: card.location,
  };
}

function scaleOf(key: string, { kind }: KnownDevice, { scale }: BuildSettings): number {
  return scale === 1 ? 1 : scale ** scalePower(key, kind);
}
