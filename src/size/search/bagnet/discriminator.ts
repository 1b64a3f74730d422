import type { RandomStream } from "../../../core/index.js";
import { buildModel, fanIn, type Scope } from "../../../nn/index.js";
import {
  add,
  compile,
  constant,
  type Expression,
  gemm,
  input,
  mean,
  mul,
  type Program,
  relu,
  sigmoid,
  softplus,
  split,
  sub,
  type TensorValue,
} from "../../../tensor/index.js";
import { nodeRuntime } from "../../../tensor/node/index.js";
import { compileUpdate, type TrainingState, type UpdateProgram } from "../../../train/index.js";
import { decodeFloats, encodeFloats } from "../model/floats.js";

const hidden = 20;
const dropout = 0.2;
const batch = 64;
const learningRate = 1e-3;

/** Pairs of designs to learn from: features `[rows, inputs]` of both sides, and the labels of each spec, `[rows, specs]`, 0 or 1. */
export interface ComparisonBatch {
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Side a is better than side b. */
  readonly better: Float32Array;
  /** Side a, side b meets the spec. */
  readonly meetsA: Float32Array;
  readonly meetsB: Float32Array;
}

/** What the discriminator believes of designs beside a reference: probabilities `[rows, specs]`. */
export interface Beliefs {
  readonly better: Float32Array;
  readonly meets: Float32Array;
}

/**
 * BagNet's discriminator on the parameters of designs (paper A, section V; FC features): three layers of 20 shared by all specs, and for
 * each spec a head that says which of two designs is better, and one that says whether a design meets it. Changing sides changes
 * the first head's answer to its complement exactly. Its weights stay from one training to the next; the optimiser begins anew.
 */
export class Discriminator {
  /** Pairs of a training step. */
  static readonly batch = batch;
  readonly #specs: number;
  readonly #inputs: number;
  readonly #update: UpdateProgram;
  readonly #ask: Program;
  #parameters: Float32Array;

  private constructor(
    specs: number,
    inputs: number,
    update: UpdateProgram,
    ask: Program,
    parameters: Float32Array,
  ) {
    this.#specs = specs;
    this.#inputs = inputs;
    this.#update = update;
    this.#ask = ask;
    this.#parameters = parameters;
  }

  /** Compiles it for so many inputs and specs, with fresh weights or stored ones. */
  static async open(inputs: number, specs: number, seed: number, stored?: string): Promise<Discriminator> {
    const [a, b] = [input("a", ["rows", inputs]), input("b", ["rows", inputs])];
    const session = { runtime: nodeRuntime, threads: 1 };
    const trained = buildModel(
      (scope) =>
        heads(scope, { a, b, specs, dropped: droppedBy(input("kept", ["rows", maskWidth(specs)]), specs) }),
      { training: true },
    );
    const label = (name: string) => input(name, ["rows", specs]);
    const { better, meetsA, meetsB } = trained.result;
    const meets = mul(add(crossEntropy(meetsA, label("meetsA")), crossEntropy(meetsB, label("meetsB"))), 0.5);
    const loss = add(crossEntropy(better, label("better")), meets);
    const update = await compileUpdate(trained, loss, {}, { ...session, weightDecay: 0 });
    const asked = buildModel((scope) => heads(scope, { a, b, specs, dropped: (x) => x }), {
      training: false,
    });
    const ask = await compile(
      { better: sigmoid(asked.result.better), meets: sigmoid(asked.result.meetsA) },
      session,
    );
    const parameters = stored === undefined ? update.initialState(seed).parameters : decodeFloats(stored);
    return new Discriminator(specs, inputs, update, ask, parameters);
  }

