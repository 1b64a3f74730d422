import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readNetlist } from "../../src/netlist/index.js";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { mismatched, simulateSamples, wilson, yieldOf } from "../../src/size/index.js";
import { divider, problemOf } from "./problems.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ workers: 2 });
});
afterAll(() => pool.close());

const bsim4 = readFileSync("examples/sizing/mos-45nm.sp", "utf8");
const square = ".model nmos45 nmos level=1 vto=0.4 kp=200u\n";

/** A differential pair of 4 µm by 0.5 µm in two fingers; a servo finds the input at which both sides carry the same current. */
const pair = (models: string) => `a pair
.param half=2
${models}
m1 d1 inp tail 0 nmos45 w=2u l=0.5u m={half}
m2 d2 inn tail 0 nmos45 w=2u l=0.5u m={half}
itail tail 0 100u
r1 vdd d1 5k
r2 vdd d2 5k
eservo inn 0 d2 d1 1e5
.end
`;

function pairProblem(models: string, mismatch: string) {
  return problemOf({
    "pair.sp": pair(models).replace("eservo inn 0 d2 d1 1e5", "bservo inn 0 v={1.2-1e5*(v(d1)-v(d2))}"),
    "bench.yaml": `name: pair
decks:
  main:
    devices: "vdd vdd 0 2\\nvinp inp 0 1.2"
    analyses: { point: { kind: op } }
measures:
  offset: { measure: offset, analysis: point, of: v(inn), input: v(inp) }
`,
    "problem.yaml": `name: pair
circuit: { netlist: pair.sp }
testbench: bench.yaml
variables: { half: { from: 1, to: 4, integer: true } }
specs: { offset: { atMost: 2m, read: magnitude } }
mismatch: ${mismatch}
seed: 1
`,
  });
}

const count = 300;
async function sigmaOf(models: string, mismatch: string) {
  const problem = pairProblem(models, mismatch);
  const samples = await simulateSamples(problem, pool, problem.valuesOf([1]), count);
  const result = yieldOf(problem, samples);
  expect(result.failed).toBe(0);
  return result.specs[0]!;
}

/** Standard errors of a standard deviation of `count` samples, as a part of it. */
const error = 1 / Math.sqrt(2 * (count - 1));
const rootArea = Math.sqrt(4 * 0.5);

test.each([
  ["BSIM4", bsim4],
  ["a square law", square],
])("the offset of a pair has the closed form's deviation: %s", async (_, models) => {
  const { sigma, mean, met } = await sigmaOf(models, "{ avtMillivoltMicron: 3, abetaPercentMicron: 0 }");
  const expected = 3e-3 / rootArea;
  expect(Math.abs(sigma! / expected - 1)).toBeLessThan(3 * error);
  expect(Math.abs(mean!)).toBeLessThan((3 * expected) / Math.sqrt(count));
  // The share within 2 mV of a normal offset: erf(2 mV / (√2 σ)) = 0.654.
  expect(met.low).toBeLessThan(0.654);
  expect(met.high).toBeGreaterThan(0.654);
});

test("current factors give a pair the offset of half its overdrive", async () => {
  const { sigma } = await sigmaOf(square, "{ avtMillivoltMicron: 0, abetaPercentMicron: 4 }");
  const overdrive = Math.sqrt((2 * 50e-6) / (200e-6 * (4 / 0.5)));
  expect(Math.abs(sigma! / ((overdrive / 2) * (0.04 / rootArea)) - 1)).toBeLessThan(3 * error);
});

test("a sample is one chip: the same of every circuit, whatever else is in it, and of every number of samples", async () => {
  const rule = { avtMillivoltMicron: 3, abetaPercentMicron: 1, models: {} };
  const { circuit } = readNetlist(pair(bsim4));
  const smaller = readNetlist(pair(bsim4).replace(/^m1.*$/m, "")).circuit;
  const of = (from: typeof circuit, sample: number) =>
    mismatched(from, rule, 7, sample)
      .devices.filter(({ name }) => name.startsWith("m2"))
      .map(({ parameters }) => parameters);
  expect(of(circuit, 3)).toHaveLength(2);
  expect(of(circuit, 3)).toEqual(of(smaller, 3));
  expect(of(circuit, 3)).not.toEqual(of(circuit, 4));
  const problem = pairProblem(square, "{}");
  const values = problem.valuesOf([1]);
  const few = await simulateSamples(problem, pool, values, 3);
  const known = new Map(few.slice(0, 2).map((one) => [one.sample, one]));
  const fresh: number[] = [];
  const more = await simulateSamples(problem, pool, values, 5, {
    known,
    onSample: async ({ sample }) => void fresh.push(sample),
  });
  expect(fresh).toEqual([2, 3, 4]);
  expect(more.slice(0, 3).map(({ measured }) => measured)).toEqual(few.map(({ measured }) => measured));
});

test("a model may have coefficients of its own, and sizes must be there", () => {
  const rule = {
    avtMillivoltMicron: 3,
    abetaPercentMicron: 1,
    models: { NMOS45: { avtMillivoltMicron: 0 } },
  };
  const { devices } = mismatched(readNetlist(pair(bsim4)).circuit, rule, 1, 0);
  const [m1, source] = ["m1", "m1.mismatch"].map((name) => devices.find((device) => device.name === name)!);
  expect(source!.parameters.dc).toBe(0);
  expect(m1!.parameters.m).not.toBe(2);
  const without = readNetlist(pair(bsim4).replace("w=2u", "")).circuit;
  expect(() => mismatched(without, rule, 1, 0)).toThrowError(/m1 has no width and length/);
});

test("a model that mismatch names has to be there", () => {
  expect(() => pairProblem(square, "{ models: { nmos54: {} } }")).toThrowError(
    /SIZE_UNKNOWN_MODEL|has the model nmos54/,
  );
});

test("where no transistor can be off there is no yield", async () => {
  const problem = problemOf(divider);
  await expect(simulateSamples(problem, pool, problem.valuesOf([30, 31]), 2)).rejects.toThrowError(
    /no circuit of the problem has a MOS transistor/,
  );
});

test("Wilson's interval of a share", () => {
  const { low, high } = wilson(9, 10);
  expect(low).toBeCloseTo(0.5958, 4);
  expect(high).toBeCloseTo(0.9821, 4);
  expect(wilson(400, 400)).toMatchObject({ share: 1, high: 1 });
  expect(wilson(0, 20).low).toBe(0);
});
