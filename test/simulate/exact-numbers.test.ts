import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { biasedOpAmp, type Circuit, opAmp } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { cardNumber, exactText } from "../../src/simulate/exact-numbers.js";
import { type Analysis, openSimulator, type SimulationPool } from "../../src/simulate/index.js";
import { simulators, sourceLoop } from "./circuits.js";

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
  test("gives each circuit of a batch the bits that it has alone", async () => {
    const pool = await openSimulator({ simulator, workers: 1, timeoutSeconds: 20 });
    const ac = { kind: "ac", variation: "dec", points: 1, startHz: 1, stopHz: 1e9 } as const;
    const analyses: Analysis[] = [
      { kind: "op", devices: true },
      { ...ac, stimulus: [{ source: "vin1", magnitude: 1 }] },
      { ...ac, stimulus: [{ source: "vin2", magnitude: 1 }] },
    ];
    const stream = new RandomStream(7, "test/exact-numbers");
    const random = () => stream.uniform();
    const fingers = () => stream.integer(1, 100);
    const values = () => [
      ...Array.from({ length: 6 }, fingers),
      ...[1e-11 * random(), 1e-11 * random(), 900 * random(), 5e-5 * random()],
      ...[0.1 * random(), 1 + 0.2 * random(), 0.5 + 0.2 * random(), 0.5 + 0.2 * random()],
    ];
    const circuits = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 2 ? biasedOpAmp.build([...values(), 0.3 + 0.2 * random()]) : opAmp.build(values()),
    );
    const together = await run(pool, [...circuits, sourceLoop()], analyses);
    for (const [i, circuit] of circuits.entries()) {
      expect(await run(pool, [circuit], analyses), `circuit ${i}`).toEqual([together[i]]);
    }
    await pool.close();
  });
});

async function run(pool: SimulationPool, circuits: readonly Circuit[], analyses: readonly Analysis[]) {
  const all: unknown[] = [];
  const jobs = circuits.map((circuit) => {
    const isAmplifier = circuit.devices.some(({ name }) => name === "vin1");
    return { circuit, analyses: isAmplifier ? analyses : analyses.slice(0, 1) };
  });
  for await (const { index, result } of pool.analyse(jobs)) {
    all[index] = result.status === "ok" ? result.value : result.reason;
  }
  return all;
}
