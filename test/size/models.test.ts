import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/index.js";
import { skipped } from "../../src/size/evaluate/evaluation.js";
import { cholesky, dot, forward } from "../../src/size/search/model/cholesky.js";
import { GaussianProcess } from "../../src/size/search/model/gaussian-process.js";
import { type Likeness, LinearMatern } from "../../src/size/search/model/linear-matern.js";
import { MlpEnsemble } from "../../src/size/search/model/mlp-ensemble.js";
import { SpecProcesses, type StoredProcesses } from "../../src/size/search/model/spec-processes.js";
import type { Told } from "../../src/size/search/search.js";
import { SobolSequence } from "../../src/size/search/sobol-sequence.js";

test("every dimension of a Sobol sequence fills equal intervals equally, and pairs of the first ones boxes", () => {
  const sequence = new SobolSequence(21, 3);
  const points = Array.from({ length: 256 }, (_, i) => sequence.point(i));
  for (let k = 0; k < 21; k++) {
    expect(new Set(points.map((point) => Math.floor(256 * point[k]!))).size).toBe(256);
  }
  // The first two dimensions are a (0, 2)-sequence: each box of 1/16 by 1/16 has one point.
  expect(new Set(points.map(([x, y]) => 16 * Math.floor(16 * x!) + Math.floor(16 * y!))).size).toBe(256);
  expect(new SobolSequence(30, 1).point(5).every((x) => x >= 0 && x < 1)).toBe(true);
});

test("a Gaussian process learns a smooth function and which dimension is idle, and knows where it does not know", () => {
  const stream = new RandomStream(1, "test/gp");
  const points = Array.from({ length: 60 }, () =>
    Float64Array.from([stream.uniform(), stream.uniform(0, 0.5)]),
  );
  const f = ([x]: Float64Array) => 5 + 3 * Math.sin(5 * x!);
  const model = GaussianProcess.fit(points, Float64Array.from(points, f), { steps: 60 });
  const tests = Array.from({ length: 20 }, (_, i) => Float64Array.from([0.05 + i / 22, 0.25]));
  const { mean, deviation } = model.predict(tests);
  tests.forEach((point, i) => {
    expect(Math.abs(mean[i]! - f(point))).toBeLessThan(0.1);
    expect(deviation[i]!).toBeLessThan(0.3);
  });
  expect(model.lengths[1]! / model.lengths[0]!).toBeGreaterThan(3);
  const far = model.predict([Float64Array.from([3, 0.25])]);
  expect(far.deviation[0]!).toBeGreaterThan(10 * Math.max(...deviation));
});

test("a factor times its transpose is the matrix, and many right sides are solved as one alone", () => {
  const stream = new RandomStream(3, "test/cholesky");
  for (const n of [1, 2, 5, 23]) {
    const half = Float64Array.from({ length: n * n }, () => stream.normal());
    const rowOf = (of: Float64Array, i: number) => of.subarray(i * n, (i + 1) * n);
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) matrix[i * n + j] = dot(rowOf(half, i), rowOf(half, j)) + Number(i === j);
    }
    const factor = cholesky(matrix.slice(), n);
    const lower = (i: number) => Float64Array.from(rowOf(factor, i), (x, j) => (j <= i ? x : 0));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) expect(dot(lower(i), lower(j))).toBeCloseTo(matrix[i * n + j]!, 9);
    }
    const rows = Float64Array.from({ length: 39 * n }, () => stream.normal());
    const solved = forward(factor, rows.slice(), n);
    for (let row = 0; row < 39; row++) {
      const one = rowOf(solved, row);
      expect(forward(factor, rowOf(rows, row).slice(), n)).toEqual(one.slice());
      for (let i = 0; i < n; i++) expect(dot(lower(i), one)).toBeCloseTo(rows[row * n + i]!, 9);
    }
  }
});

test("an ensemble learns a function, its members differ away from the data, and its stored weights are the same", async () => {
  const stream = new RandomStream(2, "test/ensemble");
  const shape = { members: 4, inputs: 2, hidden: 24, outputs: 1 };
  const inputs = Float32Array.from({ length: 200 }, () => stream.uniform(-1, 1));
  const targets = Float32Array.from({ length: 100 }, (_, i) => inputs[2 * i]! * inputs[2 * i + 1]!);
  const ensemble = await MlpEnsemble.open(shape, 7);
  await ensemble.train({ rows: 100, inputs, targets }, 300);
  const found = await ensemble.predict(100, inputs);
  let squares = 0;
  for (let member = 0; member < 4; member++) {
    for (let row = 0; row < 100; row++) squares += (found[member * 100 + row]! - targets[row]!) ** 2 / 400;
  }
  expect(Math.sqrt(squares)).toBeLessThan(0.1);
  const far = await ensemble.predict(1, Float32Array.of(5, -5));
  expect(Math.max(...far) - Math.min(...far)).toBeGreaterThan(0.2);
  const copy = await MlpEnsemble.open(shape, 8, JSON.parse(JSON.stringify(ensemble.store())));
  expect(await copy.predict(1, Float32Array.of(0.3, 0.4))).toEqual(
    await ensemble.predict(1, Float32Array.of(0.3, 0.4)),
  );
  await Promise.all([ensemble.release(), copy.release()]);
});

