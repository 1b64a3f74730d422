import { createHash } from "node:crypto";
import { KirchhoffError, nearestWord } from "../../core/index.js";
import type { Corner, Testbench } from "../../simulate/index.js";
import { Setup } from "../evaluate/setup.js";
import { onlyMeasures } from "../evaluate/stages.js";
import { DesignSpace, type Variable, variableOf } from "../space.js";
import { specOf } from "../spec.js";
import { matchedTies } from "./matched-ties.js";
import type { SizedNetlist } from "./netlist.js";
import type { Problem, Tie } from "./problem.js";
import { saturationSpecs } from "./saturation-specs.js";
import type { ProblemFile } from "./schema.js";
import { cornerRule, cornersOf } from "./stages.js";

/** Settings that take the place of the file's. */
export type ProblemOverrides = Partial<Pick<Problem, "search" | "budget" | "batch" | "stop" | "seed">>;

/**
 * The problem of a file whose names are checked: with what its rules add, and what has to be simulated for its specs. Throws
 * SIMULATION_TESTBENCH, SIZE_IDLE_VARIABLE, SIZE_UNKNOWN_MODEL.
 */
export function resolveProblem(
  file: ProblemFile,
  netlist: SizedNetlist,
  benches: readonly Testbench[],
  overrides: ProblemOverrides,
): Problem {
  const { fixed, rules } = file;
  const declared = Object.entries(file.variables).map(([name, each]) => variableOf(name, each));
  const stated = Object.entries(file.tied).map(([name, tie]): Tie => ({ name, ...tie }));
  const assign = (values: Readonly<Record<string, number>>, ties: readonly Tie[]) => ({
    ...fixed,
    ...values,
    ...Object.fromEntries(ties.map(({ name, of, ratio }) => [name, ratio * values[of]!])),
  });

  const whole = benches.map((bench) => {
    return new Setup(netlist, bench, undefined, assign(middleOf(declared), stated), {});
  });
  checkModels(Object.keys(file.mismatch.models), whole);
  const found = rules.matched
    ? matchedTies(declared, Object.keys({ ...file.tied, ...fixed }), netlist, whole[0]!.templates[0]!)
    : { ties: [], notes: [] };
  const ties = [...stated, ...found.ties];
  const tied = new Set(ties.map(({ name }) => name));
  const space = new DesignSpace(declared.filter(({ name }) => !tied.has(name)));

  const measureOf = (name: string) => benches.find(({ measures }) => measures[name])!.measures[name]!;
  const own = Object.entries(file.specs).map(([name, each]) =>
    specOf(name, each, measureOf(each.measure ?? name)),
  );
  const saturation = rules.saturation === false ? [] : saturationSpecs(rules.saturation, whole);
  const specs = [...own, ...saturation];

  const nominal = assign(middleOf(space.variables), ties);
  const probes = probesOf(space.variables, ties);
  const testbenches = partsFor(specs, benches);
  const corners = cornersOf(file, testbenches, (bench: Testbench, corner?: Corner) => {
    return new Setup(netlist, bench, corner, nominal, probes);
  });
  const setups = corners.flatMap(({ stages }) => stages.flat());
  checkIdle(setups, Object.keys(probes));
  const { isRobust } = cornerRule(file, benches);

  const saturationNote = `soft specs: ${saturation.length} transistors saturated (rules.saturation: false switches it off)`;
  const digest = digestOf([
    netlist.withValues(nominal),
    setups.map((each) => [each.testbench, each.corner, each.templates]),
    [space.variables, ties, fixed, specs, file.staged, ...(isRobust ? ["robust"] : [])],
  ]);
  const { name, description, search, batch, budget, stop, seed } = { ...file, ...overrides };
  return {
    ...{ name, description, search, batch, budget, stop, seed, digest },
    ...{
      netlist,
      space,
      ties,
      fixed,
      specs,
      testbenches,
      corners,
      isRobust,
      isStaged: file.staged,
      mismatch: file.mismatch,
    },
    notes: [...found.notes, ...(saturation.length > 0 ? [saturationNote] : [])],
    valuesOf: (design) => assign(space.valuesOf(design), ties),
  };
}

function middleOf(variables: readonly Variable[]): Record<string, number> {
  return Object.fromEntries(variables.map(({ name, values }) => [name, values[values.length >> 1]!]));
}

/** The least and the greatest value of every name that varies, by which a setup finds out where it stands in circuits. */
function probesOf(variables: readonly Variable[], ties: readonly Tie[]): Record<string, [number, number]> {
  const ends = new Map(
    variables.map(({ name, values }) => [name, [values[0]!, values.at(-1)!] as [number, number]]),
  );
  for (const { name, of, ratio } of ties) {
    const [low, high] = ends.get(of)!;
    ends.set(name, [ratio * low, ratio * high]);
  }
  return Object.fromEntries(ends);
}

/** Of each testbench what the specs need. */
function partsFor(specs: Problem["specs"], benches: readonly Testbench[]): Testbench[] {
  const measures = new Set(specs.map(({ measure }) => measure));
  const needsPoints = specs.some(({ measure }) => benches.every((bench) => !bench.measures[measure]));
  return benches.flatMap((bench) => {
    const part = onlyMeasures(bench, measures, (one) => needsPoints && one.kind === "op" && !!one.devices);
    return part ? [part] : [];
  });
}

/** Throws SIZE_UNKNOWN_MODEL for a model that mismatch names and no circuit has. */
function checkModels(names: readonly string[], setups: readonly Setup[]): void {
  const known = new Set(
    setups.flatMap(({ templates }) => templates.flatMap(({ models }) => models)).map(({ name }) => name),
  );
  for (const name of names) {
    if (known.has(name.toLowerCase())) continue;
    const guess = nearestWord(name, known);
    throw new KirchhoffError("SIZE_UNKNOWN_MODEL", `no circuit has the model ${name}, which mismatch names`, {
      expected: `one of ${[...known].join(", ")}`,
      ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
    });
  }
}

/** Throws SIZE_IDLE_VARIABLE for a name that changes nothing, which is a slip. */
function checkIdle(setups: readonly Setup[], names: readonly string[]): void {
  const idle = names.filter((name) => setups.every((setup) => setup.idle.includes(name)));
  if (idle.length === 0) return;
  throw new KirchhoffError(
    "SIZE_IDLE_VARIABLE",
    "values of the problem change nothing in the simulated circuits",
    {
      found: idle.join(", "),
      hint: "name what the simulated devices use; a testbench that instantiates a subcircuit with values of its own overrides its defaults",
    },
  );
}

/** SHA-256 of plain data, but for where things stand in files, whose names depend on the working folder. */
function digestOf(data: unknown): string {
  const text = JSON.stringify(data, (key, value) => (key === "location" ? undefined : value));
  return createHash("sha256").update(text).digest("hex");
}
