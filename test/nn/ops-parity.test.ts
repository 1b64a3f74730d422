import { describe, expect, it } from "vitest";
import {
  adamW,
  adamWFeeds,
  adamWInputs,
  batchNorm,
  cosineSimilarity,
  crossAttention,
  layerNorm,
  linear,
  meanPooling,
  type Scope,
  softmaxAggregate,
  sumPooling,
} from "../../src/nn/index.js";
import * as t from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import {
  type Comparison,
  caseEdges,
  expectParity,
  graphPartition,
  neighbourTable,
} from "../support/compare-parity.js";
import { type ParityCase, parityCases, tensorOf } from "../support/parity.js";

type Build = (scope: Scope, x: Readonly<Record<string, t.Expression>>) => Record<string, t.Expression>;

/** `x` as rows of nodes, however many. */
const nodeRows = ({ inputs }: ParityCase) => ({ x: ["nodes", tensorOf(inputs.x!).shape[1]!] });

const temperature = (scope: Scope) => scope.parameter("t", [1], { constant: 1 });

/** How each operator of the file is built; the first whose name begins a case's name is taken. */
const builders: Readonly<Record<string, (parity: ParityCase) => { build: Build } & Comparison>> = {
  linear: ({ config }) => ({
    build: (scope, { x }) => ({ y: linear(scope.child("lin"), x!, config.out as number) }),
  }),
  layer_norm: () => ({ build: (scope, { x }) => ({ y: layerNorm(scope, x!) }) }),
  batch_norm: ({ config }) => ({
    build: (scope, { x }) => ({ y: batchNorm(scope.child("bn"), x!) }),
    training: config.train as unknown as boolean,
  }),
  softmax_aggregation: (parity) => {
    const { table, feeds } = neighbourTable(parity);
    return {
      build: (scope, { x }) => ({ y: softmaxAggregate(x!, temperature(scope), table) }),
      feeds,
      sizes: nodeRows(parity),
    };
  },
  genconv_before_mlp: (parity) => {
    const { table, feeds } = neighbourTable(parity);
    return {
      build: (scope, { x }) => {
        const message = t.add(t.relu(x!), 1e-7);
        const aggregated = softmaxAggregate(message, temperature(scope), table);
        return { message, aggregated, y: t.add(aggregated, x!) };
      },
      feeds,
      sizes: nodeRows(parity),
    };
  },
  neighbour_sum: (parity) => {
    const { table, feeds } = neighbourTable(parity);
    return { build: (_, { x }) => ({ y: t.sumRows(x!, table) }), feeds, sizes: nodeRows(parity) };
  },
  neighbour_mean: (parity) => {
    const { table, feeds } = neighbourTable(parity);
    return {
      build: (_, { x }) => ({ y: t.div(t.sumRows(x!, table), t.maximum(t.summandCount(table), 1)) }),
      feeds,
      sizes: nodeRows(parity),
    };
  },
  neighbour_max: (parity) => {
    const { edges, feeds } = caseEdges(parity);
    return {
      build: (_, { x }) => ({ y: t.maxByGroup(t.spread(x!, edges.bySource), edges.byTarget) }),
      feeds,
      sizes: nodeRows(parity),
    };
  },
  gelu: () => ({ build: (_, { x }) => ({ y: t.gelu(x!) }) }),
  sigmoid: () => ({ build: (_, { x }) => ({ y: t.sigmoid(x!) }) }),
  log_sum_exp: () => ({ build: (_, { x }) => ({ y: t.logSumExp(x!, 1) }) }),
  cosine_similarity: ({ inputs }) => ({
    build: (_, { x }) => ({ s: cosineSimilarity(x!, x!) }),
    sizes: { x: tensorOf(inputs.x!).shape },
  }),
  cross_attention_pooling: (parity) => {
    const { byGraph, feeds } = graphPartition(parity);
    const [latents, width] = tensorOf(parity.inputs.latents!).shape as [number, number];
    return {
      build: (scope, x) => {
        const start = t.reshape(x.latents!, [1, latents, width]);
        const pooled = crossAttention(scope, start, x.nodes!, byGraph);
        return { attention: pooled.attention, y: pooled.latents };
      },
      feeds,
      sizes: { nodes: ["nodes", tensorOf(parity.inputs.nodes!).shape[1]!] },
    };
  },
  segment_sum: (parity) => segments(parity, sumPooling),
  segment_mean: (parity) => segments(parity, meanPooling),
};

function segments(parity: ParityCase, pool: typeof sumPooling) {
  const { byGraph, feeds } = graphPartition(parity);
  return {
    build: ((_, { x }) => ({ y: pool(x!, byGraph) })) satisfies Build,
    feeds,
    sizes: nodeRows(parity),
  };
}

const cases = parityCases("ops.json");

describe("operators against reference numbers", () => {
  it.each(cases.filter(({ name }) => name !== "adamw"))("$name", async (parity) => {
    const kind = Object.keys(builders).find((name) => parity.name.startsWith(name));
    const { build, ...comparison } = builders[kind!]!(parity);
    await expectParity(parity, build, comparison);
  });

  it.each(cases.filter(({ name }) => name === "adamw"))(
    "AdamW",
    async ({ config, parameters, inputs, expected }) => {
      const { lr, weight_decay: decay, beta1, beta2, eps: epsilon } = config as Record<string, number>;
      const size = parameters.w!.data.length;
      const options = { beta1: beta1!, beta2: beta2!, epsilon: epsilon! };
      const names = ["w", "g", "m", "v"] as const;
      const [w, g, m, v] = names.map((name) => t.input(name, [size]));
      const next = adamW(w!, g!, { firstMoment: m!, secondMoment: v! }, adamWInputs(), options);
      const program = await t.compile(
        { nextW: next.parameters, nextM: next.firstMoment, nextV: next.secondMoment },
        { runtime, precision: "float64" },
      );
      const vector = (data: readonly number[]): t.TensorValue => ({
        type: "float64",
        shape: [data.length],
        data: Float64Array.from(data),
      });
      let state = {
        w: vector(parameters.w!.data),
        m: vector(Array(size).fill(0)),
        v: vector(Array(size).fill(0)),
      };
      for (const step of expected.steps) {
        const gradient = tensorOf(inputs.gradients!).data.slice((step.step - 1) * size, step.step * size);
        const scalars = Object.entries(adamWFeeds(step.step, lr!, decay!, options)).map(
          ([name, value]) => [name, { type: "float64", shape: [], data: Float64Array.of(value) }] as const,
        );
        const out = await program.run({ ...state, g: vector(gradient), ...Object.fromEntries(scalars) });
        state = { w: out.nextW!, m: out.nextM!, v: out.nextV! };
        for (const [name, stored] of Object.entries({ w: step.parameter, m: step.m, v: step.v })) {
          const actual = state[name as "w"].data as Float64Array;
          (stored as { data: number[] }).data.forEach((value, i) => {
            expect(actual[i]).toBeCloseTo(value, 7);
          });
        }
      }
      await program.release();
    },
  );
});
