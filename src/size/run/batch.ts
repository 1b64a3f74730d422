import type { Evaluation } from "../evaluate/evaluation.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Problem } from "../problem/problem.js";
import type { Proposal, Told } from "../search/search.js";
import type { SizeOptions, SizingMemory } from "./sizer.js";

/** Simulates what is not known from before the run was cut. */
export async function evaluateBatch(
  evaluator: Evaluator,
  { space }: Problem,
  proposals: readonly Proposal[],
  {
    memory,
    active,
    signal,
  }: {
    readonly memory: SizingMemory | undefined;
    readonly active: readonly string[];
    readonly signal: AbortSignal | undefined;
  },
): Promise<(Evaluation | undefined)[]> {
  const known = proposals.map(({ design }) => memory?.untold.get(space.key(design)));
  const missing = proposals.filter((_, i) => !known[i]).map(({ design }) => design);
  const fresh = (await evaluator.evaluate(missing, { active, ...(signal && { signal }) })).values();
  return known.map((one) => one ?? fresh.next().value);
}

/** Simulates designs in corners that count since they were simulated, where they lack any, and puts what came of it in their places. */
export async function reviseHistory(
  evaluator: Evaluator,
  history: Told[],
  active: readonly string[],
  { recorder, signal }: Pick<SizeOptions, "recorder" | "signal">,
): Promise<"as it was" | "revised" | "interrupted"> {
  const stale = [...history.entries()].filter(
    ([, { failed, corners }]) => !failed && active.some((name) => corners?.[name] === undefined),
  );
  if (stale.length === 0) return "as it was";
  const known = stale.map(([, told]) => told);
  const extended = await evaluator.extend(known, active, signal ? { signal } : {});
  for (const [i, [index]] of stale.entries()) {
    const one = extended[i];
    if (!one) return "interrupted";
    await recorder?.evaluated(index, one);
    history[index] = one;
  }
  return "revised";
}