  /** One update for each batch. */
  async train(batches: Iterable<ComparisonBatch>, stream: RandomStream): Promise<void> {
    const width = maskWidth(this.#specs);
    let state: TrainingState = { ...this.#update.initialState(0), parameters: this.#parameters };
    for (const { a, b, better, meetsA, meetsB } of batches) {
      const rows = better.length / this.#specs;
      const kept = dropoutMask(rows * width, stream);
      const labels = (data: Float32Array) => tensor([rows, this.#specs], data);
      const feeds = {
        a: tensor([rows, this.#inputs], a),
        b: tensor([rows, this.#inputs], b),
        better: labels(better),
        meetsA: labels(meetsA),
        meetsB: labels(meetsB),
        kept: tensor([rows, width], kept),
      };
      state = (await this.#update.update(state, feeds, learningRate)).state;
    }
    this.#parameters = state.parameters;
  }

  /** What it believes of designs, features `[rows, inputs]`, beside a reference `[inputs]`. */
  async ask(designs: Float32Array, reference: Float32Array): Promise<Beliefs> {
    const rows = designs.length / this.#inputs;
    const b = new Float32Array(designs.length);
    for (let row = 0; row < rows; row++) b.set(reference, row * this.#inputs);
    const out = await this.#ask.run({
      a: tensor([rows, this.#inputs], designs),
      b: tensor([rows, this.#inputs], b),
      parameters: tensor([this.#parameters.length], this.#parameters),
    });
    return { better: out.better!.data as Float32Array, meets: out.meets!.data as Float32Array };
  }

  /** The weights as text. */
  store(): string {
    return encodeFloats(this.#parameters);
  }

  async release(): Promise<void> {
    await this.#update.release();
    await this.#ask.release();
  }
}

/** Zeros with the probability of dropout, to eight bits, else what keeps the mean. */
function dropoutMask(length: number, stream: RandomStream): Float32Array {
  const mask = new Float32Array(length);
  const limit = Math.round(256 * dropout);
  for (let i = 0, word = 0; i < length; i++, word >>>= 8) {
    if (i % 4 === 0) word = stream.nextUint32();
    mask[i] = (word & 255) < limit ? 0 : 256 / (256 - limit);
  }
  return mask;
}

type Drop = (x: Expression, place: string) => Expression;

interface HeadInputs {
  readonly a: Expression;
  readonly b: Expression;
  readonly specs: number;
  readonly dropped: Drop;
}

/** Log-odds `[rows, specs]` that a is better than b, that a meets, and that b meets. */
function heads(scope: Scope, { a, b, specs, dropped }: HeadInputs) {
  const features = (x: Expression, side: string) => {
    let h = x;
    for (let layer = 0; layer < 3; layer++) {
      h = dropped(relu(sharedLinear(scope, `features.${layer}`, h, hidden)), `${side}${layer}`);
    }
    return h;
  };
  const [fa, fb] = [features(a, "a"), features(b, "b")];
  const half = hidden / 2;
  const side = (own: Expression, other: Expression, place: string) => {
    const z = add(
      sharedLinear(scope, "compare.own", own, half * specs, 2 * hidden),
      sharedLinear(scope, "compare.other", other, half * specs, 2 * hidden, false),
    );
    return dropped(relu(z), place);
  };
  const [u, v] = [side(fa, fb, "u"), side(fb, fa, "v")];
  // The two logits are one function with its sides changed, so that their difference is odd.
  const difference = sub(u, v);
  const weight = scope.parameter("compare.out", [half * specs], fanIn(hidden));
  const better = sumsOfGroups(mul(difference, weight), specs, half);
  const meets = (f: Expression, place: string) => {
    const h = dropped(relu(sharedLinear(scope, "meets.hidden", f, hidden * specs, hidden)), place);
    const product = mul(h, parameterOnce(scope, "meets.out", [hidden * specs], hidden));
    return add(sumsOfGroups(product, specs, hidden), parameterOnce(scope, "meets.bias", [specs], hidden));
  };
  return { better, meetsA: meets(fa, "ma"), meetsB: meets(fb, "mb") };
}

/** A linear layer that is used several times under one name. */
function sharedLinear(
  scope: Scope,
  name: string,
  x: Expression,
  outputs: number,
  fan = x.shape[1] as number,
  hasBias = true,
): Expression {
  const weight = parameterOnce(scope, `${name}.weight`, [outputs, x.shape[1] as number], fan);
  const bias = hasBias ? parameterOnce(scope, `${name}.bias`, [outputs], fan) : undefined;
  return gemm(x, weight, { transposeB: true, ...(bias && { addend: bias }) });
}

const handedOut = new WeakMap<object, Map<string, Expression>>();

/** A parameter by its name, the same one each time. */
function parameterOnce(scope: Scope, name: string, shape: readonly number[], fan: number): Expression {
  const known = handedOut.get(scope) ?? new Map<string, Expression>();
  handedOut.set(scope, known);
  const found = known.get(name) ?? scope.parameter(name, shape, fanIn(fan));
  known.set(name, found);
  return found;
}

/** Sums of so many groups of so many neighbouring columns: `[rows, groups]`. */
function sumsOfGroups(x: Expression, groups: number, size: number): Expression {
  const ones = Array.from({ length: groups * size * groups }, (_, i) =>
    Math.floor(Math.floor(i / groups) / size) === i % groups ? 1 : 0,
  );
  return gemm(x, constant(ones, [groups * size, groups]));
}

/** Mean over rows and specs of the cross-entropy of log-odds and labels. */
function crossEntropy(logOdds: Expression, labels: Expression): Expression {
  return mean(sub(softplus(logOdds), mul(logOdds, labels)));
}

const places = (specs: number): (readonly [place: string, width: number])[] => [
  ...["a0", "a1", "a2", "b0", "b1", "b2"].map((place) => [place, hidden] as const),
  ["u", (hidden / 2) * specs],
  ["v", (hidden / 2) * specs],
  ["ma", hidden * specs],
  ["mb", hidden * specs],
];

function maskWidth(specs: number): number {
  return places(specs).reduce((sum, [, width]) => sum + width, 0);
}

/** Dropout by a mask `[rows, maskWidth]` whose columns belong to the places in turn. */
function droppedBy(kept: Expression, specs: number): Drop {
  const all = places(specs);
  const widths = all.map(([, width]) => width);
  const parts = split(kept, widths, 1);
  return (x, place) => mul(x, parts[all.findIndex(([name]) => name === place)]!);
}

function tensor(shape: readonly number[], data: Float32Array): TensorValue {
  return { type: "float32", shape, data };
}
