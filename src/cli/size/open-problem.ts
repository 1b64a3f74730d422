import { KirchhoffError } from "../../core/index.js";
import type { Problem, ProblemOverrides, StopRule } from "../../size/index.js";
import { type CliContext, readText } from "../index.js";
import { includeRoots, namedFiles } from "../simulate/read-deck.js";
import type { SizeFlags } from "./flags.js";

/** Reads a problem; its files, and what its netlist includes, lie below its folder or the working folder, `PDK_ROOT` or one of `roots`. */
export async function openProblem(
  file: string,
  roots: readonly string[],
  overrides: ProblemOverrides,
  context: CliContext,
): Promise<Problem> {
  const { dirname, relative, resolve } = await import("node:path");
  const { nodeFiles, readDeck } = await import("../../netlist/node-files/index.js");
  const { loadProblem } = await import("../../size/index.js");
  const path = resolve(context.cwd, file);
  const text = await readText(path);
  const find = await namedFiles(path, roots, context);
  const files = nodeFiles([
    ...[dirname(path), context.cwd],
    ...(await includeRoots(context.cwd, roots, context)),
  ]);
  const read = (name: string) => {
    const found = find(name);
    return { text: readDeck(found).text, file: relative(context.cwd, found) };
  };
  return loadProblem(text, file, { read, files }, overrides);
}

/** What the flags say in place of the problem's settings. Throws CLI_SIZE_STOP. */
export function overridesOf({ search, budget, batch, seed, stop }: SizeFlags): ProblemOverrides {
  return {
    ...(search !== undefined && { search }),
    ...(budget !== undefined && { budget }),
    ...(batch !== undefined && { batch }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop: stopRule(stop) }),
  };
}

function stopRule(text: string): StopRule {
  if (text === "budget") return {};
  if (text === "first-feasible") return { feasible: 1 };
  const feasible = Number(text);
  if (Number.isInteger(feasible) && feasible >= 1) return { feasible };
  throw new KirchhoffError("CLI_SIZE_STOP", "this is no stop rule", {
    found: text,
    expected: "first-feasible, budget, or a number of designs",
  });
}
