import type { Problem } from "../problem/problem.js";
import type { Setup } from "./setup.js";

/**
 * What is simulated of a design, one stage after the other, each only where the specs before are met. Without corners: all but transients,
 * then these. Further corners come last; of a robust problem, those that are `active` come beside the first one.
 */
export function plan(
  { corners, isRobust, isStaged }: Pick<Problem, "corners" | "isRobust" | "isStaged">,
  active: readonly string[],
): Setup[][] {
  const [first, ...further] = corners;
  if (!isStaged && !isRobust) return [corners.flatMap(({ stages }) => stages.flat())];
  const isNow = ({ name }: { readonly name?: string | undefined }) =>
    isRobust && name !== undefined && active.includes(name);
  const now = [first!, ...further.filter(isNow)];
  const last = further.filter((corner) => !isNow(corner)).flatMap(({ stages }) => stages.flat());
  const most = Math.max(...now.map(({ stages }) => stages.length));
  const stages = Array.from({ length: most }, (_, i) => now.flatMap((corner) => corner.stages[i] ?? []));
  return [...stages, last].filter((stage) => stage.length > 0);
}
