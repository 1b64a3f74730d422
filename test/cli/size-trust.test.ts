import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../src/cli/index.js";
import { expectWellFormed } from "../report/markup.js";
import { captureContext } from "./helpers.js";

/** A pair under a servo, whose offset is its mismatch; in a corner its current leaves the spec. */
const files = {
  "pair.sp": `a pair
.param half=2 tail=20u
.model square nmos level=1 vto=0.4 kp=200u
m1 d1 inp tail 0 square w=2u l=0.5u m={half}
m2 d2 inn tail 0 square w=2u l=0.5u m={half}
itail tail 0 {tail}
r1 vdd d1 5k
r2 vdd d2 5k
bservo inn 0 v={1.2-1e5*(v(d1)-v(d2))}
.end
`,
  "bench.yaml": `name: pair
decks:
  main:
    devices: "vdd vdd 0 2\\nvinp inp 0 1.2"
    analyses: { point: { kind: op } }
measures:
  offset: { measure: offset, analysis: point, of: v(inn), input: v(inp) }
  current: { measure: supply-current, analysis: point, sources: [vdd] }
corners:
  - { name: strong, parameters: { tail: 90u } }
`,
  "problem.yaml": `name: pair
circuit: { netlist: pair.sp }
testbench: bench.yaml
variables: { half: { from: 1, to: 8, integer: true } }
specs:
  offset: { atMost: 2m, read: magnitude }
  current: { atMost: 50u }
mismatch: { avtMillivoltMicron: 5 }
search: random
batch: 1
`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-trust-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd: folder });
  const exitCode = await main(["size", ...args, "--workers", "1"], context);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}
const written = (name: string) => readFileSync(join(folder, "run", name), "utf8");

test("a sized design is verified in all corners, with its sensitivity and the yield that was asked for", async () => {
  const { exitCode, stdout, stderr } = await run("problem.yaml", "--out", "run", "--yield", "40");
  expect([stderr, exitCode]).toEqual(["", 0]);
  expect(stdout).toMatch(
    /Corners: specs are MISSED in 1 of 2: strong\.\n.*\n.*\n +current +strong +90 µA +-40 µA +MISSED/,
  );
  expect(stdout).toMatch(/Sensitivity: .*\n +spec +first +second\n +offset +half/);
  expect(stdout).toMatch(
    /Yield: \d+ of 40 samples meet every spec, [\d.]+ % \(95 % interval [\d.]+ % to [\d.]+ %\)/,
  );
  expect(stdout).toMatch(/^of the final design besides: corners 2 op; sensitivity \d op; yield 40 op$/m);
  const result = JSON.parse(written("result.json"));
  expect(result.verify).toMatchObject({ met: false, worst: { current: "strong" } });
  expect(result.sensitivity[0]).toMatchObject({
    variable: "half",
    specs: [{ name: "offset" }, { name: "current" }],
  });
  expect(result.yield).toMatchObject({ samples: 40, failed: 0, mismatch: { avtMillivoltMicron: 5 } });
  expect(result.ledger).toMatchObject({
    designs: 1,
    verify: { runs: { op: 2 } },
    yield: { runs: { op: 40 } },
  });
  expect(result.accepted).toMatchObject([{ index: 0, phase: "initial", specs: [{ name: "offset" }, {}] }]);
  for (const name of ["sensitivity.svg", "yield-1.svg", "yield-2.svg"]) expectWellFormed(written(name));
  const report = written("report.md");
  for (const title of ["Outcome", "Corners", "Sensitivity", "Yield", "What let the designs through"]) {
    expect(report).toContain(`\n## ${title}\n`);
    expect(written("report.html")).toContain(`<h2>${title}</h2>`);
  }
});

test("a resumed run keeps its samples, adds those that are missing, and looks only where it is told", async () => {
  const again = await run("--resume", "run", "--json", "--no-sensitivity");
  const before = JSON.parse(again.stdout);
  expect(before.yield.samples).toBe(40);
  expect(before.sensitivity).toBeUndefined();
  expect(written("yield.jsonl").trim().split("\n")).toHaveLength(40);
  const more = JSON.parse((await run("--resume", "run", "--yield", "50", "--json")).stdout);
  expect(more.yield.samples).toBe(50);
  expect(written("yield.jsonl").trim().split("\n")).toHaveLength(50);
});