test("a process for each spec learns sums of many numbers from few designs, and leaves alone what was never simulated", () => {
  const specs = ["low", "high", "never"].map((name) => {
    return { ...{ name, measure: name, unit: "" }, low: 0, read: "value", weight: 1, soft: false } as const;
  });
  const width = 12;
  const stream = new RandomStream(4, "test/processes");
  const rows = (count: number) => Float32Array.from({ length: count * width }, () => stream.normal());
  const value = (inputs: Float32Array, row: number) => inputs[row * width]! - 2 * inputs[row * width + 3]!;
  const inputs = rows(24);
  const designs = Array.from({ length: 24 }, (_, row): Told => {
    const found = [value(inputs, row), -value(inputs, row)].map((value) => ({ value, penalty: 0 }));
    const outcome = { cost: 1, feasible: false, failed: false, runs: {}, seconds: 0 };
    return {
      design: [row],
      phase: "initial",
      specs: [...found, { penalty: 1, reason: skipped }],
      ...outcome,
    };
  });
  const learn = (stored?: StoredProcesses) => {
    const processes = new SpecProcesses(specs, width, stored);
    processes.train(designs, inputs, new RandomStream(5, "test/processes"));
    return processes;
  };
  const processes = learn();
  const others = rows(40);
  const beliefs = processes.beliefs(others);
  let right = 0;
  beliefs.forEach((belief, row) => {
    expect(belief.map(({ spec }) => spec)).toEqual(["low", "high"]);
    if (belief[0]!.meets! > 0.5 === value(others, row) > 0) right++;
  });
  expect(right).toBeGreaterThan(35);
  expect(processes.costs(others)).toHaveLength(processes.draws);
  const again = learn(JSON.parse(JSON.stringify(processes.store())));
  expect(again.beliefs(others)[0]).toHaveLength(2);
});

test("processes say the same in any unit, and are sound for equal values, equal points and one alone", () => {
  const stream = new RandomStream(6, "test/units");
  const points = Array.from({ length: 30 }, () => Float64Array.from([stream.uniform(), stream.uniform()]));
  const likeness = (point: Float64Array, others: readonly Float64Array[]): Likeness => ({
    products: Float64Array.from(others, (other) => (point[0]! * other[0]! + point[1]! * other[1]!) / 2),
    squares: Float64Array.from(
      others,
      (other) => ((point[0]! - other[0]!) ** 2 + (point[1]! - other[1]!) ** 2) / 2,
    ),
  });
  const place = Float64Array.of(0.3, 0.6);
  const both = (of: readonly Float64Array[], observe: (point: Float64Array) => number) => {
    const values = Float64Array.from(of, observe);
    const linear = LinearMatern.fit(
      of.map((point) => likeness(point, of)),
      values,
    );
    const said = [
      linear.at([likeness(place, of)], Float64Array.of(0.225)),
      GaussianProcess.fit(of, values).predict([place]),
    ];
    return said.map(({ mean, deviation }) => ({ mean: mean[0]!, deviation: deviation[0]! }));
  };
  const f = ([x, y]: Float64Array) => Math.sin(4 * x!) + y!;
  const volts = both(points, f);
  // As picoseconds and femtofarads are.
  const tiny = both(points, (point) => 1e-12 * f(point));
  for (const [i, { mean, deviation }] of tiny.entries()) {
    expect(mean / 1e-12).toBeCloseTo(volts[i]!.mean, 6);
    expect(deviation / 1e-12).toBeCloseTo(volts[i]!.deviation, 6);
    expect(deviation).toBeLessThan(1e-12);
  }
  for (const some of [both(points, () => 7), both(points.slice(0, 1), () => 7)]) {
    for (const { mean, deviation } of some) {
      expect(mean).toBeCloseTo(7, 9);
      expect(deviation).toBeLessThan(1e-9);
    }
  }
  for (const { mean, deviation } of both([...points, ...points], f)) {
    expect(mean).toBeCloseTo(f(place), 1);
    expect(deviation).toBeGreaterThanOrEqual(0);
  }
});
