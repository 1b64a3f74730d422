import type { SimulationPool } from "../../simulate/index.js";
import type { Evaluation } from "../evaluate/evaluation.js";
import { activeCorners, Evaluator } from "../evaluate/evaluator.js";
import { screen } from "../evaluate/screening.js";
import { isBetter, type Problem } from "../problem/problem.js";
import { searchNamed } from "../search/registry.js";
import type { SearchKind, SearchMemory, Told } from "../search/search.js";
import type { Design } from "../space.js";
import { evaluateBatch, reviseHistory } from "./batch.js";
import { hopelessSpecs } from "./hopeless.js";

/**
 * Why a run is over: enough designs meet the specs, the budget is spent, the search knows no more, simulations of the first designs told
 * nothing of some spec, or somebody asked.
 */
export type SizingEnd = "feasible" | "budget" | "exhausted" | "failing" | "interrupted";

/** What a search asked for apart from designs. */
export interface ScreeningCost {
  /** Operating points, each one simulation. */
  readonly screened: number;
  /** Time of the simulators for them, all of them together. */
  readonly screeningSeconds: number;
}

/** What is kept while a search runs; a run folder is one. */
export interface SizingRecorder {
  /** A design, as soon as it is simulated; `index` counts the designs asked for from 0. */
  evaluated(index: number, told: Told): Promise<void>;
  /** The search has been told everything up to here, and has screened this much. */
  told(count: number, state: unknown, screening: ScreeningCost): Promise<void>;
}

/** What a run begins with that went before. */
export interface SizingMemory extends SearchMemory, ScreeningCost {
  /** Designs simulated after the search was last told, by key. */
  readonly untold: ReadonlyMap<string, Evaluation>;
}

/** Options of {@link size}. */
export interface SizeOptions {
  /** Takes the place of the one that the problem names. */
  readonly search?: SearchKind;
  /** The checkpoint of a search that uses a pretrained network, in place of its own. */
  readonly model?: string | undefined;
  readonly memory?: SizingMemory | undefined;
  readonly recorder?: SizingRecorder | undefined;
  readonly signal?: AbortSignal | undefined;
  /** After every batch. */
  readonly onProgress?: ((progress: SizingProgress) => void) | undefined;
}

/** How far a run is. */
export interface SizingProgress {
  readonly history: readonly Told[];
  readonly best: Told | undefined;
  readonly feasible: number;
  readonly counters: Readonly<Record<string, number>>;
}

/** What came of a run. */
export interface SizingResult extends ScreeningCost {
  readonly end: SizingEnd;
  /** Every design simulated, in the order in which they were asked for. */
  readonly history: readonly Told[];
  /** The first of the best: one that meets the specs where there is any, else the one of the least cost. */
  readonly best: Told | undefined;
  /** Numbers of the search's own. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Searches a problem until it is solved, spent or stopped. Throws SIZE_UNKNOWN_SEARCH. */
export async function size(
  problem: Problem,
  pool: Pick<SimulationPool, "analyse">,
  {
    search: kind = searchNamed(problem.search),
    model,
    memory,
    recorder,
    signal,
    onProgress,
  }: SizeOptions = {},
): Promise<SizingResult> {
  const evaluator = new Evaluator(problem, pool);
  let screening: ScreeningCost = {
    screened: memory?.screened ?? 0,
    screeningSeconds: memory?.screeningSeconds ?? 0,
  };
  const circuitOf = (design: Design) =>
    problem.corners[0]!.stages[0]![0]!.circuits(problem.valuesOf(design))[0]!;
  const search = await kind.open(
    {
      space: problem.space,
      specs: problem.specs,
      seed: problem.seed,
      budget: problem.budget,
      circuitOf,
      model,
      async screen(designs) {
        const { outputs, simulated, seconds } = await screen(pool, designs, circuitOf, signal);
        screening = {
          screened: screening.screened + simulated,
          screeningSeconds: screening.screeningSeconds + seconds,
        };
        return outputs;
      },
    },
    memory,
  );
  const history: Told[] = [...(memory?.history ?? [])];
  let best = bestOf(history);
  let feasible = history.filter((told) => told.feasible).length;
  const counters = () => search.counters?.() ?? {};
  const finish = (end: SizingEnd): SizingResult => ({
    ...{ end, history, best, ...screening, counters: counters() },
  });
  try {
    for (;;) {
      if (feasible >= (problem.stop.feasible ?? Number.POSITIVE_INFINITY)) return finish("feasible");
      if (hopelessSpecs(problem.specs, history).length > 0) return finish("failing");
      const left = problem.budget - history.length;
      if (left <= 0) return finish("budget");
      if (signal?.aborted) return finish("interrupted");
      const active = activeCorners(history);
      const revised = await reviseHistory(evaluator, history, active, { recorder, signal });
      if (revised === "interrupted") return finish("interrupted");
      if (revised === "revised") {
        search.revise?.(history);
        best = bestOf(history);
      }
      const asked = await unlessStopped(search.ask(problem.batch), signal);
      if (!asked) return finish("interrupted");
      const proposals = asked.slice(0, left);
      if (proposals.length === 0) return finish("exhausted");
      const results = await evaluateBatch(evaluator, problem, proposals, { memory, active, signal });
      const told: Told[] = [];
      for (const [i, evaluation] of results.entries()) {
        if (!evaluation) continue;
        const one: Told = { ...evaluation, ...proposals[i]! };
        await recorder?.evaluated(history.length + i, one);
        told.push(one);
      }
      if (told.length < proposals.length) return finish("interrupted");
      await search.tell(told);
      history.push(...told);
      for (const one of told) {
        if (!best || isBetter(one, best)) best = one;
        if (one.feasible) feasible++;
      }
      // What the budget cut short is asked for again, whole, where the run goes on with a larger one.
      if (proposals.length === asked.length) await recorder?.told(history.length, search.state(), screening);
      onProgress?.({ history, best, feasible, counters: counters() });
    }
  } finally {
    await search.close?.();
  }
}

/** What a search asks for; undefined where `signal` stopped it at its operating points. */
async function unlessStopped<Asked>(
  asking: Promise<Asked>,
  signal: AbortSignal | undefined,
): Promise<Asked | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}

/** The first of the best designs. */
export function bestOf(history: readonly Told[]): Told | undefined {
  return history.reduce<Told | undefined>(
    (best, one) => (!best || isBetter(one, best) ? one : best),
    undefined,
  );
}
