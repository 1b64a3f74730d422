import type { Analysis } from "./analysis.js";

/** Why a simulation has no result; listed in `docs/errors/simulate.md`. */
export type SimulationFailure =
  | "SIMULATION_TIMEOUT"
  | "SIMULATION_CRASHED"
  | "SIMULATION_SINGULAR_MATRIX"
  | "SIMULATION_NO_CONVERGENCE"
  | "SIMULATION_SYNTAX"
  | "SIMULATION_NO_RESULT"
  | "SIMULATION_UNSUPPORTED_DEVICE"
  | "SIMULATION_FORBIDDEN_TEXT"
  | "SIMULATION_INVALID_VALUE"
  | "SIMULATION_CLOSED";

/** A failed simulation, before its time is known. */
export interface FailureReport {
  readonly reason: SimulationFailure;
  readonly message: string;
}

/** What says best what is wrong with a deck, before what only says that something is. */
const syntax = [
  /unknown (parameter|device|model|subckt|controlling source)|no such (function|parameter)|undefined (parameter|number|variable)|could not find a valid modelname|unable to find definition|expression err|syntax error/i,
  /error on line|circuit not parsed|there is no circuit|no circuit loaded|parse error|incomplete or empty netlist|too few|not enough|missing/i,
];
const convergence =
  /iteration limit|no convergence|timestep too small|trouble with|(gmin|source) stepping failed|could not be simulated successfully/i;
const singular = /singular matrix/i;
const words: Readonly<Record<Analysis["kind"], string>> = {
  op: "operating point",
  ac: "ac analysis",
  dc: "dc sweep",
  tran: "transient",
  noise: "noise analysis",
};

/** Reads from a simulator's words why an analysis gave no result. */
export function classifyLog(log: string, kind: Analysis["kind"] = "op"): FailureReport {
  const lines = log.split("\n");
  const quote = (pattern: RegExp) => lines.find((line) => pattern.test(line))?.trim() ?? "";
  if (singular.test(log)) {
    return {
      reason: "SIMULATION_SINGULAR_MATRIX",
      message: `the circuit's equations have no unique solution: ${quote(singular)}`,
    };
  }
  if (convergence.test(log)) {
    return {
      reason: "SIMULATION_NO_CONVERGENCE",
      message: `the ${words[kind]} did not converge: ${quote(convergence)}`,
    };
  }
  const told = syntax.find((pattern) => pattern.test(log));
  if (told) return { reason: "SIMULATION_SYNTAX", message: `the simulator refused the deck: ${quote(told)}` };
  return { reason: "SIMULATION_NO_RESULT", message: "the simulator gave no result and no known reason" };
}

const parseError = /^error on line|circuit not parsed|unable to find definition of model/im;

/** Whether a deck was refused in part: its circuit may then run without the refused devices, and must not count. */
export function hasParseError(log: string): boolean {
  return parseError.test(log);
}
