import { describe, expect, it } from "vitest";
import { tSne } from "../../src/bench/dice/map/t-sne.js";
import { RandomStream } from "../../src/core/index.js";

/** Two clouds of 20 points in three dimensions, far from each other. */
function clouds(): Float64Array {
  const random = new RandomStream(1, "clouds");
  const at = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 3 }, () => random.normal() + (i < 20 ? 0 : 30)),
  );
  return Float64Array.from(
    at.flatMap((a) => at.map((b) => a.reduce((sum, x, c) => sum + (x - b[c]!) ** 2, 0))),
  );
}

describe("tSne", () => {
  it("keeps clouds apart that are apart", () => {
    const points = tSne(clouds(), { perplexity: 8, iterations: 200 });
    const distance = (i: number, j: number) =>
      Math.hypot(points[i]![0] - points[j]![0], points[i]![1] - points[j]![1]);
    const nearest = points.map((_, i) =>
      points
        .map((_, j) => j)
        .reduce((best, j) => (j !== i && (best === i || distance(i, j) < distance(i, best)) ? j : best), i),
    );
    expect(nearest.every((j, i) => i < 20 === j < 20)).toBe(true);
  });

  it("is the same for the same seed", () => {
    const options = { iterations: 20, seed: 3 };
    expect(tSne(clouds(), options)).toEqual(tSne(clouds(), options));
  });

  it("takes as few as two rows", () => {
    const points = tSne(Float64Array.from([0, 1, 1, 0]), { iterations: 10 });
    expect(points.flat().every(Number.isFinite)).toBe(true);
  });
});
