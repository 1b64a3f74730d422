import { RandomStream } from "../../core/index.js";
import { batchDeviceGraphs } from "../../graph/index.js";
import { batchNorm, buildModel, cosineSchedule, linear, mlp, type Scope } from "../../nn/index.js";
import {
  add,
  compile,
  concat,
  div,
  type Expression,
  input,
  logSumExp,
  matmul,
  mean,
  mul,
  type Program,
  sqrt,
  square,
  sub,
  sum,
  type TensorValue,
} from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { compileUpdate, type UpdateProgram, vectorOf, type Weights } from "../../train/index.js";
import { floats } from "./decoder-feeds.js";
import type { TaskEncoder } from "./encoder.js";
import { startedState } from "./started-state.js";
import type { TaskTopology } from "./topology.js";
import { chosenRows, classFeeds, tripleFeeds } from "./triple-feeds.js";
import { drawTriples, type Triples } from "./triples.js";

/** The decoder of the similarity task, and how long it learns. */
export interface ComparerOptions {
  readonly topologies: readonly TaskTopology[];
  readonly encoder: TaskEncoder;
  /** What an encoder that knows rows says of each circuit, `[circuits, width]`. */
  readonly embeddings?: Float32Array | undefined;
  readonly labels: readonly (readonly boolean[])[];
  /** MLPs one after the other, all of this many layers. */
  readonly blocks: number;
  readonly layers: number;
  readonly hidden: number;
  /** Whether embeddings go through a batch norm and to unit length first: raw ones differ in size by orders of magnitude. */
  readonly isStandardised: boolean;
  /**
   * Width of a linear layer that embeddings go through before all else. Without one the products are of single channels, and what a frozen
   * encoder says across several of them is lost.
   */
  readonly projection?: number | undefined;
  /** Circuits of a step, whose triples are compared. */
  readonly pool: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly threads: number;
}

/** Triples of one forward run in a test. */
const testTriples = 2048;

/**
 * The similarity decoder of DICE (section 6.1): of a base b and circuits i and j the products of embeddings `[b ⊙ i, b ⊙ j]`, MLPs, and
 * a softmax over less, equal, more. Linear layers have biases here; there is no dropout.
 */
export class Comparer {
  readonly #options: ComparerOptions;
  readonly #updates = new Map<number, Promise<UpdateProgram>>();
  #prediction: Promise<Program> | undefined;

  constructor(options: ComparerOptions) {
    this.#options = options;
  }

  /** Learns from triples of these circuits, drawn anew for each step; the last weights. Undefined where `signal` stopped it. */
  async fit(
    circuits: readonly number[],
    seed: number,
    { onStep, signal }: { onStep?: (step: number) => void; signal?: AbortSignal | undefined } = {},
  ): Promise<Weights | undefined> {
    const { steps, batchSize, learningRate, labels, encoder, pool } = this.#options;
    const size = Math.min(pool, circuits.length);
    const update = await this.#updateProgram(size);
    const rateOf = cosineSchedule({
      peak: learningRate,
      warmup: Math.ceil(steps / 20),
      total: steps,
      end: 0,
    });
    let state = startedState(update, seed, encoder.start);
    for (let step = 1; step <= steps; step++) {
      if (signal?.aborted) return undefined;
      const random = new RandomStream(seed, "tasks/triples", step);
      const chosen = Array.from(random.permutation(circuits.length).subarray(0, size), (i) => circuits[i]!);
      const places = [...chosen.keys()];
      const triples = drawTriples(random, batchSize, places, places);
      const own = chosen.map((circuit) => labels[circuit]!);
      const feeds = {
        ...this.#circuitFeeds(chosen),
        ...tripleFeeds(triples, size),
        ...classFeeds(triples, own),
      };
      ({ state } = await update.update(state, feeds, rateOf(step)));
      onStep?.(step);
    }
    return { parameters: state.parameters, buffers: state.buffers };
  }

  /** The likeliest class of each triple. */
  async predict({ parameters, buffers }: Weights, triples: Triples): Promise<Int32Array> {
    const program = await this.#predictionProgram();
    const count = this.#options.topologies.length;
    const constants = this.#circuitFeeds([...this.#options.topologies.keys()]);
    const classes = new Int32Array(triples.length / 3);
    for (let start = 0; start < classes.length; start += testTriples) {
      const part = triples.subarray(3 * start, 3 * Math.min(start + testTriples, classes.length));
      const found = await program.run({
        ...constants,
        ...tripleFeeds(part, count),
        ...{ parameters: vectorOf(parameters), buffers: vectorOf(buffers) },
      });
      const logits = found.logits!.data as Float32Array;
      for (let row = 0; row < part.length / 3; row++) {
        const own = logits.subarray(3 * row, 3 * row + 3);
        classes[start + row] = own.indexOf(Math.max(...own));
      }
    }
    return classes;
  }

