import type { DeviceKind } from "../../../circuit/index.js";
import type { Value } from "../../syntax/fields.js";
import type { DeviceReader } from "../device-reader.js";
import type { DeviceTemplate, ModelFamily } from "../template.js";

/** A letter whose cards are nodes, a model, values. */
interface ModelledDevice {
  readonly family: ModelFamily;
  /** What the device is while no model says more. */
  readonly kind: DeviceKind;
  /** Names of as many terminals as a card may have. */
  readonly terminals: readonly string[];
  readonly minimumNodes: number;
  /** Keys of values that stand after the model without a name. */
  readonly positional?: readonly string[];
  /** Letter to print with, where the kind alone does not tell. */
  readonly letter?: string;
}

const ports = ["port1-plus", "port1-minus", "port2-plus", "port2-minus"];

const devices: Readonly<Record<string, ModelledDevice>> = {
  d: {
    family: "diode",
    kind: "diode",
    terminals: ["anode", "cathode", "thermal"],
    minimumNodes: 2,
    positional: ["area"],
  },
  q: {
    family: "bipolar",
    kind: "unknown",
    terminals: ["collector", "base", "emitter", "substrate", "thermal"],
    minimumNodes: 3,
    positional: ["area"],
  },
  j: {
    family: "jfet",
    kind: "unknown",
    terminals: ["drain", "gate", "source", "bulk"],
    minimumNodes: 3,
    positional: ["area"],
  },
  z: {
    family: "mesfet",
    kind: "unknown",
    terminals: ["drain", "gate", "source"],
    minimumNodes: 3,
    positional: ["area"],
  },
  m: {
    family: "mosfet",
    kind: "unknown",
    terminals: ["drain", "gate", "source", "bulk", "body", "thermal", "thermal-case"],
    minimumNodes: 3,
    positional: ["l", "w"],
  },
  s: {
    family: "switch",
    kind: "voltage-switch",
    terminals: ["plus", "minus", "control-plus", "control-minus"],
    minimumNodes: 4,
  },
  o: { family: "line", kind: "lossy-transmission-line", terminals: ports, minimumNodes: 4 },
  y: { family: "line", kind: "lossy-transmission-line", terminals: ports, minimumNodes: 4, letter: "y" },
  u: { family: "line", kind: "uniform-rc-line", terminals: ["port1", "port2", "common"], minimumNodes: 3 },
};

/** `name node … model [value] [off] [key=value …]`: the model is the first word after the nodes that is one, else the last name. */
export function readModelled(reader: DeviceReader): DeviceTemplate | undefined {
  const device = devices[reader.name[0]!]!;
  const { positional, named } = reader.takeFields();
  const at = modelIndex(reader, positional, device);
  if (at === undefined) {
    const message = `${reader.name} needs ${device.minimumNodes} nodes or more and a model`;
    reader.card.report(
      "error",
      "NETLIST_TOO_FEW_NODES",
      message,
      undefined,
      "name the model after the nodes",
    );
    return undefined;
  }
  const rest: Value[] = [];
  const keys = [...(device.positional ?? [])];
  for (const value of positional.slice(at + 1)) {
    const key = value.text === "off" || value.text === "on" ? undefined : keys.shift();
    if (key === undefined) rest.push(value);
    else reader.addValue(key, value);
  }
  reader.addNamed(named);
  reader.addRest(rest);
  if (device.letter !== undefined) reader.addText("letter", device.letter);
  return reader.template({
    kind: device.kind,
    family: device.family,
    model: positional[at]!.text,
    terminals: device.terminals,
    nets: positional.slice(0, at).map(({ text, start }) => reader.surroundings.net(text, start)),
  });
}

function modelIndex(
  reader: DeviceReader,
  words: readonly Value[],
  device: ModelledDevice,
): number | undefined {
  const limit = Math.min(words.length - 1, device.terminals.length);
  for (let i = device.minimumNodes; i <= limit; i++)
    if (reader.surroundings.hasModel(words[i]!.text)) return i;
  for (let i = limit; i >= device.minimumNodes; i--) {
    const word = words[i]!;
    if (word.kind === "word" && word.text !== "off" && word.text !== "on" && !reader.isNumber(word)) return i;
  }
  return undefined;
}

