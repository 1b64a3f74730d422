import type { RandomStream } from "../../../core/index.js";
import type { Spec } from "../../spec.js";
import type { SpecComparison, Told } from "../search.js";
import { dot } from "./cholesky.js";
import { type KernelParameters, type Likeness, LinearMatern } from "./linear-matern.js";
import { costOf, type SpecScale, specScale } from "./score.js";

/** Draws of how wrong the processes are; a batch takes the best design under each in turn, so that it is as diverse as they are unsure. */
const draws = 6;
/** Weight of the cost where every prediction is off by two standard deviations: it decides between designs that all look good. */
const cautious = 0.05;

/** Where the next fits begin, by spec; null where a spec was never simulated. */
export type StoredProcesses = readonly (KernelParameters | null)[];

interface Process {
  readonly model: LinearMatern;
  /** Its points among those of all designs. */
  readonly rows: readonly number[];
}

/** Of one design, by spec; zero where a spec was never simulated. */
interface Belief {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * A Gaussian process for each spec that learns from numbers of each design, and tells what others would cost. A draw moves all of a spec's
 * predictions by the same number of standard deviations.
 */
export class SpecProcesses {
  readonly draws = draws;
  readonly #specs: readonly Spec[];
  readonly #inputs: number;
  #starts: StoredProcesses;
  #scales: readonly SpecScale[] = [];
  #points: readonly Float64Array[] = [];
  #processes: readonly (Process | undefined)[] = [];
  #shifts: readonly (readonly number[])[] = [];

  /** `inputs` numbers of each design; `stored` where others left off. */
  constructor(specs: readonly Spec[], inputs: number, stored: StoredProcesses = []) {
    this.#specs = specs;
    this.#inputs = inputs;
    this.#starts = stored;
  }

  /** Learns from designs, `inputs` `[designs, inputs]`, and draws anew. */
  train(designs: readonly Told[], inputs: Float32Array, stream: RandomStream): void {
    this.#shifts = Array.from({ length: draws }, () => this.#specs.map(() => stream.normal()));
    this.#scales = this.#specs.map((spec, i) => specScale(spec, i, designs));
    this.#points = rowsOf(inputs, this.#inputs);
    const likeness = this.#points.map((point) => likenessOf(point, this.#points));
    this.#processes = this.#scales.map(({ rows, scores }, i) => {
      if (rows.length === 0) return undefined;
      const own = rows.map((row) => part(likeness[row]!, rows));
      const values = Float64Array.from(rows, (row) => scores[row]!);
      return { rows, model: LinearMatern.fit(own, values, this.#starts[i] ?? undefined) };
    });
    this.#starts = this.#processes.map((process) => process?.model.parameters ?? null);
  }

  /** What designs `[rows, inputs]` cost under each draw, or under those of these numbers, with a little caution. */
  costs(inputs: Float32Array, under: Iterable<number> = this.#shifts.keys()): Float64Array[] {
    const believed = this.#believe(inputs);
    const costUnder = ({ mean, deviation }: Belief, by: (spec: number) => number) =>
      costOf(this.#specs, this.#scales, (spec) => mean[spec]! + by(spec) * deviation[spec]!);
    const unsure = believed.map((belief) => cautious * costUnder(belief, () => 2));
    return Array.from(under, (draw) =>
      Float64Array.from(
        believed,
        (belief, row) => costUnder(belief, (spec) => this.#shifts[draw]![spec]!) + unsure[row]!,
      ),
    );
  }

  /** Of each design the specs with the probability that they are met; nothing of specs that were never simulated. */
  beliefs(inputs: Float32Array): SpecComparison[][] {
    return this.#believe(inputs).map(({ mean, deviation }) =>
      this.#specs.flatMap(({ name }, spec) =>
        this.#processes[spec]
          ? [{ spec: name, meets: Number(belowZero(mean[spec]!, deviation[spec]!).toFixed(4)) }]
          : [],
      ),
    );
  }

  store(): StoredProcesses {
    return this.#starts;
  }

  #believe(inputs: Float32Array): Belief[] {
    const points = rowsOf(inputs, this.#inputs);
    const likeness = points.map((point) => likenessOf(point, this.#points));
    const selves = Float64Array.from(points, (point) => dot(point, point) / point.length);
    const found = this.#processes.map((process) => {
      if (!process) return undefined;
      const { model, rows } = process;
      return model.at(
        likeness.map((one) => part(one, rows)),
        selves,
      );
    });
    return points.map((_, row) => ({
      mean: found.map((posterior) => posterior?.mean[row] ?? 0),
      deviation: found.map((posterior) => posterior?.deviation[row] ?? 0),
    }));
  }
}

/** Probability that a normal variable is at most zero, by the logistic function, to within .01. */
function belowZero(mean: number, deviation: number): number {
  if (deviation === 0) return mean <= 0 ? 1 : 0;
  return 1 / (1 + Math.exp((1.702 * mean) / deviation));
}

function rowsOf(inputs: Float32Array, width: number): Float64Array[] {
  return Array.from({ length: inputs.length / width }, (_, row) =>
    Float64Array.from(inputs.subarray(row * width, (row + 1) * width)),
  );
}

function likenessOf(point: Float64Array, others: readonly Float64Array[]): Likeness {
  const products = new Float64Array(others.length);
  const squares = new Float64Array(others.length);
  others.forEach((other, i) => {
    let [sum, square] = [0, 0];
    for (let k = 0; k < point.length; k++) {
      sum += point[k]! * other[k]!;
      square += (point[k]! - other[k]!) ** 2;
    }
    products[i] = sum / point.length;
    squares[i] = square / point.length;
  });
  return { products, squares };
}

/** Of some of the others alone. */
function part({ products, squares }: Likeness, rows: readonly number[]): Likeness {
  if (rows.length === products.length) return { products, squares };
  return {
    products: Float64Array.from(rows, (row) => products[row]!),
    squares: Float64Array.from(rows, (row) => squares[row]!),
  };
}
