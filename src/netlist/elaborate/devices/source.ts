import type { DeviceKind } from "../../../circuit/index.js";
import type { Program } from "../../expression/compile.js";
import { readDefinitions, readValue, type Value } from "../../syntax/fields.js";
import type { DeviceReader } from "../device-reader.js";
import type { DeviceTemplate, Waveform } from "../template.js";

const waveforms: ReadonlySet<string> = new Set([
  ..."pulse sin exp pwl sffm am trnoise trrandom external pat prbs lfsr".split(" "),
]);
/** Words of a source that a value follows, with or without `=`, and the keys of their values. */
const valueWords: ReadonlyMap<string, string> = new Map(
  "portnum z0 pwr freq phase m r td".split(" ").map((word) => [word, word]),
);

export const readVoltageSource = (reader: DeviceReader) => readSource(reader, "voltage-source");
export const readCurrentSource = (reader: DeviceReader) => readSource(reader, "current-source");

/** `name plus minus [[dc] value] [ac [magnitude [phase]]] [waveform(…)] [key value …]` */
function readSource(reader: DeviceReader, kind: DeviceKind): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  if (!nets) return undefined;
  let waveform: Waveform | undefined;
  const { tokens } = reader;
  while (reader.next < tokens.length) {
    const token = tokens[reader.next]!;
    if (token.kind === "(" || token.kind === ")" || token.kind === "," || token.kind === "=") reader.next++;
    else if (token.kind === "word" && token.text === "dc") {
      reader.next++;
      const value = takeNumber(reader);
      if (value) reader.addValue("dc", value);
    } else if (token.kind === "word" && token.text === "ac") readAc(reader);
    else if (token.kind === "word" && waveforms.has(token.text) && tokens[reader.next + 1]?.kind !== "=") {
      waveform = readWaveform(reader);
    } else if (token.text === "distof1" || token.text === "distof2") readDistortion(reader, token.text);
    else if (token.kind === "word" && (valueWords.has(token.text) || tokens[reader.next + 1]?.kind === "=")) {
      reader.next++;
      const value = takeNumber(reader);
      if (value) reader.addValue(token.text, value);
      else reader.card.report("error", "NETLIST_MISSING_VALUE", `${token.text} has no value`, token.start);
    } else {
      const value = takeNumber(reader);
      if (value && !reader.hasValue("dc")) reader.addValue("dc", value);
      else {
        reader.addRest([value ?? (token as Value)]);
        if (!value) reader.next++;
      }
    }
  }
  if (!waveform && !reader.hasValue("dc") && !reader.hasValue("acMagnitude")) {
    reader.addValue("dc", { kind: "word", text: "0", start: tokens[0]!.start, end: tokens[0]!.end });
  }
  const draft = { kind, terminals: ["plus", "minus"], nets };
  return reader.template(waveform ? { ...draft, waveform } : draft);
}

/** The value at the next token, past an `=`, unless a word of the source's own language stands there. */
function takeNumber(reader: DeviceReader): Value | undefined {
  const { tokens } = reader;
  let at = reader.next;
  while (tokens[at]?.kind === "=" || tokens[at]?.kind === ",") at++;
  const token = tokens[at];
  const isKeyword =
    token?.kind === "word" && (waveforms.has(token.text) || /^(dc|ac|distof[12])$/.test(token.text));
  if (isKeyword || tokens[at + 1]?.kind === "=") return undefined;
  const found = readValue(tokens, at);
  if (!found) return undefined;
  reader.next = found.next;
  return found.value;
}

/** `ac` alone is magnitude 1, phase 0. */
function readAc(reader: DeviceReader): void {
  const { start, end } = reader.tokens[reader.next++]!;
  const magnitude = takeNumber(reader);
  reader.addValue("acMagnitude", magnitude ?? { kind: "word", text: "1", start, end });
  const phase = magnitude && takeNumber(reader);
  if (phase) reader.addValue("acPhase", phase);
}

function readDistortion(reader: DeviceReader, key: string): void {
  reader.next++;
  const values = [takeNumber(reader), takeNumber(reader)].filter((value) => value !== undefined);
  reader.addText(key, values.map(({ text }) => text).join(" "));
}

/** A waveform's name and arguments, in parentheses or not. */
function readWaveform(reader: DeviceReader): Waveform {
  const { tokens } = reader;
  const name = tokens[reader.next++]!.text;
  const found: (Program | string)[] = [];
  let depth = 0;
  while (reader.next < tokens.length) {
    const token = tokens[reader.next]!;
    if (token.kind === "(") depth++;
    else if (token.kind === ")") depth--;
    else if (token.kind === "word" && depth === 0 && /^(dc|ac|distof[12])$/.test(token.text)) break;
    if (token.kind === "(" || token.kind === ")" || token.kind === ",") {
      reader.next++;
      continue;
    }
    if (token.kind === "=") {
      found.push("=");
      reader.next++;
      continue;
    }
    const isName = token.kind === "word" && (tokens[reader.next + 1]?.kind === "=" || token.text === "r");
    if (token.kind === "string" || isName) {
      found.push(token.kind === "string" ? `"${token.text}"` : token.text);
      reader.next++;
      continue;
    }
    const { value, next } = readValue(tokens, reader.next)!;
    reader.next = next;
    found.push(reader.surroundings.compile(value.text, reader.card, value.start) ?? value.text);
  }
  return { name, arguments: found };
}

/** `B name plus minus v=expression` or `i=expression`, and `tc1= tc2= temp= dtemp= m=` after it. */
export function readBehaviouralSource(reader: DeviceReader): DeviceTemplate | undefined {
  const nets = reader.takeNets(2);
  if (!nets) return undefined;
  const { definitions, stray } = readDefinitions(reader.tokens, reader.next);
  for (const { name, value } of definitions) {
    if (name === "v") reader.addExpression("voltage", value);
    else if (name === "i") reader.addExpression("current", value);
    else reader.addValue(name, value);
  }
  if (!reader.hasValue("voltage") && !reader.hasValue("current")) {
    reader.card.report("error", "NETLIST_MISSING_VALUE", `${reader.name} has neither v= nor i=`);
  }
  reader.addRest(stray.filter(({ kind }) => kind === "word" || kind === "expression") as Value[]);
  return reader.template({ kind: "behavioural-source", terminals: ["plus", "minus"], nets });
}
