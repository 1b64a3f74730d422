import { describe, expect, it } from "vitest";
import { intrinsicMetrics } from "../../../src/train/index.js";

/** Unit vectors of the plane at these angles, in degrees. */
const at = (...degrees: number[]) =>
  Float32Array.from(degrees.flatMap((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)]));
const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

describe("the intrinsic test", () => {
  it("takes pairs apart as the paper does", () => {
    // Two positives and a negative of circuit 1, two positives of circuit 2.
    const found = intrinsicMetrics(at(0, 10, 30, 90, 100), Int32Array.of(1, 1, -1, 2, 2));
    expect(found.graphs).toBe(5);
    expect(found.positiveSimilarity).toBeCloseTo(cos(10), 5);
    expect(found.positiveDeviation).toBeCloseTo(0, 3);
    expect(found.negativeSimilarity).toBeCloseTo((cos(30) + cos(20)) / 2, 5);
    const other = [90, 100, 80, 90, 60, 70].map(cos).reduce((a, b) => a + b) / 6;
    expect(found.otherSimilarity).toBeCloseTo(other, 5);
    expect(found.gap).toBeCloseTo(cos(10) - other, 5);
    expect(found.alignment).toBeCloseTo(2 - 2 * cos(10), 5);
    const potentials = [10, 90, 100, 80, 90, 10].map((angle) => Math.exp(-4 * (1 - cos(angle))));
    expect(found.uniformity).toBeCloseTo(Math.log(potentials.reduce((a, b) => a + b) / 6), 5);
    expect(found).toMatchObject({ precision: 1, meanAveragePrecision: 1, precisionAmongNegatives: 1 });
  });

  it("counts what is found first, and ties against it", () => {
    // Seen from 0 degrees: another circuit at 5, then its own at 20 and 40, with a negative at 30.
    const angles = [0, 20, 40, 5, 30];
    const labels = Int32Array.of(1, 1, 1, 2, -1);
    const { precision, meanAveragePrecision, precisionAmongNegatives } = intrinsicMetrics(
      at(...angles),
      labels,
    );
    // Queries at 0: other first; at 20: other (15 degrees) before own (20, 20); at 40: own, other (35 degrees), own.
    expect(precision).toBeCloseTo(1 / 3, 9);
    expect(meanAveragePrecision).toBeCloseTo(
      ((1 / 2 + 2 / 3) / 2 + (1 / 2 + 2 / 3) / 2 + (1 + 2 / 3) / 2) / 3,
      9,
    );
    expect(precisionAmongNegatives).toBe(0);
    const tied = intrinsicMetrics(at(0, 0, 0), Int32Array.of(1, 1, 2));
    expect(tied).toMatchObject({ precision: 0, meanAveragePrecision: 0.5 });
  });
});
