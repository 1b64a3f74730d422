import type { Corner, Testbench } from "../../simulate/index.js";
import type { Setup } from "../evaluate/setup.js";
import { splitByCost } from "../evaluate/stages.js";
import type { ProblemFile } from "./schema.js";

/**
 * What is simulated of a design, in order: all but transients, transients, further corners; or everything at once where the problem has no
 * stages. The first corner that the problem names takes the place of the nominal one.
 */
export function stagesOf(
  { corners, staged }: ProblemFile,
  benches: readonly Testbench[],
  setup: (bench: Testbench, corner?: Corner) => Setup,
): Setup[][] {
  const known = [...new Set(benches.flatMap((bench) => bench.corners.map(({ name }) => name)))];
  const names = corners === "all" ? known : (corners ?? []);
  const cornerOf = (bench: Testbench, name: string | undefined) =>
    bench.corners.find((corner) => corner.name === name);
  const first = (bench: Testbench) => setup(bench, cornerOf(bench, names[0]));
  const further = names.slice(1).flatMap((name) =>
    benches.flatMap((bench) => {
      const corner = cornerOf(bench, name);
      return corner ? [setup(bench, corner)] : [];
    }),
  );
  if (!staged) return [[...benches.map(first), ...further]];
  const parts = benches.map(splitByCost);
  const stages = [
    parts.flatMap(({ cheap }) => (cheap ? [first(cheap)] : [])),
    parts.flatMap(({ dear }) => (dear ? [first(dear)] : [])),
    further,
  ];
  return stages.filter((stage) => stage.length > 0);
}
