import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/netlist/node-files/index.js";
import { plan } from "../../src/size/evaluate/plan.js";
import { loadProblem, problemJsonSchema } from "../../src/size/index.js";
import { divider, dividerWith, problemOf } from "./problems.js";

test("a problem has its grids, its specs and its settings", () => {
  const problem = problemOf(divider);
  expect(problem.space.variables.map(({ name, values }) => [name, values.length])).toEqual([
    ["top", 41],
    ["bottom", 100],
  ]);
  expect(problem.space.variables[0]!.values.slice(0, 2)).toEqual([100, 112.2018454]);
  expect(problem.space.variables[1]!.values.at(-1)).toBe(10_000);
  expect(problem.specs.map(({ name, low, high, unit }) => [name, low, high, unit])).toEqual([
    ["level", 0.45, 0.55, ""],
    ["current", undefined, 300e-6, "A"],
    ["bandwidth", 60e3, undefined, "Hz"],
    ["settling", undefined, 10e-6, "s"],
  ]);
  const measures = plan(problem, []).map((stage) =>
    stage.map(({ testbench }) => Object.keys(testbench.measures)),
  );
  expect(measures).toEqual([[["level", "current", "bandwidth"]], [["settling"]]]);
  expect(plan(dividerWith({ "budget: 60": "staged: false" }), [])).toHaveLength(1);
});

test("a design is the netlist with its values, otherwise as it was written", () => {
  const problem = problemOf(divider);
  const values = problem.valuesOf([20, 24]);
  expect(values).toEqual({ top: 1000, bottom: 2500 });
  expect(problem.netlist.withValues(values)).toBe(
    divider["divider.sp"].replace("top=1k bottom=1k", "top=1k bottom=2.5k"),
  );
});

