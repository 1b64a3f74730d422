import type { DeviceKind } from "../../../circuit/index.js";
import type { DeviceReader } from "../device-reader.js";
import type { DeviceTemplate } from "../template.js";

/** What the letters R, C and L differ in. */
interface Passive {
  readonly kind: DeviceKind;
  /** Key of the value that needs no name on the card. */
  readonly main: string;
  /** Names that mean the main value, or an expression with a key of its own. */
  readonly names: Readonly<Record<string, string>>;
  readonly expressionKeys: ReadonlySet<string>;
}

const resistor: Passive = {
  kind: "resistor",
  main: "resistance",
  names: { r: "resistance", resistance: "resistance" },
  expressionKeys: new Set(),
};
const capacitor: Passive = {
  kind: "capacitor",
  main: "capacitance",
  names: { c: "capacitance", cap: "capacitance", capacitance: "capacitance", q: "charge" },
  expressionKeys: new Set(["charge"]),
};
const inductor: Passive = {
  kind: "inductor",
  main: "inductance",
  names: { l: "inductance", inductance: "inductance", flux: "flux" },
  expressionKeys: new Set(["flux"]),
};

export const readResistor = (reader: DeviceReader) => readPassive(reader, resistor);
export const readCapacitor = (reader: DeviceReader) => readPassive(reader, capacitor);
export const readInductor = (reader: DeviceReader) => readPassive(reader, inductor);

/** `name plus minus [value] [model] [value] [tc1 [tc2]] [key=value …]` */
function readPassive(reader: DeviceReader, passive: Passive): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  if (!nets) return undefined;
  const { positional, named } = reader.takeFields();
  let model: string | undefined;
  const numbers = [];
  const rest = [];
  for (const value of positional) {
    if (value.text === "off" || value.text === "on") rest.push(value);
    else if (model === undefined && value.kind === "word" && reader.surroundings.hasModel(value.text))
      model = value.text;
    else if (numbers.length < 3) numbers.push(value);
    else rest.push(value);
  }
  const keys = [passive.main, "tc1", "tc2"];
  numbers.forEach((value, index) => {
    reader.addValue(keys[index]!, value);
  });
  for (const pair of named) {
    const key = Object.hasOwn(passive.names, pair.name) ? passive.names[pair.name]! : undefined;
    if (key !== undefined && passive.expressionKeys.has(key)) reader.addExpression(key, pair.value);
    else reader.addNamed([pair], passive.names);
  }
  reader.addRest(rest);
  const hasValue = [passive.main, ...passive.expressionKeys].some((key) => reader.hasValue(key));
  if (!hasValue && model === undefined) {
    reader.card.report("error", "NETLIST_MISSING_VALUE", `${reader.name} has neither a value nor a model`);
  }
  const draft = { kind: passive.kind, terminals: ["plus", "minus"], nets };
  return reader.template(model === undefined ? draft : { ...draft, model, family: "passive" });
}

/** `K name inductor inductor coupling` */
export function readMutualInductor(reader: DeviceReader): DeviceTemplate | undefined {
  const inductors = reader.takeWords(2, "inductors");
  if (!inductors) return undefined;
  const { positional, named } = reader.takeFields();
  const [coupling, ...rest] = positional;
  if (coupling) reader.addValue("coupling", coupling);
  reader.addNamed(named, { k: "coupling" });
  reader.addRest(rest);
  if (!reader.hasValue("coupling")) {
    reader.card.report("error", "NETLIST_MISSING_VALUE", `${reader.name} has no coupling`);
  }
  reader.addReference("inductor1", [inductors[0]!]);
  reader.addReference("inductor2", [inductors[1]!]);
  return reader.template({ kind: "mutual-inductor" });
}
