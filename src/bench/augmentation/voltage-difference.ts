import type { Circuit } from "../../circuit/index.js";
import type {
  AcOutput,
  Analysis,
  AnalysisJob,
  AnalysisOutput,
  OpOutput,
  SimulationPool,
} from "../../simulate/index.js";

/** How far the node voltages of a circuit are from those of another, on the nets that both have. */
export interface VoltageDifference {
  /** The largest difference of an operating point, in volts. */
  readonly volts: number;
  /** The largest difference of a small-signal response, relative to the largest response of the same net over frequency. */
  readonly response: number;
}

/** Nets that get less than this part of the input's signal, -80 dB, are not compared in their response. */
const smallestResponse = 1e-4;

/** Tolerances so tight that what remains is the circuits' own difference; ngspice's defaults stop at a thousandth. */
const tolerances = { reltol: 1e-6, abstol: 1e-15, vntol: 1e-9 };

const sweep = { kind: "ac", variation: "dec", points: 3, startHz: 100, stopHz: 1e10 } as const;

/**
 * Simulates a circuit and variants of it that have its nets under their numbers, each at its operating point and from 100 Hz to 10 GHz
 * with a small signal of `source`; for each variant the difference, or why there is none.
 */
export async function voltageDifferences(
  pool: Pick<SimulationPool, "analyse">,
  circuit: Circuit,
  variants: readonly Circuit[],
  source: string,
): Promise<(VoltageDifference | string)[]> {
  const analyses: Analysis[] = [{ kind: "op" }, { ...sweep, stimulus: [{ source, magnitude: 1 }] }];
  const nets = circuit.nets.filter(({ isGround }) => !isGround).map(({ name }) => name);
  const simulate = async (circuits: readonly Circuit[]) => {
    const jobs = circuits.map(
      (each): AnalysisJob => ({
        circuit: { ...each, options: { ...each.options, ...tolerances } },
        ...{ analyses, nets },
      }),
    );
    const found: (Voltages | string)[] = [];
    for await (const { index, result } of pool.analyse(jobs)) {
      const failed = result.status === "failed" ? result : result.value.find(isFailed);
      if (failed?.status === "failed") found[index] = failed.message;
      else if (result.status === "ok") {
        const [op, ac] = result.value as [OpOutput, AcOutput];
        found[index] = { op, ac };
      }
    }
    return found;
  };
  const [reference] = await simulate([circuit]);
  if (reference === undefined || typeof reference === "string") {
    return variants.map(() => reference ?? "no result");
  }
  // A latch has two operating points: the guess has the variant find the same one.
  const nodesets = circuit.nets.flatMap(({ isGround }, net) => {
    const voltage = reference.op.voltages[net]!;
    return isGround || !Number.isFinite(voltage) ? [] : [{ net, voltage }];
  });
  const others = await simulate(variants.map((variant) => ({ ...variant, nodesets })));
  return others.map((other) =>
    typeof other === "string" ? other : difference(reference, other, circuit.nets.length, nets),
  );
}

const isFailed = ({ status }: AnalysisOutput): boolean => status === "failed";

interface Voltages {
  readonly op: OpOutput;
  readonly ac: AcOutput;
}

function difference(a: Voltages, b: Voltages, netCount: number, nets: readonly string[]): VoltageDifference {
  let volts = 0;
  for (let net = 0; net < netCount; net++) {
    const apart = Math.abs(a.op.voltages[net]! - b.op.voltages[net]!);
    if (apart > volts) volts = apart;
  }
  let response = 0;
  for (const net of nets) {
    const [one, other] = [a.ac.voltages[net], b.ac.voltages[net]];
    if (!one || !other) continue;
    let [largest, apart] = [0, 0];
    one.real.forEach((real, i) => {
      largest = Math.max(largest, Math.hypot(real, one.imaginary[i]!));
      const [dr, di] = [real - other.real[i]!, one.imaginary[i]! - other.imaginary[i]!];
      apart = Math.max(apart, Math.hypot(dr, di));
    });
    if (largest > smallestResponse) response = Math.max(response, apart / largest);
  }
  return { volts, response };
}
