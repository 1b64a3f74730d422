import { memoryFiles } from "../../src/netlist/index.js";
import { loadProblem, type Problem, type ProblemOverrides } from "../../src/size/index.js";

/** A divider with a capacitor: quick to simulate, and each spec has a formula. */
export const divider = {
  "divider.sp": `a loaded divider
.param top=1k bottom=1k ; ohms
Rtop in out {top}
Rbot out 0 {bottom}
Cload out 0 1n
.end
`,
  "bench.yaml": `name: divider
supplies: [vin]
decks:
  main:
    devices: "Vin in 0 dc 1 pulse(0 1 0 1n 1n 1)"
    analyses:
      point: { kind: op }
      response: { kind: ac, points: 5, startHz: 1, stopHz: 100meg, stimulus: { vin: 1 } }
      step: { kind: tran, stepSeconds: 20n, stopSeconds: 20u }
measures:
  level: { measure: value, analysis: point, of: v(out) }
  current: { measure: supply-current, analysis: point, sources: [vin] }
  bandwidth: { measure: bandwidth, analysis: response, of: v(out) }
  settling: { measure: settling-time, analysis: step, of: v(out) }
corners:
  - { name: typical }
  - { name: high, supply: 1.1 }
`,
  "problem.yaml": `name: divider
circuit: { netlist: divider.sp }
testbench: bench.yaml
variables:
  top: { from: 100, to: 10k, scale: log, points: 41, unit: Ω }
  bottom: { from: 100, to: 10k, step: 100, unit: Ω }
specs:
  level: { between: [0.45, 0.55] }
  current: { atMost: 300u }
  bandwidth: { atLeast: 60k }
  settling: { atMost: 10u }
budget: 60
`,
};

/** Loads a problem from texts by file name; `changes` replaces parts of the problem file. */
export function problemOf(
  files: Readonly<Record<string, string>>,
  overrides: ProblemOverrides = {},
  file = "problem.yaml",
): Problem {
  return loadProblem(
    files[file]!,
    file,
    { read: (name) => ({ text: files[name]!, file: name }), files: memoryFiles({}) },
    overrides,
  );
}

/** The divider with parts of its problem file replaced. */
export function dividerWith(
  changes: Readonly<Record<string, string>>,
  overrides: ProblemOverrides = {},
  file: keyof typeof divider = "problem.yaml",
): Problem {
  const changed = Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the file has no ${from}`);
    return text.replace(from, to);
  }, divider[file]);
  return problemOf({ ...divider, [file]: changed }, overrides);
}