test("what does not fit is told with its line and a guess", () => {
  const message = (changes: Record<string, string>, file: keyof typeof divider = "problem.yaml") => {
    try {
      dividerWith(changes, {}, file);
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  };
  expect(message({ "bottom: {": "botom: {" })).toMatch(
    /problem\.yaml:6:\d+: "variables\.botom": the netlist has no parameter "botom"[\s\S]*did you mean "bottom"/,
  );
  expect(message({ "level: {": "levle: {" })).toMatch(
    /problem\.yaml:8:\d+: "specs\.levle": no testbench measures "levle"[\s\S]*did you mean "level"/,
  );
  expect(message({ "atMost: 300u": "atMst: 300u" })).toMatch(
    /:9:\d+: unknown key "atMst"[\s\S]*did you mean "atMost"/,
  );
  expect(message({ "atLeast: 60k": "atLeast: 60MHz" })).toMatch(
    /in SPICE a thousandth[\s\S]*meg for a million/,
  );
  expect(message({ "from: 100, to: 10k, step": "from: 20k, to: 10k, step" })).toMatch(/must be above from/);
  const bottom = (range: string) => message({ "from: 100, to: 10k, step: 100": range });
  expect(bottom("from: 1, to: 1000000000000, integer: true")).toMatch(/:6:\d+: .*more than a million values/);
  expect(bottom("from: 100, to: 10k, step: 100k")).toMatch(/:6:\d+: .*step.*must not be beyond to - from/);
  expect(bottom("from: 0.5, to: 3, integer: true")).toMatch(/:6:\d+: .*from.*must be a whole number/);
  expect(bottom("from: 1, to: 3.5, points: 4, integer: true")).toMatch(
    /:6:\d+: .*to.*must be a whole number/,
  );
  expect(message({ "[0.45, 0.55]": "[0.55, 0.45]" })).toMatch(/the second must be above the first/);
  expect(message({ "settling: { atMost: 10u }": "settling: { atMost: 10u, missing: 1u }" })).toMatch(
    /a measure that does not exist would meet the spec/,
  );
  expect(message({ "budget: 60": "corners: [hihg]" })).toMatch(
    /no testbench has a corner "hihg"[\s\S]*did you mean "high"/,
  );
  expect(message({ "budget: 60": "fixed: { top: 1k }" })).toMatch(/this varies already/);
  expect(message({ "budget: 60": "tied: { bottom: topp }" })).toMatch(/no variable "topp" to follow/);
  expect(message({ "budget: 60": "budget: 0" })).toMatch(/"budget"/);
  expect(message({ "Rbot out 0 {bottom}": "Rbot out 0 1k" }, "divider.sp")).toMatch(
    /change nothing in the simulated circuits[\s\S]*bottom/,
  );
});

test("a problem's digest is that of what is simulated, wherever the files lie", () => {
  const elsewhere = { ...divider, "sub/divider.sp": divider["divider.sp"] };
  const moved = divider["problem.yaml"].replace("netlist: divider.sp", "netlist: sub/divider.sp");
  const { digest } = problemOf(divider);
  expect(problemOf({ ...elsewhere, "problem.yaml": moved }).digest).toBe(digest);
  expect(dividerWith({ "atMost: 300u": "atMost: 301u" }).digest).not.toBe(digest);
  expect(dividerWith({ "1n\n": "2n\n" }, {}, "divider.sp").digest).not.toBe(digest);
  expect(dividerWith({ "points: 5": "points: 6" }, {}, "bench.yaml").digest).not.toBe(digest);
});

test("ties, ratios, fixed values and parameters of devices set what they name", () => {
  const problem = dividerWith({
    "  bottom: { from: 100, to: 10k, step: 100, unit: Ω }\n":
      "tied:\n  bottom: { of: top, ratio: 2 }\nfixed: { cload.capacitance: 2n }\n",
  });
  expect(problem.space.dimensions).toBe(1);
  expect(problem.valuesOf([20])).toEqual({ "cload.capacitance": 2e-9, top: 1000, bottom: 2000 });
  expect(problem.netlist.withValues(problem.valuesOf([20]))).toContain("Cload out 0 2n");
});

test("sizes of pairs and lengths of mirrors follow, unless that is switched off", () => {
  const pair = `pair
.model nch nmos (level=1 vto=0.5 kp=200u)
.model pch pmos (level=1 vto=-0.5 kp=80u)
M1 a inp tail 0 nch w=10u l=1u
M2 out inn tail 0 nch w=10u l=1u
M3 a a vdd vdd pch w=5u l=1u
M4 out a vdd vdd pch w=5u l=1u
M5 tail bias 0 0 nch w=5u l=1u
M6 bias bias 0 0 nch w=5u l=1u
.end
`;
  const bench = `name: b
decks:
  main:
    devices: |
      Vdd vdd 0 1.8
      Vp inp 0 0.9
      Vn inn 0 0.9
      Ib vdd bias 10u
    analyses: { point: { kind: op, devices: true } }
measures:
  level: { measure: value, analysis: point, of: v(out) }
`;
  const text = (rules: string) => `name: pair
circuit: { netlist: pair.sp }
testbench: bench.yaml
variables:
  M1.w: { from: 1u, to: 20u, step: 1u }
  m2.w: { from: 1u, to: 20u, step: 1u }
  M3.w: { from: 1u, to: 20u, step: 1u }
  M5.m: { values: [1, 2, 4] }
specs:
  level: { atLeast: 0.5 }
${rules}`;
  const load = (rules = "") =>
    problemOf({ "pair.sp": pair, "bench.yaml": bench, "problem.yaml": text(rules) });
  const tied = load();
  expect(tied.space.variables.map(({ name }) => name)).toEqual(["M1.w", "M3.w", "M5.m"]);
  expect(tied.ties.map(({ name, of, rule }) => [name, of, rule])).toEqual([
    ["m2.w", "M1.w", "pair"],
    ["m4.w", "M3.w", "mirror"],
  ]);
  expect(tied.specs.filter(({ soft }) => soft).map(({ name }) => name)).toEqual(
    ["m1", "m2", "m3", "m4", "m5", "m6"].map((name) => `saturation of ${name}`),
  );
  expect(tied.notes.join("\n")).toMatch(
    /m2\.w follows m1\.w: a matched pair.*\n.*m4\.w follows m3\.w.*\n.*soft specs/,
  );
  expect(tied.netlist.withValues(tied.valuesOf([4, 1, 2]))).toContain("M2 out inn tail 0 nch w=5u l=1u");
  const fixed = load("fixed: { M4.w: 7u }\n");
  expect(fixed.ties.map(({ name }) => name)).toEqual(["m2.w"]);
  expect(fixed.netlist.withValues(fixed.valuesOf([4, 1, 2]))).toContain("M4 out a vdd vdd pch w=7u l=1u");
  const free = load("rules: { matched: false, saturation: false }\n");
  expect([free.ties, free.space.dimensions, free.specs.length, free.notes]).toEqual([[], 4, 1, []]);
});

test("the examples load, and their grids and specs are those of the paper where they say so", () => {
  const open = (name: string) => {
    const folder = resolve("examples/sizing");
    const read = (file: string) => ({ text: readFileSync(resolve(folder, file), "utf8"), file });
    return loadProblem(read(name).text, name, { read, files: nodeFiles([folder]) });
  };
  const opAmp = open("two-stage-opamp.yaml");
  expect(opAmp.space.size).toBe(99 ** 7 * 20);
  expect(open("two-stage-opamp-cc-only.yaml").space.size).toBe(99 ** 7);
  expect(opAmp.specs.map(({ name, low, high }) => [name, low ?? high])).toEqual([
    ["gain", 300],
    ["unityGainFrequency", 10e6],
    ["phaseMargin", 60],
    ["settlingTime", 90e-9],
    ["psrr", 50],
    ["cmrr", 50],
    ["offset", 1e-3],
    ["supplyCurrent", 0.2e-3],
  ]);
  expect(open("ldo.yaml").ties).toEqual([{ name: "rtop", of: "rbottom", ratio: 0.5 }]);
  expect(open("folded-cascode.yaml").space.dimensions).toBe(14);
  const cornered = open("two-stage-opamp-corners.yaml");
  expect([cornered.isRobust, cornered.corners.length]).toEqual([true, 11]);
  const circuitOf = (problem: typeof opAmp) => problem.corners[0]!.stages[0]![0]!.templates[0]!;
  const plain = (problem: typeof opAmp) => {
    const { devices, models } = circuitOf(problem);
    return [devices, models].map((all) => all.map(({ name, parameters }) => [name, parameters]));
  };
  expect(plain(cornered)).toEqual(plain(opAmp));
});

test("editors get a JSON Schema", () => {
  const { properties, required } = problemJsonSchema() as {
    properties: Record<string, { description?: string }>;
    required: string[];
  };
  expect(required).toEqual(["name", "circuit", "testbench", "variables", "specs"]);
  expect(properties.variables!.description).toMatch(/what may change/);
});
