import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { biasedOpAmp, type Circuit, opAmp } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { cardNumber, exactText } from "../../src/simulate/exact-numbers.js";
import { type Analysis, openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { simulators } from "./circuits.js";

const power = (exponent: number) => Number(`1e${exponent}`);

test("an exact text is a quotient of whole numbers that equals the number", () => {
  const values = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(values, (value) => {
      const [first = 0, ...divisors] = exactText(value)!.split("/").map(Number);
      expect(divisors.reduce((quotient, divisor) => quotient / divisor, first)).toBe(value + 0);
    }),
  );
  expect(exactText(0.75)).toBe("3/4");
  expect(exactText(Number.NaN)).toBeUndefined();
  expect(exactText(2 ** 60)).toBeUndefined();
});

test("a card's number is its digits times a power of ten", () => {
  expect(cardNumber(-12, power)).toBe(-12);
  expect(cardNumber(0.125, power)).toBe(125 * 1e-3);
  expect(cardNumber(6.356679313867855e-12, power)).toBe(6356679313867855 * 1e-27);
  expect(cardNumber(1e21, power)).toBe(1e21);
  expect(cardNumber(1e-9, () => undefined)).toBeUndefined();
});

describe.each(simulators)("the %s simulator", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1, timeoutSeconds: 20 });
  });
  afterAll(() => pool.close());

  test("gives each circuit of a batch the bits that it has alone", async () => {
    const ac = { kind: "ac", variation: "dec", points: 1, startHz: 1, stopHz: 1e9 } as const;
    const analyses: Analysis[] = [
      { kind: "op", devices: true },
      { ...ac, stimulus: [{ source: "vin1", magnitude: 1 }] },
      { ...ac, stimulus: [{ source: "vin2", magnitude: 1 }] },
    ];
    const stream = new RandomStream(7, "test/exact-numbers");
    const circuits = Array.from({ length: 12 }, (_, i) => randomAmplifier(stream, i % 3 === 2));
    const together = await run(pool, circuits, analyses);
    for (const [i, circuit] of circuits.entries()) {
      expect(await run(pool, [circuit], analyses), `circuit ${i}`).toEqual([together[i]]);
    }
  });

  test("loses nothing by a circuit of a batch that fails", async () => {
    const stream = new RandomStream(8, "test/exact-numbers");
    const circuits = Array.from({ length: 8 }, () => randomAmplifier(stream, false));
    circuits[1] = opAmp.build([20, 20, 60, 20, 10, 30, 3e-12, 1e-11, 500, 3e-5, 0, 50, 0.6, 0.6]);
    const together = await run(pool, circuits, [{ kind: "op" }]);
    expect(together[1]).toMatchObject([{ status: "failed", reason: "SIMULATION_NO_CONVERGENCE" }]);
    for (const i of [2, 3]) expect(await run(pool, [circuits[i]!], [{ kind: "op" }])).toEqual([together[i]]);
  });
});

/** With numbers of all their digits. */
function randomAmplifier(stream: RandomStream, isBiased: boolean): Circuit {
  const values = [
    ...Array.from({ length: 6 }, () => stream.integer(1, 100)),
    ...[1e-11, 1e-11, 900, 5e-5].map((largest) => largest * stream.uniform()),
    ...[stream.uniform(0, 0.1), stream.uniform(1, 1.2), stream.uniform(0.5, 0.7), stream.uniform(0.5, 0.7)],
  ];
  return isBiased ? biasedOpAmp.build([...values, stream.uniform(0.3, 0.5)]) : opAmp.build(values);
}

async function run(pool: SimulationPool, circuits: readonly Circuit[], analyses: readonly Analysis[]) {
  const all: unknown[] = [];
  const jobs = circuits.map((circuit) => ({ circuit, analyses }));
  for await (const { index, result } of pool.analyse(jobs)) {
    all[index] = result.status === "ok" ? result.value : result.reason;
  }
  return all;
}
