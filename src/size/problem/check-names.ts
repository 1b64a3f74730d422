import type { z } from "zod";
import { nearestWord } from "../../core/index.js";
import type { Testbench } from "../../simulate/index.js";
import { missingPenalty, specOf } from "../spec.js";
import type { SizedNetlist } from "./netlist.js";
import type { ProblemFile } from "./schema.js";

/** A refinement: every name of a problem file is one of its netlist, its testbenches or itself, and no name is used twice. */
export function checkNames(
  problem: ProblemFile,
  netlist: SizedNetlist,
  benches: readonly Testbench[],
  context: z.RefinementCtx,
): void {
  const issue = (path: (string | number)[], message: string, found: string, known: Iterable<string>) => {
    const names = [...known];
    const guess = nearestWord(found, names);
    context.addIssue({
      code: "custom",
      path,
      message,
      params: {
        expected: `one of ${names.slice(0, 20).join(", ")}${names.length > 20 ? " …" : ""}`,
        ...(guess !== undefined && { guess }),
      },
    });
  };
  for (const key of ["variables", "tied", "fixed"] as const) {
    for (const name of Object.keys(problem[key])) {
      if (!netlist.has(name)) {
        issue([key, name], `the netlist has no parameter "${name}"`, name, netlist.knownNames());
      }
    }
  }
  const names = Object.keys(problem.variables);
  for (const [name, { of }] of Object.entries(problem.tied)) {
    if (!names.includes(of)) issue(["tied", name], `there is no variable "${of}" to follow`, of, names);
    if (names.includes(name)) {
      context.addIssue({ code: "custom", path: ["tied", name], message: "this is a variable already" });
    }
  }
  for (const name of Object.keys(problem.fixed)) {
    if (!names.includes(name) && !Object.hasOwn(problem.tied, name)) continue;
    context.addIssue({ code: "custom", path: ["fixed", name], message: "this varies already" });
  }
  const measures = benches.flatMap((bench) => Object.keys(bench.measures));
  for (const [name, { measure = name, ...spec }] of Object.entries(problem.specs)) {
    const count = measures.filter((each) => each === measure).length;
    if (count === 0) issue(["specs", name], `no testbench measures "${measure}"`, measure, measures);
    if (count > 1) {
      context.addIssue({
        code: "custom",
        path: ["specs", name],
        message: "two testbenches have this measure",
      });
    }
    if (count !== 1 || spec.missing === undefined) continue;
    const kind = benches.find((bench) => bench.measures[measure])!.measures[measure]!;
    if (missingPenalty(specOf(name, spec, kind)) > 0) continue;
    context.addIssue({
      code: "custom",
      path: ["specs", name, "missing"],
      message: "a measure that does not exist would meet the spec",
      params: { hint: "give a value that misses it, or leave it out" },
    });
  }
  const corners = benches.flatMap((bench) => bench.corners.map((corner) => corner.name));
  const given = problem.corners;
  const isList = given === undefined || given === "all" || Array.isArray(given);
  const [chosen, path] = isList ? [given, ["corners"]] : [given.names, ["corners", "names"]];
  for (const [i, name] of Array.isArray(chosen) ? chosen.entries() : []) {
    if (!corners.includes(name)) issue([...path, i], `no testbench has a corner "${name}"`, name, corners);
  }
}
