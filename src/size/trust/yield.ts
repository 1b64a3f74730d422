import { createHash } from "node:crypto";
import { KirchhoffError } from "../../core/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import { type Candidate, candidateOf, hasFailed, simulate } from "../evaluate/candidate.js";
import type { Setup } from "../evaluate/setup.js";
import type { Problem } from "../problem/problem.js";
import type { TrustOptions } from "./final-design.js";
import { setupsOf } from "./final-design.js";
import { mismatched } from "./mismatch.js";

/** One chip of many. */
export interface YieldSample {
  /** Counts from 0; a sample is the same however many there are. */
  readonly sample: number;
  /** Of each spec in the problem's order what its measure is, or why it has none. */
  readonly measured: readonly (number | string)[];
  /** No simulation of it gave anything. */
  readonly failed: boolean;
  readonly runs: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Options of {@link simulateSamples}. */
export interface SampleOptions extends TrustOptions {
  /** Samples that are there already, by number. */
  readonly known?: ReadonlyMap<number, YieldSample>;
  /** Called for each new sample, in their order. */
  readonly onSample?: (sample: YieldSample) => Promise<void>;
}

/** Samples between which a run can be stopped. */
const atOnce = 64;

/**
 * Simulates `count` chips of one design by Monte Carlo, in the first corner: of each, every transistor is off by what its size and chance
 * say. Fewer where `signal` stopped it. Throws SIZE_MISMATCH_SIZE, SIZE_MISMATCH_NOTHING.
 */
export async function simulateSamples(
  problem: Problem,
  pool: Pick<SimulationPool, "analyse">,
  values: Readonly<Record<string, number>>,
  count: number,
  { known = new Map(), onSample, signal, onProgress }: SampleOptions = {},
): Promise<YieldSample[]> {
  const { mismatch, seed } = problem;
  const setups = setupsOf(problem, values, problem.corners[0]!.name);
  checkMismatch(problem, setups);
  const samples: YieldSample[] = [];
  for (let start = 0; start < count; start += atOnce) {
    onProgress?.(start, count);
    const numbers = Array.from({ length: Math.min(atOnce, count - start) }, (_, i) => start + i);
    const missing = numbers.filter((sample) => !known.has(sample));
    const candidates = missing.map((sample) =>
      candidateOf(values, (circuit) => mismatched(circuit, mismatch, seed, sample)),
    );
    await simulate(pool, setups, candidates, signal);
    if (candidates.some(({ cut }) => cut)) return samples;
    const fresh = new Map(candidates.map((one, i) => [missing[i]!, sampleOf(problem, missing[i]!, one)]));
    for (const sample of numbers) {
      const one = fresh.get(sample);
      if (one) await onSample?.(one);
      samples.push(one ?? known.get(sample)!);
    }
  }
  return samples;
}

/**
 * Whether mismatch can be told of the circuits of these testbenches, those of the first corner where none are named. Throws SIZE_MISMATCH_SIZE,
 * SIZE_MISMATCH_NOTHING.
 */
export function checkMismatch(
  { mismatch, seed, corners }: Problem,
  setups: readonly Setup[] = corners[0]!.stages.flat(),
): void {
  const circuits = setups.flatMap(({ templates }) => templates);
  const altered = circuits.map((circuit) => mismatched(circuit, mismatch, seed, 0));
  if (altered.every(({ devices }, i) => devices.length === circuits[i]!.devices.length)) {
    throw new KirchhoffError("SIZE_MISMATCH_NOTHING", "no circuit of the problem has a MOS transistor", {
      hint: "leave out --yield: only these are off, and all chips would be equal",
    });
  }
}

/** Names what samples of a design depend on besides their number: two of the same key belong together. */
export function samplesKey(problem: Problem, values: Readonly<Record<string, number>>): string {
  const { digest, mismatch, seed } = problem;
  return createHash("sha256")
    .update(JSON.stringify([digest, values, mismatch, seed]))
    .digest("hex");
}

function sampleOf({ specs }: Problem, sample: number, candidate: Candidate): YieldSample {
  const { measured, runs, seconds } = candidate;
  return {
    sample,
    measured: specs.map((spec) => {
      const [found] = measured.get(spec.measure) ?? [];
      return found?.value ?? found?.reason ?? "skipped";
    }),
    ...{ failed: hasFailed(candidate), runs, seconds },
  };
}
