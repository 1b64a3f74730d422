import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeFiles, readDeck } from "../../netlist/node-files/index.js";
import { loadProblem, type Problem, type ProblemOverrides } from "../../size/index.js";

const folder = fileURLToPath(new URL("../../../examples/sizing/", import.meta.url));

/** A sizing problem of the examples, by the name of its file. */
export function exampleProblem(id: string, overrides: ProblemOverrides): Problem {
  const file = `${id}.yaml`;
  const read = (name: string) => ({ text: readDeck(join(folder, name)).text, file: name });
  return loadProblem(
    readFileSync(join(folder, file), "utf8"),
    file,
    { read, files: nodeFiles([folder]) },
    overrides,
  );
}
