/** A network and a data set so small that a step takes milliseconds; the divider's output is two hops from all it depends on. */
export const tinyConfig = {
  dataset: { recipe: "loaded-divider", rows: 200 },
  network: { kind: "deepgen", layers: 4, hidden: 16 },
  batchSize: 16,
  steps: 40,
  learningRate: { kind: "cosine", warmup: 5, peak: 5e-3 },
  validation: { every: 10 },
  checkpointEvery: 5,
  logEvery: 5,
  threads: 1,
};
