import { setMaxListeners } from "node:events";
import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import { atAnyGain, runDecks, type SimulationPool, type TestbenchResult } from "../../simulate/index.js";
import type { Measured } from "./evaluation.js";
import { saturationMargins } from "./saturation.js";
import type { Setup } from "./setup.js";

/** What is simulated of a design. */
export interface Candidate {
  readonly values: Readonly<Record<string, number>>;
  /** Changes each circuit of the design before it is simulated. */
  readonly alter?: ((circuit: Circuit) => Circuit) | undefined;
  /** By measure, one for each corner. */
  readonly measured: Map<string, Measured[]>;
  /** Simulator runs by kind of analysis. */
  readonly runs: Record<string, number>;
  /** Simulator runs by corner, where there are any. */
  readonly corners: Record<string, number>;
  seconds: number;
  /** What the first simulation that failed said. */
  message?: string;
  /** Not all of its simulations came back: the run was stopped. */
  cut: boolean;
}

/** A design of which nothing is simulated yet. */
export function candidateOf(values: Candidate["values"], alter?: Candidate["alter"]): Candidate {
  return { values, alter, measured: new Map(), runs: {}, corners: {}, seconds: 0, cut: false };
}

/**
 * Simulates candidates in each of these setups, and notes in each what was measured, in the order of the setups; candidates that `signal`
 * stopped are cut.
 */
export async function simulate(
  pool: Pick<SimulationPool, "analyse">,
  setups: readonly Setup[],
  candidates: readonly Candidate[],
  signal?: AbortSignal,
): Promise<void> {
  if (signal) setMaxListeners(0, signal);
  const found = await Promise.all(setups.map((setup) => simulateOne(pool, setup, candidates, signal)));
  for (const [i, setup] of setups.entries()) {
    for (const candidate of candidates) {
      const result = found[i]!.get(candidate);
      if (!result) candidate.cut = true;
      else if (result instanceof KirchhoffError) recordError(setup, candidate, result);
      else record(setup, candidate, result);
    }
  }
}

/** What a testbench gives of candidates in a corner, or why the netlist has no circuit for their values; nothing of those that were stopped. */
async function simulateOne(
  pool: Pick<SimulationPool, "analyse">,
  setup: Setup,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<Candidate, TestbenchResult | KirchhoffError>> {
  const found = new Map<Candidate, TestbenchResult | KirchhoffError>();
  const built: { readonly candidate: Candidate; readonly circuits: readonly Circuit[] }[] = [];
  for (const candidate of candidates) {
    const { values, alter } = candidate;
    try {
      const circuits = setup.circuits(values);
      built.push({ candidate, circuits: alter ? circuits.map(alter) : circuits });
    } catch (error) {
      if (!(error instanceof KirchhoffError)) throw error;
      found.set(candidate, error);
    }
  }
  // Of an amplifier that does not work a poor number tells a search more than none.
  const results = runDecks(
    pool,
    atAnyGain(setup.testbench),
    built.map(({ circuits }) => circuits),
    signal ? { signal } : {},
  );
  for await (const { index, result } of results) found.set(built[index]!.candidate, result);
  return found;
}

/** Whether simulations failed, and nothing was measured. */
export function hasFailed({ measured, message }: Candidate): boolean {
  return message !== undefined && ![...measured.values()].flat().some(({ value }) => value !== undefined);
}

/** Every measure gets the reason for which there are no circuits. */
function recordError({ testbench, corner }: Setup, candidate: Candidate, error: KirchhoffError): void {
  candidate.message ??= error.message;
  if (corner) candidate.corners[corner.name] ??= 0;
  for (const name of Object.keys(testbench.measures)) {
    addMeasured(candidate, name, { reason: error.code, corner: corner?.name });
  }
}

function record(setup: Setup, candidate: Candidate, result: TestbenchResult): void {
  const corner = setup.corner?.name;
  for (const [name, measurement] of Object.entries(result.measures)) {
    addMeasured(
      candidate,
      name,
      measurement.status === "ok"
        ? { value: measurement.value, corner }
        : { reason: measurement.reason, corner },
    );
  }
  for (const deck of Object.values(result.decks)) {
    const all = deck.status === "ok" ? deck.value : [deck];
    const failure = all.find((output) => output.status === "failed");
    if (failure) candidate.message ??= failure.message;
  }
  for (const [name, value] of saturationMargins(result)) addMeasured(candidate, name, { value, corner });
  candidate.seconds += result.seconds;
  for (const { analyses } of Object.values(setup.testbench.decks)) {
    for (const { kind } of Object.values(analyses)) {
      candidate.runs[kind] = (candidate.runs[kind] ?? 0) + 1;
      if (corner !== undefined) candidate.corners[corner] = (candidate.corners[corner] ?? 0) + 1;
    }
  }
}

function addMeasured({ measured }: Candidate, name: string, one: Measured): void {
  const known = measured.get(name);
  if (known) known.push(one);
  else measured.set(name, [one]);
}
