import type { Device } from "../circuit.js";

/**
 * How a transistor is divided: by its `multiplicity`, halved in parallel, which models scale with exactly, and doubled in series; or by
 * its `geometry`, half the width in parallel and half the length in series.
 */
export type TransistorDivision = "multiplicity" | "geometry";

type Parameters = Readonly<Record<string, number>>;

/**
 * The parameters of each of two equal devices that in parallel, or in series, do what the one did. Where the main value is no number
 * (a waveform, an expression, a model's geometry), the multiplicity `m` takes its place, which scales current.
 */
export function dividedParameters(
  { kind, parameters, text }: Device,
  operation: "parallel" | "series",
  transistors: TransistorDivision,
): Parameters {
  const parallel = operation === "parallel";
  switch (kind) {
    case "resistor":
      return scaled(parameters, { resistance: parallel ? 2 : 0.5 }) ?? multiplied(parameters, parallel);
    case "inductor":
      return (
        scaled(parameters, { inductance: parallel ? 2 : 0.5 }, parallel ? { ic: 0.5 } : {}) ??
        multiplied(parameters, parallel)
      );
    case "capacitor":
      return (
        scaled(parameters, { capacitance: parallel ? 0.5 : 2 }, parallel ? {} : { ic: 0.5 }) ??
        multiplied(parameters, parallel)
      );
    case "current-source":
      if (!parallel) return parameters;
      return text && Object.keys(text).length > 0
        ? multiplied(parameters, true)
        : (scaled(parameters, {}, { dc: 0.5, acMagnitude: 0.5 }) as Parameters);
    default: {
      const geometry = parallel ? scaled(parameters, { w: 0.5 }, halfWidth) : scaled(parameters, { l: 0.5 });
      return (transistors === "geometry" ? geometry : undefined) ?? multiplied(parameters, parallel);
    }
  }
}

/** What goes with a transistor's width: areas and perimeters of its junctions; and squares of its diffusions, against it. */
const halfWidth: Parameters = { ad: 0.5, as: 0.5, pd: 0.5, ps: 0.5, nrd: 2, nrs: 2 };

/** The parameters with factors applied; undefined where a required one is missing. */
function scaled(
  parameters: Parameters,
  required: Parameters,
  optional: Parameters = {},
): Parameters | undefined {
  for (const name in required) if (parameters[name] === undefined) return undefined;
  const factors: Parameters = { ...required, ...optional };
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value * (factors[name] ?? 1)]),
  );
}

const multiplied = (parameters: Parameters, parallel: boolean): Parameters => ({
  ...parameters,
  m: (parameters.m ?? 1) * (parallel ? 0.5 : 2),
});
