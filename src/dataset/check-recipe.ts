import type { z } from "zod";
import { type ParametricCircuit, parametricCircuit, parametricCircuitNames } from "../circuit/index.js";
import { KirchhoffError, nearestWord } from "../core/index.js";
import { axesOf } from "./grid.js";
import { type Recipe, splitNames } from "./recipe.js";
import { gridRows } from "./row-count.js";
import { distributionsOf, matches } from "./sampling.js";
import { type RecipeTestbench, testbenchOf } from "./testbench.js";

/** A refinement: circuits and measures are known, copies follow what they copy, grids hold the rows, and sampling names parameters. */
export function checkRecipe(recipe: Recipe, context: z.RefinementCtx): void {
  const circuits = recipe.circuits.map((name, i) => {
    const problem = circuitProblem(name);
    if (problem) context.addIssue({ code: "custom", path: ["circuits", i], ...problem });
    return problem ? undefined : parametricCircuit(name);
  });
  if (circuits.some((circuit) => circuit === undefined)) return;
  recipe.measures.forEach((measure, i) => {
    const problem = measureProblem(measure, recipe.testbench);
    if (problem) context.addIssue({ code: "custom", path: ["measures", i], ...problem });
  });
  for (const circuit of circuits) {
    const problem = copyProblem(recipe, circuit!);
    if (problem) context.addIssue({ code: "custom", path: ["sampling"], ...problem });
  }
  if (recipe.grid) {
    for (const problem of gridProblems(recipe)) context.addIssue({ code: "custom", ...problem });
  }
  const names = new Set(circuits.flatMap((circuit) => circuit!.parameters.map((each) => each.name)));
  for (const key of Object.keys(recipe.sampling.parameters)) {
    if ([...names].some((name) => matches(key, name))) continue;
    const guess = nearestWord(key, names);
    context.addIssue({
      code: "custom",
      path: ["sampling", "parameters", key],
      message: `no circuit of this recipe has a parameter "${key}"`,
      params: { expected: `one of ${[...names].join(", ")}`, ...(guess && { guess }) },
    });
  }
}

/** A measure is one of the recipe's testbench. */
function measureProblem(
  measure: string,
  testbench: RecipeTestbench | undefined,
): { message: string; params: { expected: string; guess?: string } } | undefined {
  if (!testbench) {
    const expected = "a testbench: op-amp, op-amp-loop, or a file";
    return { message: `nothing measures "${measure}"`, params: { expected } };
  }
  const known = Object.keys(testbenchOf(testbench).measures);
  if (known.includes(measure)) return undefined;
  const guess = nearestWord(measure, known);
  const params = { expected: `one of ${known.join(", ")}`, ...(guess && { guess }) };
  return { message: `the testbench has no measure "${measure}"`, params };
}

/** A grid needs values that end, and has no more rows than points. */
function gridProblems(
  recipe: Pick<Recipe, "circuits" | "sampling" | "netlists" | "splits">,
): { path: (string | number)[]; message: string; params: { expected: string } }[] {
  const endless = recipe.circuits.findIndex(
    (name) => axesOf(distributionsOf(recipe, parametricCircuit(name))) === undefined,
  );
  if (endless >= 0) {
    const expected = "choices, constants, and copies that always hold";
    return [
      { path: ["circuits", endless], message: "a grid cannot hold what is drawn", params: { expected } },
    ];
  }
  return splitNames.flatMap((split) => {
    const most = gridRows(recipe, split).reduce((sum, rows) => sum + rows, 0);
    if (recipe.splits[split] <= most) return [];
    const expected = `at most ${most} rows`;
    return [{ path: ["splits", split], message: "the grids have fewer points", params: { expected } }];
  });
}

/** A copy can only take a value that is drawn before it. */
function copyProblem(
  recipe: Pick<Recipe, "sampling" | "netlists">,
  circuit: ParametricCircuit,
): { message: string; params: { expected: string } } | undefined {
  const names = circuit.parameters.map(({ name }) => name);
  const wrong = distributionsOf(recipe, circuit).findIndex(
    (each, i) => each.kind === "copy" && !names.slice(0, i).includes(each.of),
  );
  if (wrong < 0) return undefined;
  return {
    message: `${names[wrong]} of ${circuit.name} is a copy of a parameter that does not stand before it`,
    params: { expected: wrong > 0 ? `one of ${names.slice(0, wrong).join(", ")}` : "a later parameter" },
  };
}

function circuitProblem(
  name: string,
): { message: string; params: { expected: string; guess?: string } } | undefined {
  try {
    parametricCircuit(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof KirchhoffError)) throw error;
    const guess = nearestWord(name, [...parametricCircuitNames, "ladder-10"]);
    const expected = error.details.expected ?? parametricCircuitNames.join(", ");
    return { message: `there is no circuit "${name}"`, params: { expected, ...(guess && { guess }) } };
  }
}
