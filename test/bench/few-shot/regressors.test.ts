import { describe, expect, it } from "vitest";
import { boostedTrees } from "../../../src/bench/few-shot/boosted-trees.js";
import { monomialCount, monomials } from "../../../src/bench/few-shot/columns.js";
import { type Examples, type Matrix, matrixOf, type Regressor } from "../../../src/bench/few-shot/matrix.js";
import { Mlp } from "../../../src/bench/few-shot/mlp.js";
import { nearestNeighbours } from "../../../src/bench/few-shot/nearest.js";
import { ridge, solvePositiveDefinite } from "../../../src/bench/few-shot/ridge.js";
import { RandomStream } from "../../../src/core/index.js";

/** Examples of a function of three uniform parameters. */
function examplesOf(f: (x: number[]) => number[], rows: number, name: string): Examples {
  const random = new RandomStream(1, name);
  const inputs = Array.from({ length: rows }, () => [0, 1, 2].map(() => random.uniform(0.1, 1)));
  return { inputs: matrixOf(inputs), targets: matrixOf(inputs.map(f)) };
}

/** The share of the variance of fresh targets that a regressor explains. */
async function skill(f: (x: number[]) => number[], predict: Regressor): Promise<number> {
  const { inputs, targets } = examplesOf(f, 200, "fresh");
  const found = await predict(inputs);
  expect(found).toMatchObject({ rows: 200, columns: targets.columns });
  const mean = targets.data.reduce((a, b) => a + b, 0) / targets.data.length;
  const residual = targets.data.reduce((sum, y, i) => sum + (y - found.data[i]!) ** 2, 0);
  return 1 - residual / targets.data.reduce((sum, y) => sum + (y - mean) ** 2, 0);
}

const learned = (f: (x: number[]) => number[]) =>
  [examplesOf(f, 160, "fit"), examplesOf(f, 40, "held")] as const;

const product = ([a, b, c]: number[]) => [a! * b! - c!];
const step = ([a, b]: number[]) => [a! > 0.5 ? 1 : b! > 0.5 ? 0.3 : 0];
const pair = ([a, b, c]: number[]) => [a! + 10 * b!, 3 - c!];

describe("ridge regression", () => {
  it("finds a polynomial exactly, and several targets at once", async () => {
    expect(await skill(product, ridge(...learned(product)))).toBeGreaterThan(0.999999);
    expect(await skill(pair, ridge(...learned(pair)))).toBeGreaterThan(0.999999);
  });

  it("takes logarithms where they fit better", async () => {
    const law = ([a, b, c]: number[]) => [2 * Math.log10(a!) - Math.log10(b!) + 0.5 * Math.log10(c!)];
    expect(await skill(law, ridge(...learned(law)))).toBeGreaterThan(0.999999);
  });

  it("is not led astray by constant parameters and few examples", async () => {
    const fit = {
      inputs: matrixOf([
        [1, 5],
        [2, 5],
        [3, 5],
      ]),
      targets: matrixOf([[1], [2], [3]]),
    };
    const held = { inputs: matrixOf([[4, 5]]), targets: matrixOf([[4]]) };
    const { data } = await ridge(fit, held)(matrixOf([[2.5, 5]]));
    expect(data[0]).toBeCloseTo(2.5, 2);
  });

  it("solves by Cholesky's factors", () => {
    const solution = solvePositiveDefinite(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 8), 2, 1);
    expect(Array.from(solution)).toEqual([expect.closeTo(1.75), expect.closeTo(1.5)]);
  });

  it("counts the products that it makes", () => {
    const x = matrixOf([[2, 3, 5]]);
    expect(Array.from(monomials(x, 2).data)).toEqual([2, 3, 5, 4, 6, 10, 9, 15, 25]);
    for (const degree of [1, 2, 3, 4]) {
      expect(monomials(x, degree).columns).toBe(monomialCount(3, degree));
    }
  });
});

describe("nearest neighbours", () => {
  it("give an example that is asked for itself, and something between others", async () => {
    const [fit, held] = learned(pair);
    const predict = nearestNeighbours(fit, held);
    const { data } = (await predict(fit.inputs)) as Matrix;
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(fit.targets.data[i]!, 4);
    });
    expect(await skill(product, nearestNeighbours(...learned(product)))).toBeGreaterThan(0.8);
  });
});

describe("boosted trees", () => {
  it("find steps, and several targets", async () => {
    expect(await skill(step, boostedTrees(...learned(step)))).toBeGreaterThan(0.9);
    expect(await skill(pair, boostedTrees(...learned(pair)))).toBeGreaterThan(0.95);
  });

  it("predict the mean of examples that tell them nothing", async () => {
    const constant = () => [3];
    const predict = boostedTrees(...learned(constant));
    expect((await predict(matrixOf([[0, 0, 0]]))).data[0]).toBeCloseTo(3);
  });
});

describe("the multilayer perceptron", () => {
  it("learns, the same from one seed", async () => {
    const mlp = new Mlp({ steps: 300 });
    const examples = learned(product);
    const predict = await mlp.learn(...examples, 1);
    expect(await skill(product, predict)).toBeGreaterThan(0.9);
    const again = await mlp.learn(...examples, 1);
    const asked = examples[1].inputs;
    expect((await again(asked)).data).toEqual((await predict(asked)).data);
    await mlp.release();
  });
});
