import type { Device } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import { mapProbes } from "../probes.js";
import { cardLetter } from "./names.js";

/** Printed names by original name, as the device printer needs them. */
export interface NameLookup {
  net(id: number): string;
  netNamed(name: string): string;
  deviceNamed(name: string): string;
  model(name: string): string;
}

/** The value that stands without a name, right after the nodes or the model. */
const positional: Readonly<Record<string, string>> = {
  resistor: "resistance",
  capacitor: "capacitance",
  inductor: "inductance",
  "mutual-inductor": "coupling",
  vcvs: "gain",
  vccs: "gain",
  ccvs: "gain",
  cccs: "gain",
};

/** Text that has a place of its own on the card. */
const ownForm: ReadonlySet<string> = new Set([
  "waveform",
  "control",
  "inductor1",
  "inductor2",
  "flags",
  "ports",
  "letter",
  "distof1",
  "distof2",
]);
const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

/**
 * One device as one SPICE card, or undefined where SPICE has no form for it (`black-box`, `unknown`).
 *
 * Throws `NETLIST_NOT_FINITE` for a parameter that is not a finite number.
 */
export function printDevice(device: Device, printedName: string, names: NameLookup): string | undefined {
  const letter = cardLetter(device);
  if (letter === undefined) return undefined;
  const words = [printedName, ...connections(device, names)];
  const control = device.text?.control;
  if (control !== undefined) words.push(...control.split(" ").map((name) => names.deviceNamed(name)));
  if (device.model !== undefined) words.push(names.model(device.model));
  if (letter === "v" || letter === "i") words.push(...sourceValues(device));
  else words.push(...values(device, names));
  if (device.text?.flags !== undefined) words.push(oneLine(device.text.flags));
  return words.join(" ");
}

function connections(device: Device, names: NameLookup): string[] {
  const nets = device.terminals.map((terminal) => names.net(terminal.net));
  const text = device.text ?? {};
  if (device.kind === "mutual-inductor") {
    return [names.deviceNamed(text.inductor1 ?? ""), names.deviceNamed(text.inductor2 ?? "")];
  }
  if (device.kind === "code-model" && text.ports !== undefined) {
    return [oneLine(text.ports).replace(/\$(\d+)/g, (all, n: string) => nets[Number(n) - 1] ?? all)];
  }
  if (device.parameters.p0 === undefined) return nets;
  const inputs = text.control?.split(" ").length ?? (nets.length - 2) / 2;
  return [...nets.slice(0, 2), `poly(${inputs})`, ...nets.slice(2)];
}

function sourceValues(device: Device): string[] {
  const { dc, acMagnitude, acPhase, ...others } = device.parameters;
  const words: string[] = [];
  if (dc !== undefined) words.push("dc", number(device, "dc", dc));
  if (acMagnitude !== undefined) {
    words.push("ac", number(device, "acMagnitude", acMagnitude));
    if (acPhase !== undefined) words.push(number(device, "acPhase", acPhase));
  }
  for (const [key, value] of Object.entries(others)) {
    if (IDENTIFIER.test(key)) words.push(key, number(device, key, value));
  }
  for (const key of ["distof1", "distof2"]) {
    const distortion = device.text?.[key];
    if (distortion !== undefined) words.push(key, oneLine(distortion));
  }
  if (device.text?.waveform !== undefined) words.push(oneLine(device.text.waveform));
  return words;
}

/** Expressions by the key that SPICE gives them. */
const expressionKeys: ReadonlyMap<string, string> = new Map([
  ["voltage", "v"],
  ["current", "i"],
  ["resistance", "r"],
  ["capacitance", "c"],
  ["inductance", "l"],
  ["charge", "q"],
  ["flux", "flux"],
]);

function values(device: Device, names: NameLookup): string[] {
  const words: string[] = [];
  const main = positional[device.kind];
  for (const [key, value] of Object.entries(device.text ?? {})) {
    if (ownForm.has(key)) continue;
    const expressionKey = expressionKeys.get(key);
    if (expressionKey !== undefined) words.push(`${expressionKey}=${printExpression(value, device, names)}`);
    else if (IDENTIFIER.test(key)) words.push(`${key}=${oneLine(value)}`);
  }
  const isPolynomial = device.parameters.p0 !== undefined;
  const first: string[] = [];
  for (const [key, value] of Object.entries(device.parameters)) {
    const printed = number(device, key, value);
    if (key === main || (isPolynomial && /^p\d+$/.test(key))) first.push(printed);
    else if (IDENTIFIER.test(key)) words.push(`${key}=${printed}`);
  }
  return [...first, ...words];
}

function printExpression(expression: string, device: Device, names: NameLookup): string {
  const mapped = oneLine(mapProbes(expression, names.netNamed, names.deviceNamed));
  return device.kind === "behavioural-source" ? `{${mapped}}` : `'${mapped}'`;
}

/** A number with all its digits, as SPICE reads it back; throws `NETLIST_NOT_FINITE`. */
export function printNumber(value: number, owner: string, location?: Device["location"]): string {
  if (Number.isFinite(value)) return String(value);
  throw new KirchhoffError("NETLIST_NOT_FINITE", `${owner} is not a finite number`, {
    found: String(value),
    expected: "a finite number",
    ...(location ? { location } : {}),
  });
}

function number(device: Device, key: string, value: number): string {
  return printNumber(value, `parameter ${key} of ${device.name}`, device.location);
}

/** Text that cannot start a new card. */
export function oneLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]+/g, " ") : text;
}
