import { describe, expect, it } from "vitest";
import { universalProfile } from "../../src/core/index.js";
import {
  buildModel,
  diceEmbedding,
  diceEncoder,
  edgeFeeds,
  edgeInputs,
  initialState,
  type Scope,
} from "../../src/nn/index.js";
import {
  compile,
  type Expression,
  grad,
  groupFeeds,
  groupTable,
  input,
  square,
  sum,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";

const profiles = { sourceProfile: universalProfile, targetProfile: universalProfile };
const graph = {
  nodeFeatures: input("nodeKinds", ["nodes", 3]),
  edgeFeatures: input("edgeKinds", ["edges", 2]),
  edges: edgeInputs("edges", { nodes: "nodes", edges: "edges", ...profiles }),
  byGraph: groupTable("graphs", { items: "nodes", groups: "graphs", profile: universalProfile }),
};
const [nodes, graphs] = [7, 2];
const source = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 0, 2, 2);
const target = Int32Array.of(1, 0, 0, 2, 5, 4, 4, 3, 1, 0);
const oneHot = (kinds: number[], width: number): TensorValue => ({
  type: "float32",
  shape: [kinds.length, width],
  data: Float32Array.from(kinds.flatMap((kind) => Array.from({ length: width }, (_, c) => +(c === kind)))),
});
const feeds = {
  nodeKinds: oneHot([0, 1, 1, 2, 0, 1, 1], 3),
  edgeKinds: oneHot([0, 0, 1, 0, 1, 0, 0, 1, 0, 0], 2),
  ...edgeFeeds("edges", { source, target }, nodes, profiles),
  ...groupFeeds("graphs", Int32Array.of(0, 0, 0, 0, 1, 1, 1), graphs, universalProfile),
};

async function run(training: boolean, depth: number, build: (scope: Scope, options: object) => Expression) {
  const model = buildModel((scope) => build(scope, { depth, hidden: 4, outputs: 3, mlpLayers: 2 }), {
    training,
  });
  const [gradient] = grad(sum(square(model.result)), [model.packedParameters]);
  const outputs = { embeddings: model.result, gradient: gradient!, statistics: model.nextBuffers };
  const program = await compile(
    { ...outputs, ...(training ? {} : { statistics: model.result }) },
    { runtime },
  );
  const vector = (data: Float32Array) => ({ type: "float32", shape: [data.length], data }) as const;
  const found = await program.run({
    ...feeds,
    parameters: vector(initialState(model.parameters, 3)),
    buffers: vector(initialState(model.buffers, 3).map((value, i) => value + 0.1 * (i % 5))),
  });
  await program.release();
  return { names: model.parameters.entries.map(({ name }) => name), found };
}

describe("embeddings of DICE at less cost", () => {
  it.each([
    [true, 0],
    [true, 1],
    [true, 2],
    [false, 2],
  ])(
    "are those of the plain encoder, with gradients and statistics (training %s, %i layers)",
    async (training, depth) => {
      const plain = await run(
        training,
        depth,
        (scope, options) => diceEncoder(scope, graph, options as never).graphs,
      );
      const fast = await run(training, depth, (scope, options) =>
        diceEmbedding(scope, graph, options as never),
      );
      expect([...fast.names].sort()).toEqual([...plain.names].sort());
      expect(fast.names).toEqual(plain.names);
      for (const [name, { data }] of Object.entries(plain.found)) {
        const largest = Math.max(...Array.from(data as Float32Array, Math.abs));
        (data as Float32Array).forEach((value, i) => {
          const other = (fast.found[name]!.data as Float32Array)[i]!;
          expect(Math.abs(value - other), `${name} ${i}`).toBeLessThan(1e-4 * largest);
        });
      }
    },
  );
});
