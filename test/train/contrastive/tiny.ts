/** An encoder and circuits so small that a step takes milliseconds. */
export const tinyContrastive = {
  objective: "contrastive",
  circuits: { train: ["inv", "nand", "nor", "rlc_1", "csamp", "cgamp"], valid: ["buffer", "or", "nand_3in"] },
  network: { kind: "dice", hidden: 16, mlpLayers: 2, outputs: 16 },
  batch: { kind: "stratified", graphsPerCircuit: 6 },
  steps: 30,
  learningRate: { kind: "cosine", peak: 1e-2, warmup: 3 },
  validation: { every: 10, members: 8 },
  checkpointEvery: 5,
  logEvery: 5,
  threads: 1,
};
