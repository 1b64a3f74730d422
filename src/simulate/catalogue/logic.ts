import type { Claim, ProofInput } from "./proof.js";

/** What a logic circuit does, phase by phase. */
export interface LogicTable {
  /** Nets that are driven, separated by blanks. */
  readonly inputs: string;
  /** Nets that are looked at. */
  readonly outputs: string;
  /**
   * One phase a line: a digit for each input, a blank, a digit for each output at the end of the phase; `-` for an output of which
   * nothing is claimed.
   */
  readonly phases: string;
  /** Volts of a 0 and of a 1 where they are not ground and supply, by net. */
  readonly levels?: Readonly<Record<string, readonly [low: number, high: number]>>;
  /** Volts of `vdd` (default 1). */
  readonly supplyVolts?: number;
  readonly phaseSeconds?: number;
  /** Further SPICE cards. */
  readonly devices?: string;
}

/** Inputs take this part of a phase to change; outputs are looked at when this part is left. */
const edge = 0.05;
/** A 1 is at least, and a 0 at most, so near to its rail, as a part of the swing. */
const tolerance = 0.1;

/** A transient that steps the inputs through all phases and samples the outputs at the end of each. */
export function logicProof(table: LogicTable): ProofInput {
  const { supplyVolts = 1, phaseSeconds = 2e-9, levels = {}, devices = "" } = table;
  const [inputs, outputs] = [table.inputs.split(" "), table.outputs.split(" ")];
  const phases = table.phases.trim().split(/\s*\n\s*/);
  const levelsOf = (net: string) => levels[net] ?? [0, supplyVolts];
  const drivers = inputs.map((net, i) => {
    const [low, high] = levelsOf(net);
    const volts = phases.map((phase) => (phase[i] === "1" ? high : low));
    const points = volts.flatMap((level, k) =>
      k === 0
        ? [`0 ${level}`]
        : [`${k * phaseSeconds} ${volts[k - 1]}`, `${(k + edge) * phaseSeconds} ${level}`],
    );
    return `V${net} ${net} 0 pwl(${points.join(" ")})`;
  });
  const claims = phases.flatMap((phase, k) => {
    const expected = phase.split(" ")[1]!;
    return outputs.flatMap((net, i): [string, Claim][] => {
      if (expected[i] === "-") return [];
      const [low, high] = levelsOf(net);
      const margin = tolerance * (high - low);
      const bound = expected[i] === "1" ? { least: high - margin } : { most: low + margin };
      const at = (k + 1 - edge) * phaseSeconds;
      return [
        [
          `${net} in phase ${k + 1}`,
          { measure: "sample", analysis: "phases", of: `v(${net})`, at, ...bound },
        ],
      ];
    });
  });
  return {
    devices: [`Vdd vdd 0 ${supplyVolts}`, ...drivers, devices].join("\n"),
    analyses: {
      phases: { kind: "tran", stepSeconds: phaseSeconds / 20, stopSeconds: phases.length * phaseSeconds },
    },
    claims: Object.fromEntries(claims),
  };
}

/** The phases of a gate's truth table: all inputs in binary order, and the outputs in that order, separated by blanks. */
export function truthTable(inputs: string, outputs: string, values: string): LogicTable {
  const width = inputs.split(" ").length;
  const rows = values.split(" ").map((row, i) => `${i.toString(2).padStart(width, "0")} ${row}`);
  return { inputs, outputs, phases: rows.join("\n") };
}