  /** What the encoder says of all circuits, `[circuits, width]`; undefined where it learns with the comparer. */
  async frozenEmbeddings(): Promise<Float32Array | undefined> {
    const { topologies, threads } = this.#options;
    const build = (scope: Scope) => this.#embeddings(scope, topologies.length);
    const { result, parameters } = buildModel(build, { training: false });
    if (parameters.entries.length > 0) return undefined;
    const program = await compile({ whole: result }, { runtime: nodeRuntime, threads });
    const { whole } = await program.run(this.#circuitFeeds([...topologies.keys()]));
    await program.release();
    return whole!.data as Float32Array;
  }

  async release(): Promise<void> {
    for (const update of this.#updates.values()) await (await update).release();
    await (await this.#prediction)?.release();
  }

  #updateProgram(circuits: number): Promise<UpdateProgram> {
    const known = this.#updates.get(circuits);
    if (known) return known;
    const model = buildModel((scope) => this.#build(scope, circuits), { training: true });
    const logits = model.result;
    const own = sum(mul(logits, input("classes", ["rows", 3])), [1]);
    const loss = mean(sub(logSumExp(logits, 1), own));
    const { threads, weightDecay } = this.#options;
    const made = compileUpdate(model, loss, {}, { runtime: nodeRuntime, threads, weightDecay, clipNorm: 1 });
    this.#updates.set(circuits, made);
    return made;
  }

  #predictionProgram(): Promise<Program> {
    if (!this.#prediction) {
      const { threads, topologies } = this.#options;
      const { result } = buildModel((scope) => this.#build(scope, topologies.length), { training: false });
      this.#prediction = compile({ logits: result }, { runtime: nodeRuntime, threads });
    }
    return this.#prediction;
  }

  /** `[rows, 3]`. */
  #build(scope: Scope, circuits: number): Expression {
    const { isStandardised, projection, blocks, layers, hidden } = this.#options;
    const raw = this.#embeddings(scope, circuits);
    const own = projection ? linear(scope.child("projection"), raw, projection) : raw;
    const embeddings = isStandardised ? unitRows(batchNorm(scope.child("norm"), own)) : own;
    const of = (name: string) => matmul(input(name, ["rows", circuits]), embeddings);
    const base = of("base");
    let x = concat([mul(base, of("first")), mul(base, of("second"))], 1);
    for (let block = 0; block < blocks; block++) {
      const outputs = block === blocks - 1 ? 3 : hidden;
      const options = { layers, hidden, outputs, activation: "gelu" } as const;
      x = mlp(scope.child("comparison").child(block), x, options);
    }
    return x;
  }

  /** `[circuits, width]`: what the encoder says of graphs, else the sum over nodes; and what it says of their terminal graphs. */
  #embeddings(scope: Scope, circuits: number): Expression {
    const { encoder, topologies, embeddings } = this.#options;
    const { nodes, graphs } = encoder.states(scope, circuits);
    const own = graphs ?? matmul(input("graphOfNode", [circuits, "nodes"]), nodes);
    if (!embeddings) return own;
    return concat([own, input("embeddings", [circuits, embeddings.length / topologies.length])], 1);
  }

  /** What the program is fed for these circuits. */
  #circuitFeeds(chosen: readonly number[]): Record<string, TensorValue> {
    const { topologies, encoder, embeddings } = this.#options;
    const count = chosen.length;
    const own = chosen.map((circuit) => topologies[circuit]!);
    const { nodes, graphOfNode } = batchDeviceGraphs(own.map(({ graph }) => graph));
    const graphOf = new Float32Array(count * nodes);
    graphOfNode.forEach((graph, node) => {
      graphOf[graph * nodes + node] = 1;
    });
    return {
      ...encoder.feeds(own).feeds,
      graphOfNode: floats([count, nodes], graphOf),
      ...(embeddings && { embeddings: chosenRows(embeddings, topologies.length, chosen) }),
    };
  }
}

/** Rows scaled to a mean square of 1. */
function unitRows(x: Expression): Expression {
  return div(x, sqrt(add(mean(square(x), [1], true), 1e-6)));
}
