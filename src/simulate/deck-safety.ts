import type { Circuit, Device } from "../circuit/index.js";
import { formatLocation } from "../core/index.js";
import type { FailureReport } from "./failure.js";

const IDENTIFIER = /^[a-z_][a-z0-9_.]*$/i;
/** Control characters, and what only strings, file names, shell substitution and continuation need. */
const FORBIDDEN_CHARACTER = /[\p{Cc}\u2028\u2029`"\\]/u;
/** Words by which a source or a model reads a file, runs a program or calls back. */
const FORBIDDEN_WORD =
  /(^|[^a-z0-9_])(\w*file\w*|include|lib|external|codemodel|control|endc|shell|system)($|[^a-z0-9_])/i;
/**
 * The cards that a printed circuit may hold: devices, comments with a blank, continuations, and a few dot cards. No device is a
 * code model (`a`), a compiled Verilog-A model (`n`) or a subcircuit (`x`), whatever its texts made the printer think.
 */
const CARD = /^([b-mo-wyz][a-z0-9_.]* |\+ |\* |\.(model|temp|options|ic|nodeset) )/;
/** Types of models that are numbers alone; those of code models name files, programs and libraries in their parameters. */
const MODEL_TYPES = new Set(
  (
    "r res c cap l ind d npn pnp nmos pmos vdmos vdmosn vdmosp njf pjf nmf pmf nhfet phfet sw csw vswitch iswitch " +
    "ltra txl cpl urc"
  ).split(" "),
);

/** Devices that run code or read files, or that ngspice has no card for. */
const refusals: ReadonlyMap<string, string> = new Map([
  ["code-model", "which can read files and run programs"],
  ["black-box", "which has no SPICE card"],
  ["unknown", "which has no SPICE card"],
]);
/** Controlled sources, which are polynomials where they have coefficients. */
const POLYNOMIAL_KINDS = new Set(["vcvs", "vccs", "ccvs", "cccs"]);

/** A device's name, after its place where that is known. */
const placed = ({ name, location }: Device): string =>
  location ? `${formatLocation(location)}: ${name}` : name;

/** Why a circuit must not be printed into a deck, or undefined where it may. */
export function findUnsafePart(circuit: Circuit): FailureReport | undefined {
  for (const device of circuit.devices) {
    if (refusals.has(device.kind)) {
      return {
        reason: "SIMULATION_UNSUPPORTED_DEVICE",
        message: `${placed(device)} is a ${device.kind}, ${refusals.get(device.kind)}`,
      };
    }
    if (device.parameters.p0 !== undefined && POLYNOMIAL_KINDS.has(device.kind)) {
      return {
        reason: "SIMULATION_UNSUPPORTED_DEVICE",
        message: `${placed(device)} is a polynomial source, which ngspice computes by a code model; write it as a behavioural source`,
      };
    }
    const { control, ...text } = device.text ?? {};
    const problem = findUnsafeRecord({ ...text, probe: control ?? "" }, device.parameters);
    if (problem) return forbidden(`device ${printable(device.name)}`, problem);
  }
  for (const model of circuit.models) {
    const problem =
      (MODEL_TYPES.has(model.type) ? undefined : model.type) ??
      findUnsafeRecord(model.text, model.parameters);
    if (problem) return forbidden(`model ${printable(model.name)}`, problem);
  }
  const problem = findUnsafeRecord(undefined, circuit.options);
  return problem === undefined ? undefined : forbidden("the options", problem);
}

/** A number beside the devices' own values that no deck can hold, or undefined. */
export function findInvalidNumber(circuit: Circuit): FailureReport | undefined {
  const { models, options, temperature, initialConditions = [], nodesets = [] } = circuit;
  const owned = [
    ...models.flatMap(({ name, parameters }) =>
      Object.entries(parameters).map(([key, value]) => [`${key} of model ${name}`, value] as const),
    ),
    ...Object.entries(options).map(([key, value]) => [`option ${key}`, value] as const),
    ["the temperature", temperature] as const,
    ...[...initialConditions, ...nodesets].map(
      ({ voltage }) => ["a voltage to start from", voltage] as const,
    ),
  ];
  const found = owned.find(([, value]) => !Number.isFinite(value));
  return found && { reason: "SIMULATION_INVALID_VALUE", message: `${found[0]} is ${found[1]}` };
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
