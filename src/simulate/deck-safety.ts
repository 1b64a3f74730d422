import type { Circuit } from "../circuit/index.js";
import type { FailureReport } from "./failure.js";

const IDENTIFIER = /^[a-z_][a-z0-9_.]*$/i;
/** Control characters, and what only strings, file names, shell substitution and continuation need. */
const FORBIDDEN_CHARACTER = /[\p{Cc}\u2028\u2029`"\\]/u;
/** Words by which a source or a model reads a file, runs a program or calls back. */
const FORBIDDEN_WORD =
  /(^|[^a-z0-9_])(\w*file\w*|include|lib|external|codemodel|control|endc|shell|system)($|[^a-z0-9_])/i;
/** The cards that a printed circuit may hold: devices, comments with a blank, continuations, and a few dot cards. */
const CARD = /^([a-z][a-z0-9_.]* |\+ |\* |\.(model|temp|options|ic|nodeset) )/;

/** Devices that run code or read files, or that ngspice has no card for. */
const REFUSED_KINDS = new Set(["code-model", "black-box", "unknown"]);

/** Why a circuit must not be printed into a deck, or undefined where it may. */
export function findUnsafePart(circuit: Circuit): FailureReport | undefined {
  for (const device of circuit.devices) {
    if (REFUSED_KINDS.has(device.kind)) {
      return {
        reason: "SIMULATION_UNSUPPORTED_DEVICE",
        message: `${device.name} is a ${device.kind}; code models can read files and run programs, and the others have no SPICE card`,
      };
    }
    if (device.text?.polynomial !== undefined) {
      return {
        reason: "SIMULATION_UNSUPPORTED_DEVICE",
        message: `${device.name} is a polynomial source, which ngspice computes by a code model; write it as a behavioural source`,
      };
    }
    const { control, ...text } = device.text ?? {};
    const problem = findUnsafeRecord({ ...text, probe: control ?? "" }, device.parameters);
    if (problem) return forbidden(`device ${printable(device.name)}`, problem);
  }
  for (const model of circuit.models) {
    const problem =
      (IDENTIFIER.test(model.type) ? undefined : model.type) ??
      findUnsafeRecord(model.text, model.parameters);
    if (problem) return forbidden(`model ${printable(model.name)}`, problem);
  }
  const problem = findUnsafeRecord(undefined, circuit.options);
  return problem === undefined ? undefined : forbidden("the options", problem);
}

/** The first printed line that is none of our own cards, or undefined. */
export function findForeignCard(lines: readonly string[]): string | undefined {
  return lines.find((line) => !CARD.test(line) || FORBIDDEN_CHARACTER.test(line));
}

function findUnsafeRecord(
  text: Readonly<Record<string, string>> | undefined,
  parameters: Readonly<Record<string, number>>,
): string | undefined {
  for (const key in parameters) if (!IDENTIFIER.test(key)) return key;
  for (const [key, value] of Object.entries(text ?? {})) {
    if (!IDENTIFIER.test(key)) return key;
    if (FORBIDDEN_CHARACTER.test(value) || FORBIDDEN_WORD.test(value) || FORBIDDEN_WORD.test(key)) {
      return `${key}=${value}`;
    }
  }
  return undefined;
}

function forbidden(owner: string, text: string): FailureReport {
  return {
    reason: "SIMULATION_FORBIDDEN_TEXT",
    message: `${owner} holds text that must not reach a simulator: ${printable(text)}`,
  };
}

function printable(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
