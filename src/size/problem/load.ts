import type { z } from "zod";
import { loadConfig } from "../../core/index.js";
import type { FileProvider } from "../../netlist/index.js";
import { loadTestbench } from "../../simulate/index.js";
import { checkNames } from "./check-names.js";
import { SizedNetlist } from "./netlist.js";
import type { Problem } from "./problem.js";
import { type ProblemOverrides, resolveProblem } from "./resolve.js";
import { type ProblemFile, problemFileSchema } from "./schema.js";

/** How a problem's files are read; what lies outside the folders that may be read is refused there. */
export interface ProblemSources {
  /** A file that the problem names: its text, and its path for messages. */
  read(name: string): { readonly text: string; readonly file: string };
  /** What the netlist includes. */
  readonly files: FileProvider;
}

/**
 * Reads a problem file (YAML) with the netlist and the testbenches that it names. Throws CONFIG_SYNTAX, CONFIG_INVALID (with line and
 * column, also for names that netlist or testbenches do not have), SIMULATION_TESTBENCH, SIZE_IDLE_VARIABLE.
 */
export function loadProblem(
  text: string,
  file: string,
  sources: ProblemSources,
  overrides: ProblemOverrides = {},
): Problem {
  const named = loadConfig(problemFileSchema as unknown as z.ZodType<ProblemFile>, text, file);
  const source = sources.read(named.circuit.netlist);
  const subcircuit = named.circuit.subcircuit?.toLowerCase();
  const netlist = new SizedNetlist(source.text, source.file, sources.files, subcircuit);
  const benches = named.testbench.map((name) => {
    const bench = sources.read(name);
    return loadTestbench(bench.text, bench.file);
  });
  const checked = problemFileSchema.superRefine((problem, context) =>
    checkNames(problem, netlist, benches, context),
  );
  const problem = loadConfig(checked as unknown as z.ZodType<ProblemFile>, text, file);
  return resolveProblem(problem, netlist, benches, overrides);
}
