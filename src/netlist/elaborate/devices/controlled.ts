import type { DeviceKind } from "../../../circuit/index.js";
import { parseSpiceNumber } from "../../number.js";
import { joinTokens, readDefinitions, readFields, readValue, type Value } from "../../syntax/fields.js";
import type { DeviceReader } from "../device-reader.js";
import type { DeviceTemplate } from "../template.js";

/** Words of E and G cards that a behavioural expression follows. */
const expressionWords: ReadonlySet<string> = new Set(["value", "vol", "cur", "volts"]);
/** Forms that have no counterpart in a flat circuit of ours; kept as text. */
const foreignForms: ReadonlySet<string> = new Set(
  "laplace freq foster pole opamp delay transformer and nand or nor pwl npwl ppwl vcr vccap".split(" "),
);

export const readVcvs = (reader: DeviceReader) => readVoltageControlled(reader, "vcvs", "voltage");
export const readVccs = (reader: DeviceReader) => readVoltageControlled(reader, "vccs", "current");
export const readCcvs = (reader: DeviceReader) => readCurrentControlled(reader, "ccvs");
export const readCccs = (reader: DeviceReader) => readCurrentControlled(reader, "cccs");

/** `name plus minus control-plus control-minus gain`, or `poly(n)`, `value=`, `vol=`, `cur=`, `table`. */
function readVoltageControlled(
  reader: DeviceReader,
  kind: DeviceKind,
  expressionKey: "voltage" | "current",
): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  if (!nets) return undefined;
  skipWords(reader, "vcvs", "vccs");
  const word = reader.tokens[reader.next]?.text ?? "";
  const behavioural = { kind: "behavioural-source" as const, terminals: ["plus", "minus"], nets };
  if (expressionWords.has(word)) {
    readExpression(reader, expressionKey);
    return reader.template(behavioural);
  }
  if (word === "table" && readTable(reader, expressionKey)) return reader.template(behavioural);
  if (foreignForms.has(word) || word === "table") {
    reader.card.report(
      "warning",
      "NETLIST_UNSUPPORTED_FORM",
      `${word} sources are kept as text and cannot be printed`,
      reader.tokens[reader.next]!.start,
    );
    reader.addText("form", reader.card.text.replace(/\s+/g, " "));
    return reader.template({ kind: "black-box", terminals: ["plus", "minus"], nets });
  }
  const dimension = readPoly(reader);
  const controls = reader.takeNets(2 * (dimension ?? 1));
  if (!controls) return undefined;
  readGain(reader, dimension);
  return reader.template({
    kind,
    terminals: controlledTerminals(dimension ?? 1),
    nets: [...nets, ...controls],
  });
}

/** `name plus minus source gain`, or `poly(n) source … coefficients`. */
function readCurrentControlled(reader: DeviceReader, kind: DeviceKind): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  if (!nets) return undefined;
  skipWords(reader, "ccvs", "cccs");
  if (expressionWords.has(reader.tokens[reader.next]?.text ?? "")) {
    readExpression(reader, kind === "ccvs" ? "voltage" : "current");
    return reader.template({ kind: "behavioural-source", terminals: ["plus", "minus"], nets });
  }
  const dimension = readPoly(reader);
  const sources = reader.takeWords(dimension ?? 1, "controlling sources");
  if (!sources) return undefined;
  reader.addReference("control", sources);
  readGain(reader, dimension);
  return reader.template({ kind, terminals: ["plus", "minus"], nets });
}

function skipWords(reader: DeviceReader, ...words: string[]): void {
  if (words.includes(reader.tokens[reader.next]?.text ?? "") && reader.tokens[reader.next + 1]?.kind !== "=")
    reader.next++;
}

function controlledTerminals(dimension: number): string[] {
  const names = ["plus", "minus"];
  for (let i = 1; i <= dimension; i++) {
    const number = i === 1 ? "" : `${i}`;
    names.push(`control${number}-plus`, `control${number}-minus`);
  }
  return names;
}

/** The `n` of `poly(n)`, read past; undefined where the source is linear. */
function readPoly(reader: DeviceReader): number | undefined {
  const { tokens, next } = reader;
  if (tokens[next]?.text !== "poly" || tokens[next + 1]?.kind !== "(") return undefined;
  const dimension = Number(tokens[next + 2]?.text);
  reader.next = next + 4;
  if (Number.isInteger(dimension) && dimension >= 1 && dimension <= tokens.length) return dimension;
  reader.card.report(
    "error",
    "NETLIST_UNEXPECTED_WORD",
    "poly needs the number of its inputs",
    tokens[next]!.start,
  );
  return 1;
}

/** The gain, or the coefficients of a polynomial; one that is linear without offset is a gain. */
function readGain(reader: DeviceReader, dimension: number | undefined): void {
  const { positional, named } = reader.takeFields();
  const { dialect } = reader.surroundings;
  if (dimension === undefined) {
    const [gain, ...rest] = positional;
    if (gain) reader.addValue("gain", gain);
    reader.addRest(rest);
    reader.addNamed(named, { gain: "gain" });
  } else {
    reader.addNamed(named);
    const values = positional.map(({ text }) => parseSpiceNumber(text, dialect));
    if (dimension === 1 && values.length === 2 && values[0] === 0) reader.addValue("gain", positional[1]!);
    else
      positional.forEach((value, index) => {
        reader.addValue(`p${index}`, value);
      });
  }
  if (!reader.hasValue("gain") && !reader.hasValue("p0")) {
    reader.card.report("error", "NETLIST_MISSING_VALUE", `${reader.name} has no gain`);
  }
}

/** `value={…}`, `value {…}`, `vol='…'`; what follows is `key=value`. */
function readExpression(reader: DeviceReader, key: "voltage" | "current"): void {
  const { tokens, next } = reader;
  if (tokens[next + 1]?.kind === "=") {
    for (const { name, value } of readDefinitions(tokens, next).definitions) {
      if (expressionWords.has(name)) reader.addExpression(key, value);
      else reader.addValue(name, value);
    }
  } else {
    const found = readValue(tokens, next + 1);
    if (found) reader.addExpression(key, found.value);
    reader.addNamed(readFields(tokens, found?.next ?? tokens.length).named);
  }
  reader.next = tokens.length;
  if (!reader.hasValue(key)) {
    reader.card.report(
      "error",
      "NETLIST_MISSING_VALUE",
      `${reader.name} has no expression`,
      tokens[next]!.start,
    );
  }
}

/** `table {expression} = (x, y) (x, y) …` as `pwl(expression, x, y, …)`; false where it has another shape. */
function readTable(reader: DeviceReader, key: "voltage" | "current"): boolean {
  const { tokens, next } = reader;
  const input = readValue(tokens, next + 1);
  if (!input || tokens[input.next]?.kind !== "=") return false;
  const points: string[] = [];
  for (let at = input.next + 1; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    if (kind === "word" || kind === "expression") points.push(kind === "word" ? text : `(${text})`);
  }
  if (points.length < 2 || points.length % 2 !== 0) return false;
  const whole: Value = joinTokens(tokens, next, tokens.length);
  reader.addExpression(key, { ...whole, text: `pwl(${input.value.text},${points.join(",")})` });
  reader.next = tokens.length;
  return true;
}
