import { expect, test } from "vitest";
import { Comparer } from "../../../src/bench/tasks/comparer.js";
import type { TaskEncoder } from "../../../src/bench/tasks/encoder.js";
import { nearestLabels } from "../../../src/bench/tasks/nearest-labels.js";
import { similarityData } from "../../../src/bench/tasks/similarity-data.js";
import { allTriples, classesOf } from "../../../src/bench/tasks/triples.js";
import { RandomStream } from "../../../src/core/index.js";
import { input } from "../../../src/tensor/index.js";

const topologies = similarityData("faithful").topologies.slice(0, 24);
const circuits = [...topologies.keys()];
const labels = circuits.map((i) => [i % 2 === 0, i % 2 === 1]);
const width = 16;

/** Embeddings in which a label is a direction across all channels, and no channel says anything of it alone. */
const stream = new RandomStream(1, "test/comparer");
const direction = Array.from({ length: width }, () => Math.sign(stream.normal()));
const embeddings = circuits.map((_, i) => {
  const noise = direction.map(() => 4 * stream.normal());
  const along = noise.reduce((sum, x, c) => sum + x * direction[c]!, 0) / width;
  return noise.map((x, c) => x + (labels[i]![0] ? 1 - along : -1 - along) * direction[c]!);
});
const frozen: TaskEncoder = {
  settings: {},
  states: (_, count) => ({
    nodes: input("states/nodes", ["nodes", 1]),
    graphs: input("states/graphs", [count, width]),
  }),
  feeds(chosen) {
    const rows = chosen.flatMap((topology) => embeddings[topologies.indexOf(topology)]!);
    const data = Float32Array.from(rows);
    return {
      feeds: { "states/graphs": { type: "float32", shape: [chosen.length, width], data } },
      edges: chosen.map(() => 0),
    };
  },
};

const comparer = (projection?: number, known?: Float32Array) =>
  new Comparer({
    ...{ topologies, encoder: frozen, labels, projection, embeddings: known },
    ...{ blocks: 1, layers: 3, hidden: 32, isStandardised: true, pool: 24 },
    ...{ steps: 300, batchSize: 256, learningRate: 5e-3, weightDecay: 0, threads: 1 },
  });

test("what several channels of a frozen encoder say together is read through a linear layer", async () => {
  const triples = allTriples(circuits, circuits);
  const truth = classesOf(triples, labels);
  const accuracy = async (projection?: number) => {
    const own = comparer(projection);
    const found = await own.predict((await own.fit(circuits, 1))!, triples);
    await own.release();
    return found.filter((each, i) => each === truth[i]).length / truth.length;
  };
  expect(await accuracy(8)).toBeGreaterThan(0.95);
  expect(await accuracy()).toBeLessThan(0.9);
});

test("embeddings of a frozen encoder are known without a decoder, and so are the labels of the nearest circuit", async () => {
  const own = comparer();
  expect(await own.frozenEmbeddings()).toEqual(Float32Array.from(embeddings.flat()));
  await own.release();
  // What is known of terminal graphs stands behind.
  const beside = comparer(
    undefined,
    Float32Array.from(circuits, (i) => i),
  );
  const both = (await beside.frozenEmbeddings())!;
  expect(both.slice(0, width + 1)).toEqual(Float32Array.of(...embeddings[0]!, 0));
  expect(both.at(-1)).toBe(circuits.at(-1));
  await beside.release();
  const [first, second] = [
    [true, false],
    [false, true],
  ];
  const found = nearestLabels(
    Float32Array.of(1, 0, 2, 1, -1, 0, 3, 0.4),
    [first!, first!, second!, second!],
    [0, 1, 2],
  );
  // The last one is like the first, whatever its own labels; those of the others stay.
  expect(found).toEqual([first, first, second, first]);
});
