import type { Corner, Testbench } from "../../simulate/index.js";
import type { Setup } from "../evaluate/setup.js";
import { splitByCost } from "../evaluate/stages.js";
import type { CornerSetups } from "./problem.js";
import type { ProblemFile } from "./schema.js";

/** The names of all corners of testbenches, each once. */
export function cornerNames(benches: readonly Testbench[]): string[] {
  return [...new Set(benches.flatMap(({ corners }) => corners.map(({ name }) => name)))];
}

/** The corner of a testbench that has this name. */
export function cornerOf({ corners }: Testbench, name: string | undefined): Corner | undefined {
  return corners.find((corner) => corner.name === name);
}

/** Which corners a problem's specs hold in, and how they are searched. */
export function cornerRule({ corners }: Pick<ProblemFile, "corners">, benches: readonly Testbench[]) {
  const { names, mode } =
    typeof corners === "object" && !Array.isArray(corners)
      ? corners
      : { names: corners ?? [], mode: "every" as const };
  return { names: names === "all" ? cornerNames(benches) : names, isRobust: mode === "robust" };
}

/**
 * The setups of each corner that a problem names, in stages: where it has stages, all but transients, then transients. The first corner takes
 * the place of the nominal one, which is the only one where the problem names none. Further corners have stages of their own only
 * where they may be simulated beside the first one.
 */
export function cornersOf(
  file: Pick<ProblemFile, "corners" | "staged">,
  benches: readonly Testbench[],
  setup: (bench: Testbench, corner?: Corner) => Setup,
): CornerSetups[] {
  const { names, isRobust } = cornerRule(file, benches);
  const parts = benches.map(splitByCost);
  const staged = (own: (bench: Testbench) => Setup[]): Setup[][] =>
    [
      parts.flatMap(({ cheap }) => (cheap ? own(cheap) : [])),
      parts.flatMap(({ dear }) => (dear ? own(dear) : [])),
    ].filter((stage) => stage.length > 0);
  const further = names.slice(1).map((name) => {
    const own = (bench: Testbench) => {
      const corner = cornerOf(bench, name);
      return corner ? [setup(bench, corner)] : [];
    };
    return { name, stages: file.staged && isRobust ? staged(own) : [benches.flatMap(own)] };
  });
  const first = (bench: Testbench) => [setup(bench, cornerOf(bench, names[0]))];
  return [{ name: names[0], stages: file.staged ? staged(first) : [benches.flatMap(first)] }, ...further];
}
