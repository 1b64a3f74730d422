import { createHash } from "node:crypto";
import type { z } from "zod";
import { KirchhoffError, loadConfig, nearestWord } from "../../core/index.js";
import type { FileProvider } from "../../netlist/index.js";
import { loadTestbench, type Testbench } from "../../simulate/index.js";
import { saturationMeasure } from "../evaluate/saturation.js";
import { Setup } from "../evaluate/setup.js";
import { onlyMeasures, splitByCost } from "../evaluate/stages.js";
import { DesignSpace, variableOf } from "../space.js";
import { missingPenalty, type Spec, specOf } from "../spec.js";
import { matchedTies } from "./matched-ties.js";
import { SizedNetlist } from "./netlist.js";
import type { Problem, Tie } from "./problem.js";
import { type ProblemFile, problemFileSchema } from "./schema.js";

/** How a problem's files are read; what lies outside the folders that may be read is refused there. */
export interface ProblemSources {
  /** A file that the problem names: its text, and its path for messages. */
  read(name: string): { readonly text: string; readonly file: string };
  /** What the netlist includes. */
  readonly files: FileProvider;
}

/** Settings that take the place of the file's. */
export type ProblemOverrides = Partial<Pick<Problem, "search" | "budget" | "batch" | "stop" | "seed">>;

/**
 * Reads a problem file (YAML) with the netlist and the testbenches that it names. Throws CONFIG_SYNTAX, CONFIG_INVALID (with line and
 * column, also for names that netlist or testbenches do not have), SIMULATION_TESTBENCH, SIZE_IDLE_VARIABLE, SIZE_NO_ANALYSIS.
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

function resolveProblem(
  problem: ProblemFile,
  netlist: SizedNetlist,
  benches: readonly Testbench[],
  overrides: ProblemOverrides,
): Problem {
  const declared = Object.entries(problem.variables).map(([name, each]) => variableOf(name, each));
  const given = Object.entries(problem.tied).map(([name, tie]): Tie => ({ name, ...tie }));
  const { fixed, rules } = problem;
  const middle = Object.fromEntries(declared.map(({ name, values }) => [name, values[values.length >> 1]!]));
  const whole = benches.map(
    (bench) => new Setup(netlist, bench, undefined, { ...fixed, ...follow(middle, given) }, {}),
  );
  const found = rules.matched
    ? matchedTies(declared, given, netlist, whole.map(({ templates }) => templates[0]!)[0]!)
    : { ties: [], notes: [] };
  const ties = [...given, ...found.ties];
  const followers = new Set(ties.map(({ name }) => name.toLowerCase()));
  const variables = declared.filter(({ name }) => !followers.has(name.toLowerCase()));
  const space = new DesignSpace(variables);
  const nominal = {
    ...fixed,
    ...follow(
      pick(
        middle,
        variables.map(({ name }) => name),
      ),
      ties,
    ),
  };

  const measureOf = (name: string) => benches.find(({ measures }) => measures[name])!.measures[name]!;
  const own = Object.entries(problem.specs).map(([name, each]) =>
    specOf(name, each, measureOf(each.measure ?? name)),
  );
  const saturation = rules.saturation === false ? [] : saturationSpecs(rules.saturation, whole);
  const specs = [...own, ...saturation];
  const measures = new Set(specs.map(({ measure }) => measure));
  const needed = benches.flatMap((bench) => {
    const part = onlyMeasures(
      bench,
      measures,
      (one) => saturation.length > 0 && one.kind === "op" && one.devices !== undefined,
    );
    return part ? [part] : [];
  });

  const probes = Object.fromEntries(
    variables.flatMap(({ name, values }) => {
      const several = [values[0]!, values.at(-1)!];
      return [
        [name, several],
        ...ties
          .filter(({ of }) => of === name)
          .map((tie) => [tie.name, several.map((value) => tie.ratio * value)]),
      ] as [string, number[]][];
    }),
  );
  const setup = (bench: Testbench, corner?: Testbench["corners"][number]) =>
    new Setup(netlist, bench, corner, nominal, probes);
  const stages = stagesOf(problem, needed, setup);
  checkIdle(stages.flat(), Object.keys(probes));
  const notes = [
    ...found.notes,
    ...(saturation.length > 0
      ? [`soft specs: ${saturation.length} transistors saturated (rules.saturation: false switches it off)`]
      : []),
  ];
  const digest = createHash("sha256")
    .update(
      JSON.stringify([
        netlist.withValues(nominal),
        stages.flat().map((each) => [each.testbench, each.corner, each.templates]),
      ]),
    )
    .update(JSON.stringify([variables, ties, fixed, specs, problem.staged]))
    .digest("hex");
  const { name, description, search, batch, budget, stop, seed } = { ...problem, ...overrides };
  return {
    ...{ name, description, search, batch, budget, stop, seed, digest },
    ...{ netlist, space, ties, fixed, specs, stages, notes },
    valuesOf: (design) => ({ ...fixed, ...follow(space.valuesOf(design), ties) }),
  };
}

/** Values with those that follow them. */
function follow(values: Readonly<Record<string, number>>, ties: readonly Tie[]): Record<string, number> {
  const all: Record<string, number> = { ...values };
  for (const { name, of, ratio } of ties) all[name] = ratio * values[of]!;
  return all;
}

function pick(values: Readonly<Record<string, number>>, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, values[name]!]));
}

function stagesOf(
  { corners, staged }: ProblemFile,
  benches: readonly Testbench[],
  setup: (bench: Testbench, corner?: Testbench["corners"][number]) => Setup,
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

function saturationSpecs(
  rule: Exclude<ProblemFile["rules"]["saturation"], false>,
  setups: readonly Setup[],
): Spec[] {
  const spared = new Set(rule.except.map((name) => name.toLowerCase()));
  const devices = setups.flatMap(({ testbench, templates }) =>
    Object.values(testbench.decks).flatMap(({ analyses }, deck) => {
      const asked = Object.values(analyses).flatMap((one) =>
        one.kind === "op" ? [one.devices ?? false] : [],
      );
      return templates[deck]!.devices.filter(
        ({ kind, name }) =>
          (kind === "nmos" || kind === "pmos") &&
          asked.some((which) => which === true || (which !== false && which.includes(name))),
      ).map(({ name }) => name);
    }),
  );
  return [...new Set(devices)]
    .filter((name) => !spared.has(name))
    .map((device) => ({
      name: saturationMeasure(device),
      measure: saturationMeasure(device),
      low: rule.marginVolts,
      read: "value",
      weight: rule.weight,
      unit: "V",
      soft: true,
    }));
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

function checkNames(
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
  for (const [i, name] of Array.isArray(problem.corners) ? problem.corners.entries() : []) {
    if (!corners.includes(name)) issue(["corners", i], `no testbench has a corner "${name}"`, name, corners);
  }
}
