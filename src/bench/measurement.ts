import { KirchhoffError } from "../core/index.js";
import { describeMachine, type Machine } from "./machine.js";

/** What a program of `bench/` measured, as it is kept in `docs/measurements/`. */
export interface Measurement {
  readonly format: 1;
  /** The command that repeats it. */
  readonly command: string;
  /** When, ISO 8601. */
  readonly measured: string;
  readonly machine: Machine;
  /** What the program printed under `--json`. */
  readonly output: Readonly<Record<string, unknown>>;
}

/** Wraps what a program has just printed with when and where. Throws BENCH_MEASUREMENT where it is no JSON object. */
export function recordMeasurement(command: string, printed: string): Measurement {
  const machine = describeMachine();
  return {
    format: 1,
    command,
    measured: new Date().toISOString(),
    machine,
    output: parseObject(printed, command),
  };
}

/** A measurement in a text; `source` names it in errors. Throws BENCH_MEASUREMENT. */
export function parseMeasurement(text: string, source: string): Measurement {
  const value = parseObject(text, source);
  if (value.format === 1 && typeof value.output === "object" && value.output !== null) {
    return value as unknown as Measurement;
  }
  throw notAMeasurement(source, `format ${JSON.stringify(value.format)}`);
}

function parseObject(text: string, source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notAMeasurement(source, (cause as Error).message);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw notAMeasurement(source, text.slice(0, 60));
}

function notAMeasurement(source: string, found: string): KirchhoffError {
  return new KirchhoffError("BENCH_MEASUREMENT", `${source}: this is not a measurement`, {
    found,
    expected: "a JSON object, as the programs in bench/ print it under --json",
    hint: "measure again: node scripts/write-performance.mjs --measure <name>",
  });
}
