import { readFields } from "../syntax/fields.js";
import type { ExpressionCompiler } from "./compiler.js";
import type { Body, Card, Content } from "./content.js";
import { DeviceReader, type DeviceSurroundings } from "./device-reader.js";
import { deviceRules } from "./devices/index.js";
import type { Frame } from "./frame.js";
import type { DeviceTemplate, InstanceTemplate, TemplateValue } from "./template.js";

/** Reads the device cards of a content, once however often it is instantiated. */
export function readTemplates(
  content: Content,
  body: Body,
  frame: Frame,
  compiler: ExpressionCompiler,
): readonly (DeviceTemplate | InstanceTemplate)[] {
  if (content.templates) return content.templates;
  const surroundings: DeviceSurroundings = {
    dialect: compiler.dialect,
    hasModel: (name) => frame.findModel(name) !== undefined,
    net: (name) => body.net(name),
    compile: (text, card, offset) => compiler.compile(text, card, offset),
  };
  const seen = new Set<string>();
  content.templates = content.devices.map((card) => {
    const template = readCard(card, surroundings);
    if (seen.has(template.name)) {
      const message = `${template.name} stands twice in the same circuit; both are kept`;
      card.report("error", "NETLIST_DUPLICATE_DEVICE", message, undefined, "rename one of them");
    }
    seen.add(template.name);
    return template;
  });
  return content.templates;
}

function readCard(card: Card, surroundings: DeviceSurroundings): DeviceTemplate | InstanceTemplate {
  const reader = new DeviceReader(card, card.tokens(), surroundings);
  const letter = reader.name[0] ?? "";
  const template = letter === "x" ? readInstance(reader) : deviceRules.get(letter)?.(reader);
  if (template) return template;
  if (letter !== "x" && !deviceRules.has(letter)) {
    const message = `no device starts with ${JSON.stringify(letter)}; the card is kept as text`;
    card.report("error", "NETLIST_UNKNOWN_DEVICE", message);
  }
  const unread = new DeviceReader(card, reader.tokens, surroundings);
  unread.addText("card", card.text);
  return unread.template({ kind: "unknown" });
}

/** `X name net … subcircuit [params:] [key=value …]` */
function readInstance(reader: DeviceReader): InstanceTemplate | undefined {
  const { card, name, surroundings } = reader;
  const { positional, named, incomplete } = readFields(reader.tokens, 1);
  const words = positional.filter(({ text }) => text !== "params:");
  const subcircuit = words.pop();
  if (subcircuit === undefined) {
    card.report("error", "NETLIST_MISSING_NAME", `${name} names no subcircuit`);
    return undefined;
  }
  for (const token of incomplete) {
    card.report("error", "NETLIST_MISSING_VALUE", `${token.text}= has no value`, token.start);
  }
  const values: TemplateValue[] = [];
  const text: [string, string][] = [];
  for (const pair of named) {
    if (pair.value.kind === "string") text.push([pair.name, `"${pair.value.text}"`]);
    else {
      const program = surroundings.compile(pair.value.text, card, pair.value.start);
      if (program) values.push({ key: pair.name, program });
    }
  }
  const nets = words.map(({ text: word, start }) => surroundings.net(word, start));
  return { role: "instance", card, name, subcircuit: subcircuit.text, nets, values, text };
}