/** `W name plus minus source model [on|off]` */
export function readCurrentSwitch(reader: DeviceReader): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  const words = nets && reader.takeWords(2, "words (a controlling source and a model)");
  if (!words) return undefined;
  const { positional, named } = reader.takeFields();
  reader.addReference("control", [words[0]!]);
  reader.addNamed(named);
  reader.addRest(positional);
  return reader.template({
    kind: "current-switch",
    family: "switch",
    model: words[1]!,
    terminals: ["plus", "minus"],
    nets: nets!,
  });
}

/** `T name port1+ port1- port2+ port2- z0= [td=] [f= nl=]` */
export function readTransmissionLine(reader: DeviceReader): DeviceTemplate | undefined {
  const nets = reader.takeNets(4);
  if (!nets) return undefined;
  const { positional, named } = reader.takeFields();
  reader.addNamed(named);
  reader.addRest(positional);
  return reader.template({ kind: "transmission-line", terminals: ports, nets });
}

/** `P` (coupled lines) and `N` (Verilog-A): all words but the last are nodes, the last is the model. */
export function readManyPorts(reader: DeviceReader): DeviceTemplate | undefined {
  const { positional, named } = reader.takeFields();
  const model = positional.at(-1);
  if (positional.length < 2 || model === undefined) {
    reader.card.report("error", "NETLIST_TOO_FEW_NODES", `${reader.name} needs nodes and a model`);
    return undefined;
  }
  const nodes = positional.slice(0, -1);
  const letter = reader.name[0]!;
  reader.addNamed(named);
  reader.addText("letter", letter);
  return reader.template({
    kind: letter === "p" ? "lossy-transmission-line" : "code-model",
    family: letter === "p" ? "line" : "code-model",
    model: model.text,
    terminals: nodes.map((_, i) => `port${i + 1}`),
    nets: nodes.map(({ text, start }) => reader.surroundings.net(text, start)),
  });
}

/**
 * `A name port … model`, an XSPICE code model. A port may be a vector in brackets, carry a type (`%v`, `%vd(a b)`) or an
 * inversion (`~`); `ports` keeps that shape with `$1`, `$2` … for the nets.
 */
export function readCodeModel(reader: DeviceReader): DeviceTemplate | undefined {
  const words = reader.tokens.slice(1);
  const model = words.findLast(({ kind }) => kind === "word");
  if (model === undefined || words.length < 2) {
    reader.card.report("error", "NETLIST_TOO_FEW_NODES", `${reader.name} needs ports and a model`);
    return undefined;
  }
  const nets: number[] = [];
  const shape: string[] = [];
  for (const token of words.slice(0, words.indexOf(model))) {
    if (token.kind === "(" || token.kind === ")" || token.kind === ",") shape.push(token.text);
    else {
      const netAt = (net: string, at: number) =>
        `$${nets.push(reader.surroundings.net(net, token.start + at))}`;
      shape.push(...portWords(token.text, netAt));
    }
  }
  reader.addText("ports", shape.join(" "));
  return reader.template({
    kind: "code-model",
    family: "code-model",
    model: model.text,
    terminals: nets.map((_, i) => `port${i + 1}`),
    nets,
  });
}

/** The parts of one word of a port list: brackets, `~`, `%type`, `null`, and nets, which are replaced. */
function portWords(word: string, replace: (net: string, at: number) => string): string[] {
  let start = 0;
  let end = word.length;
  while (word[start] === "[") start++;
  while (end > start && word[end - 1] === "]") end--;
  const close = "]".repeat(word.length - end);
  const parts = [..."[".repeat(start)];
  if (word[start] === "~") parts.push(word[start++]!);
  const core = word.slice(start, end);
  if (core.startsWith("%") || core === "null") parts.push(core);
  else if (core !== "") parts.push(replace(core, start));
  return [...parts, ...close];
}
