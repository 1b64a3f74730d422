import type { Spec } from "../../spec.js";
import type { SpecComparison, Told } from "../search.js";
import { MlpEnsemble } from "./mlp-ensemble.js";
import { costOf, type SpecScale, specScale } from "./score.js";

const shape = { members: 6, hidden: 48 };
/** Updates of the networks: when first trained, and after each batch of designs. */
const [firstSteps, furtherSteps] = [400, 60];
/** Weight of the cost where every prediction is off by two standard deviations of the ensemble: it decides between designs that all look good. */
const cautious = 0.05;

/** An ensemble of small networks that learns the specs of designs from numbers that it is given of them, and tells what others would cost. */
export class SpecEnsemble {
  readonly members = shape.members;
  readonly #specs: readonly Spec[];
  readonly #ensemble: MlpEnsemble;
  #isNew: boolean;
  #scales: readonly SpecScale[] = [];
  #unscale: (output: number, spec: number) => number = (output) => output;

  private constructor(specs: readonly Spec[], ensemble: MlpEnsemble, isNew: boolean) {
    this.#specs = specs;
    this.#ensemble = ensemble;
    this.#isNew = isNew;
  }

  /** With fresh weights, or those of `stored`; `inputs` numbers of each design. */
  static async open(specs: readonly Spec[], inputs: number, seed: number, stored?: unknown) {
    const ensemble = await MlpEnsemble.open({ ...shape, inputs, outputs: specs.length }, seed, stored);
    return new SpecEnsemble(specs, ensemble, stored === undefined);
  }

  /** Learns from all designs so far, `inputs` `[designs, inputs]`. */
  async train(designs: readonly Told[], inputs: Float32Array): Promise<void> {
    this.#scales = this.#specs.map((spec, i) => specScale(spec, i, designs));
    const { targets, known, unscale } = standardise(this.#scales, designs.length);
    this.#unscale = unscale;
    const steps = this.#isNew ? firstSteps : furtherSteps;
    await this.#ensemble.train({ rows: designs.length, inputs, targets, known }, steps);
    this.#isNew = false;
  }

  /** What `rows` designs cost as one member believes, with a little caution by all. */
  async costs(rows: number, inputs: Float32Array, member: number): Promise<Float64Array> {
    const outputs = await this.#ensemble.predict(rows, inputs);
    const unsure = this.#unsure(rows, outputs);
    return this.#own(rows, outputs, member).map((cost, row) => cost + cautious * unsure[row]!);
  }

  /** Of each design the specs with the share of the members that believe them met; nothing of specs that were never simulated. */
  async beliefs(rows: number, inputs: Float32Array): Promise<SpecComparison[][]> {
    const outputs = await this.#ensemble.predict(rows, inputs);
    const width = this.#specs.length;
    const meets = (row: number, spec: number) => {
      const believed = Array.from({ length: shape.members }, (_, member) =>
        this.#unscale(outputs[(member * rows + row) * width + spec]!, spec),
      );
      return believed.filter((score) => score <= 0).length / shape.members;
    };
    return Array.from({ length: rows }, (_, row) =>
      this.#specs.flatMap(({ name }, spec) =>
        this.#scales[spec]!.rows.length > 0
          ? [{ spec: name, meets: Number(meets(row, spec).toFixed(4)) }]
          : [],
      ),
    );
  }

  /** Its weights, as JSON. */
  store(): unknown {
    return this.#ensemble.store();
  }

  release(): Promise<void> {
    return this.#ensemble.release();
  }

  #own(rows: number, outputs: Float32Array, member: number): Float64Array {
    const width = this.#specs.length;
    return Float64Array.from({ length: rows }, (_, row) =>
      costOf(this.#specs, this.#scales, (spec) =>
        this.#unscale(outputs[(member * rows + row) * width + spec]!, spec),
      ),
    );
  }

  /** The cost where every prediction is off by two standard deviations. */
  #unsure(rows: number, outputs: Float32Array): Float64Array {
    const width = this.#specs.length;
    return Float64Array.from({ length: rows }, (_, row) =>
      costOf(this.#specs, this.#scales, (spec) => {
        let [sum, squares] = [0, 0];
        for (let member = 0; member < shape.members; member++) {
          const output = outputs[(member * rows + row) * width + spec]!;
          sum += output;
          squares += output ** 2;
        }
        const mean = sum / shape.members;
        const deviation = Math.sqrt(Math.max(squares / shape.members - mean * mean, 0));
        return this.#unscale(mean + 2 * deviation, spec);
      }),
    );
  }
}

/** Scores with mean 0 and deviation 1 for each spec, `[rows, specs]`, which of them are known, and the way back. */
function standardise(scales: readonly SpecScale[], rows: number) {
  const width = scales.length;
  const targets = new Float32Array(rows * width);
  const known = new Float32Array(rows * width);
  const moments = scales.map(({ rows: own, scores }, i) => {
    const count = Math.max(own.length, 1);
    const mean = own.reduce((sum, row) => sum + scores[row]!, 0) / count;
    const deviation = Math.sqrt(own.reduce((sum, row) => sum + (scores[row]! - mean) ** 2, 0) / count) || 1;
    for (const row of own) {
      targets[row * width + i] = (scores[row]! - mean) / deviation;
      known[row * width + i] = 1;
    }
    return { mean, deviation };
  });
  const unscale = (output: number, i: number) => moments[i]!.mean + moments[i]!.deviation * output;
  return { targets, known, unscale };
}
