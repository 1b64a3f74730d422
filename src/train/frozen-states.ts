import type { CircuitGraph } from "../graph/index.js";
import { type EmbeddingFeeds, type NodeEmbedding, packPart, type StoredTensor } from "../model/index.js";
import { buildModel } from "../nn/index.js";
import { compile, type Expression, input, type Program, type SessionOptions } from "../tensor/index.js";
import { nodeRuntime } from "../tensor/node/index.js";

/** A network's states, and the weights that it has. */
export interface FrozenBackbone {
  readonly embedding: NodeEmbedding;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * States under the weights of a pretrained network that stay as they are: computed once for a graph, then an input of programs. Their last
 * bits depend on the graphs that they are computed with.
 */
export class FrozenStates implements NodeEmbedding {
  readonly width: number;
  readonly #embedding: NodeEmbedding;
  readonly #program: Program;
  readonly #known = new WeakMap<CircuitGraph, Float32Array>();

  private constructor(embedding: NodeEmbedding, program: Program) {
    this.width = embedding.width;
    this.#embedding = embedding;
    this.#program = program;
  }

  /** `tensors` may hold more than the states depend on. */
  static async open(
    { embedding, tensors }: FrozenBackbone,
    session: SessionOptions = { threads: 1 },
  ): Promise<FrozenStates> {
    const { result, parameters, buffers } = buildModel((scope) => embedding.states(scope), {
      training: false,
    });
    const [weights, statistics] = packPart(tensors, [parameters, buffers]).map((data) => ({
      type: "float32" as const,
      shape: [data.length],
      data,
    }));
    const fixed = { parameters: weights!, buffers: statistics! };
    return new FrozenStates(
      embedding,
      await compile({ states: result }, { ...session, runtime: nodeRuntime, fixed }),
    );
  }

  /** Computes the states of graphs together, which {@link feeds} needs. */
  async compute(graphs: readonly CircuitGraph[]): Promise<void> {
    const { feeds, graphOfRow } = this.#embedding.feeds(graphs);
    const rows = (await this.#program.run(feeds)).states!.data as Float32Array;
    const own: number[][] = graphs.map(() => []);
    graphOfRow.forEach((graph, row) => {
      own[graph]!.push(row);
    });
    graphs.forEach((graph, g) => {
      const states = new Float32Array(own[g]!.length * this.width);
      own[g]!.forEach((row, i) => {
        states.set(rows.subarray(row * this.width, (row + 1) * this.width), i * this.width);
      });
      this.#known.set(graph, states);
    });
  }

  /** Computes the states of each graph that has none, alone, so that they are the same whenever that is. */
  async computeEach(graphs: readonly CircuitGraph[]): Promise<void> {
    for (const graph of graphs) if (!this.#known.has(graph)) await this.compute([graph]);
  }

  /** What programs read the states from. */
  static input(width: number): Expression {
    return input("states", ["stateRows", width]);
  }

  states(): Expression {
    return FrozenStates.input(this.width);
  }

  /** Of graphs that were computed before. */
  feeds(graphs: readonly CircuitGraph[]): EmbeddingFeeds {
    const parts = graphs.map((graph) => this.#known.get(graph)!);
    const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    const graphOfRow = new Int32Array(data.length / this.width);
    let next = 0;
    parts.forEach((part, g) => {
      data.set(part, next);
      graphOfRow.fill(g, next / this.width, (next + part.length) / this.width);
      next += part.length;
    });
    return {
      feeds: { states: { type: "float32", shape: [graphOfRow.length, this.width], data } },
      graphOfRow,
    };
  }

  release(): Promise<void> {
    return this.#program.release();
  }
}
