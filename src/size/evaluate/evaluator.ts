import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import { atAnyGain, runDecks, type SimulationPool, type TestbenchResult } from "../../simulate/index.js";
import type { Problem } from "../problem/problem.js";
import type { Design } from "../space.js";
import { conclude, type Evaluation, type Measured, outcomeOf } from "./evaluation.js";
import { saturationMargins } from "./saturation.js";
import type { Setup } from "./setup.js";

/** A design on its way through the stages. */
interface Candidate {
  readonly design: Design;
  readonly values: Readonly<Record<string, number>>;
  /** By measure. */
  readonly measured: Map<string, Measured[]>;
  readonly runs: Record<string, number>;
  seconds: number;
  /** What the first simulation that failed said. */
  message?: string;
  /** Not all of its simulations came back: the run was stopped. */
  cut: boolean;
}

/** Simulates designs of a problem, stage by stage: designs to measures to specs to cost. */
export class Evaluator {
  readonly #problem: Problem;
  readonly #pool: Pick<SimulationPool, "analyse">;

  constructor(problem: Problem, pool: Pick<SimulationPool, "analyse">) {
    this.#problem = problem;
    this.#pool = pool;
  }

  /** One evaluation for each design, in their order; those that `signal` cut short are undefined. */
  async evaluate(
    designs: readonly Design[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<(Evaluation | undefined)[]> {
    const candidates = designs.map((design): Candidate => {
      const values = this.#problem.valuesOf(design);
      return { design, values, measured: new Map(), runs: {}, seconds: 0, cut: false };
    });
    let going = candidates;
    for (const stage of this.#problem.stages) {
      await Promise.all(stage.map((setup) => this.#run(setup, going, signal)));
      going = going.filter((candidate) => !candidate.cut && this.#meetsSoFar(candidate));
      if (going.length === 0) break;
    }
    return candidates.map((candidate) => (candidate.cut ? undefined : this.#conclude(candidate)));
  }

  async #run(setup: Setup, candidates: readonly Candidate[], signal: AbortSignal | undefined): Promise<void> {
    const built = candidates.flatMap((candidate) => {
      const circuits = buildOrFail(setup, candidate);
      return circuits ? [{ candidate, circuits }] : [];
    });
    const done = new Set<Candidate>();
    const results = runDecks(
      this.#pool,
      atAnyGain(setup.testbench),
      built.map(({ circuits }) => circuits),
      signal ? { signal } : {},
    );
    for await (const { index, result } of results) {
      const { candidate } = built[index]!;
      record(setup, candidate, result);
      done.add(candidate);
    }
    for (const { candidate } of built) if (!done.has(candidate)) candidate.cut = true;
  }

  /** Whether every spec that is not soft and was measured is met. */
  #meetsSoFar({ measured }: Candidate): boolean {
    return this.#problem.specs.every((spec) => {
      const found = measured.get(spec.measure);
      return spec.soft || found === undefined || outcomeOf(spec, found).penalty === 0;
    });
  }

  #conclude({ design, measured, runs, seconds, message }: Candidate): Evaluation {
    const { specs } = this.#problem;
    const outcomes = specs.map((spec) => outcomeOf(spec, measured.get(spec.measure) ?? []));
    const isEmpty = ![...measured.values()].flat().some(({ value }) => value !== undefined);
    const failure = isEmpty && message !== undefined ? { failed: true, message } : { failed: false };
    return { design, specs: outcomes, ...conclude(specs, outcomes), ...failure, runs, seconds };
  }
}

/** The circuits of a design; where the netlist has none for its values, every measure gets the reason. */
function buildOrFail(setup: Setup, candidate: Candidate): readonly Circuit[] | undefined {
  try {
    return setup.circuits(candidate.values);
  } catch (error) {
    if (!(error instanceof KirchhoffError)) throw error;
    candidate.message ??= error.message;
    for (const name of Object.keys(setup.testbench.measures)) {
      addMeasured(candidate, name, { reason: error.code, corner: setup.corner?.name });
    }
    return undefined;
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
    for (const { kind } of Object.values(analyses)) candidate.runs[kind] = (candidate.runs[kind] ?? 0) + 1;
  }
}

function addMeasured({ measured }: Candidate, name: string, one: Measured): void {
  const known = measured.get(name);
  if (known) known.push(one);
  else measured.set(name, [one]);
}
