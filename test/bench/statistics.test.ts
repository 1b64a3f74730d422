import { expect, it } from "vitest";
import { estimate, halfWidth95, secondsAtSteps, trainingSeconds } from "../../src/bench/index.js";

it("estimates a mean with its standard error", () => {
  const { mean, standardError } = estimate([1, 2, 3]);
  expect(mean).toBe(2);
  expect(standardError).toBeCloseTo(1 / Math.sqrt(3), 12);
  expect(estimate([0.4])).toEqual({ mean: 0.4, values: [0.4] });
});

it("knows how far from the truth a mean may be", () => {
  expect(halfWidth95(estimate([1, 2, 3]))).toBeCloseTo(4.303 / Math.sqrt(3), 3);
  expect(halfWidth95(estimate([0.4]))).toBeUndefined();
  expect(halfWidth95(estimate([0.4, 0.4]))).toBe(0);
});

it("counts the seconds of training without the pause before a resumption", () => {
  const at = (seconds: number, event: string, step = 0) => ({
    time: new Date(1000 * seconds).toISOString(),
    event,
    step,
  });
  const journal = [
    at(0, "started"),
    at(10, "validated", 100),
    at(12, "interrupted", 110),
    at(500, "resumed", 110),
    at(507, "validated", 200),
    at(508, "finished", 200),
  ];
  expect(trainingSeconds(journal)).toBe(20);
  expect([...secondsAtSteps(journal)]).toEqual([
    [100, 10],
    [200, 19],
  ]);
  expect(trainingSeconds([])).toBe(0);
});
