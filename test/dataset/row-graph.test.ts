import { expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import { namedRecipe, planRow, recipeNames, rowGraph } from "../../src/dataset/index.js";
import { terminalGraph } from "../../src/graph/index.js";

it.each(recipeNames)("makes the graph of the circuit that a row of %s stands for", (name) => {
  const recipe = namedRecipe(name);
  for (const index of [0, 1, 8]) {
    const row = planRow(recipe, index);
    const expected = terminalGraph(parametricCircuit(row.circuitName).build(row.values));
    const graph = rowGraph(row);
    expect(graph.topology).toBe(expected.topology);
    expect(graph.values).toEqual(expected.values);
  }
});
