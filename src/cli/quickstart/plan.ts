import { fileURLToPath } from "node:url";
import { namedRecipe, type Recipe, voltagesOnly, withRowCount } from "../../dataset/index.js";
import { finetuneRecipe, trainingRecipe } from "../../train/index.js";

/** How large a quickstart is, and what it starts from. */
export interface QuickstartSize {
  /** Ladders of 2 to 10 branches to simulate, a tenth of them for validation. */
  readonly circuits: number;
  /** Optimiser steps of each network. */
  readonly steps: number;
  /** Circuits of the smaller test sets; long ladders get fewer, op-amps are half as many again. */
  readonly testCircuits: number;
  readonly seed: number;
}

/** About three minutes of processor time. */
export const defaultSize: QuickstartSize = { circuits: 8000, steps: 1200, testCircuits: 200, seed: 1 };

/** Sizes that no training ladder has. */
export const unseenSizes = [12, 16, 32, 128] as const;

/** Circuits of other shapes, and what sets each apart from the training ladders. */
export const otherCircuits = [
  { name: "series-divider", what: "a resistor split in two" },
  { name: "wheatstone-bridge", what: "loops of resistors, which no ladder has" },
  { name: "loaded-divider", what: "a resistor to ground, which no ladder has" },
  { name: "parallel-divider", what: "two resistors in parallel, which no ladder has" },
] as const;

/** The recipe of the training ladders. */
export function trainingData({ circuits, seed }: QuickstartSize): Recipe {
  return { ...withRowCount(namedRecipe("ladder"), circuits), seed, simulator: "embedded" };
}

/** The recipes of the circuits that the network is tested on, in the order in which they are shown. */
export function testData({ testCircuits, seed }: QuickstartSize): Recipe[] {
  const rowsOf = (branches: number) => Math.max(2, Math.round(testCircuits * Math.min(1, 24 / branches)));
  return [
    ...unseenSizes.map((branches) => ({ name: `ladder-${branches}`, rows: rowsOf(branches) })),
    ...otherCircuits.map(({ name }) => ({ name, rows: testCircuits })),
  ].map(({ name, rows }) => ({
    ...namedRecipe(name),
    splits: { train: 0, valid: 0, test: rows },
    seed,
    simulator: "embedded",
  }));
}

/** The configuration of training: the default recipe on fewer circuits, for fewer steps. */
export function trainingConfig({ steps, seed }: QuickstartSize, folder: string): Record<string, unknown> {
  const every = Math.max(1, Math.round(steps / 24));
  return {
    ...trainingRecipe("ladder").config,
    seed,
    dataset: { folder },
    steps,
    validation: { every },
    checkpointEvery: every,
    // The operators are small: a second thread gains little on a quiet machine and loses much on a busy one.
    threads: 1,
  };
}

/** The network that comes pretrained on op-amps of one topology, and the circuit of another that it is fine-tuned to. */
export const opAmp = {
  model: "models/opamp-norton.safetensors",
  path: fileURLToPath(new URL("../../../models/opamp-norton.safetensors", import.meta.url)),
  circuit: "opamp-biased",
  /** Op-amps to learn from; every fifth decides which weights are kept. */
  samples: 50,
  /** K of Acc@K, as the paper counts on op-amps. */
  levels: 200,
} as const;

/** The recipe of the op-amps: to learn from, and to test on. */
export function opAmpData({ testCircuits, seed }: QuickstartSize): Recipe {
  return {
    ...voltagesOnly(namedRecipe(opAmp.circuit)),
    splits: { train: opAmp.samples, valid: 0, test: Math.round(1.5 * testCircuits) },
    seed,
    simulator: "embedded",
  };
}

/** The configuration of fine-tuning to the op-amps, or of learning them from scratch: the same steps on the same samples. */
export function opAmpConfig(
  { steps, seed }: QuickstartSize,
  { folder, scratch }: { readonly folder: string; readonly scratch: boolean },
): Record<string, unknown> {
  return {
    ...finetuneRecipe("few-shot").config,
    from: opAmp.path,
    scratch,
    dataset: { folder },
    seed,
    loss: { kind: "huber", delta: 0.005 },
    batchSize: 16,
    steps,
    learningRate: { kind: "cosine", peak: 3e-3 },
    validation: { every: 20, levels: opAmp.levels, by: "accuracy" },
    checkpointEvery: 100,
    threads: 1,
  };
}
