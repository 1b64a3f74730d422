import { type CircuitSet, circuitCatalogue } from "../circuit/index.js";
import { KirchhoffError, nearestWord } from "../core/index.js";

/** A training recipe: a configuration by name, defaults left out. */
export interface TrainingRecipe {
  readonly description: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The op-amps of DICE's third task, on whose structure paper B pretrains; it does not on the delay lines of the second one. */
const taskOpAmps = ["alfio_raffc", "hoilee_affc", "leung_nmcf", "song_dacfc", "tan_clia"].map(
  (name) => `${name}_pin_3_amp`,
);

/** What may be pretrained on where no topology of these two tasks may have been seen: of the published circuits, or of ours. */
const withoutTaskCircuits = (sets: readonly CircuitSet[]): readonly string[] =>
  circuitCatalogue
    .filter(({ set, split = "pretraining" }) => sets.includes(set) && split === "pretraining")
    .map(({ name }) => name)
    .filter((name) => !taskOpAmps.includes(name));

/** A network over terminal graphs with real inputs, for what DICE's tasks compare it with. */
const taskVoltages = {
  dataset: { recipe: "dice-opamps-others" },
  features: {
    scheme: "kirchhoff@1",
    columns: ["log-resistance", "log-capacitance", "log-dc-current", "log-aspect", "log-length"],
  },
  network: { kind: "deepgen", layers: 6, hidden: 64 },
  loss: { kind: "huber", delta: 0.02 },
  batchSize: 16,
  steps: 4000,
  learningRate: { kind: "cosine", peak: 1e-3, warmup: 0.03 },
  clipNorm: 1,
  validation: { every: 500 },
  threads: 1,
} as const;

/** Our small DICE encoder, without its circuits. */
const dice = {
  objective: "contrastive",
  network: { kind: "dice", hidden: 64, mlpLayers: 2, outputs: 128 },
  // Higher temperatures than the paper's, and negatives pushed away: chosen on circuits of ours that are neither learned from nor tested on.
  loss: { kind: "dice", tau: 0.2, positiveTau: 0.4, negativeTau: 0.2, negativeAnchors: true },
  batch: { kind: "stratified", graphsPerCircuit: 8, circuits: 40 },
  steps: 3000,
  learningRate: { kind: "cosine", peak: 4e-3, warmup: 0.02 },
  clipNorm: 1,
  validation: { every: 100 },
  checkpointEvery: 50,
  threads: 1,
} as const;

/** Every training recipe by name. */
export const trainingRecipes: Readonly<Record<string, TrainingRecipe>> = {
  ladder: {
    description:
      "our Thévenin network on ladders of 2 to 10 branches, blind to the unit of resistance and voltage",
    config: {
      dataset: { recipe: "ladder" },
      features: { scheme: "kirchhoff@1", columns: ["relative-resistance", "log-relative-resistance"] },
      network: { kind: "thevenin", superposition: true },
      batchSize: 64,
      steps: 2500,
      learningRate: { kind: "cosine", peak: 3e-3, warmup: 0.02 },
      // Its operators are too small to share: a second thread made a step a quarter slower.
      threads: 1,
    },
  },
  "ladder-deepgen": {
    description:
      "DeepGEN-16/64 on the same ladders: 16 layers are the fewest that see four branches to each side",
    config: {
      dataset: { recipe: "ladder" },
      features: { scheme: "kirchhoff@1", columns: ["resistance", "log-resistance", "dc-voltage"] },
      network: { kind: "deepgen", layers: 16, hidden: 64 },
      batchSize: 32,
      steps: 6000,
      learningRate: { kind: "cosine", peak: 1e-3, warmup: 1 / 30 },
      clipNorm: 1,
    },
  },
  opamp: {
    description: "our Norton network on the two-stage op-amp: DC voltages of ten nets, four of them known",
    config: {
      dataset: { recipe: "opamp" },
      features: {
        scheme: "kirchhoff@1",
        columns: ["log-resistance", "log-dc-current", "log-aspect", "log-length"],
      },
      network: { kind: "norton" },
      loss: { kind: "huber", delta: 0.02 },
      batchSize: 64,
      steps: 16_000,
      learningRate: { kind: "cosine", peak: 3e-3, warmup: 0.0125 },
      clipNorm: 1,
      validation: { levels: 200, every: 500 },
      threads: 1,
    },
  },
  "opamp-paper": {
    description:
      "DeepGEN-15/128 on the op-amp as the paper trained it: its features, batches of 256, 42,400 steps",
    config: {
      dataset: { recipe: "opamp" },
      features: { scheme: "paper-mos@1" },
      network: { kind: "deepgen", layers: 15, hidden: 128, output: "linear" },
      batchSize: 256,
      steps: 42_400,
      learningRate: { kind: "linear", peak: 1e-3, warmup: 50, end: 5e-5, decaySteps: 40_000 },
      validation: { levels: 200, every: 500 },
    },
  },
  "ladder-paper": {
    description:
      "DeepGEN-15/128 as the paper trained it: its features, batches of 256, linear decay, 45,000 steps",
    config: {
      dataset: { recipe: "ladder" },
      features: { scheme: "paper-resistive@1", fit: false },
      network: { kind: "deepgen", layers: 15, hidden: 128 },
      batchSize: 256,
      steps: 45_000,
      learningRate: { kind: "linear", peak: 1e-3, warmup: 1000, end: 1e-4, decaySteps: 30_000 },
      validation: { every: 500 },
    },
  },
  "task-voltages": {
    description: "DeepGEN-6/64 on voltages of op-amps that DICE's tasks do not have, as an encoder for them",
    config: taskVoltages,
  },
  "task-joint": {
    description: "the same network on the same voltages, and on likeness of circuits by contrast at once",
    config: { ...taskVoltages, contrast: { circuits: withoutTaskCircuits(["dice"]) } },
  },
  "task-dice": {
    description: "our small DICE encoder on the same circuits but for the op-amps that DICE's tasks have",
    config: { ...dice, circuits: { train: withoutTaskCircuits(["dice", "extra"]) } },
  },
  dice: {
    description: "our small DICE encoder: likeness of circuits by contrast, pushed away from their negatives",
    // All but the 15 circuits of the test; the paper learns from 40.
    config: { ...dice, circuits: { train: ["pretraining", "extra"] } },
  },
  "dice-paper": {
    description:
      "DICE as the paper trained it: its graphs, size and loss, batches of 1,024, 200 epochs of 160,000 graphs",
    config: {
      objective: "contrastive",
      circuits: { rules: "faithful" },
      network: { kind: "dice", style: "faithful", layers: 2, hidden: 512, mlpLayers: 5, outputs: 256 },
      loss: { kind: "dice", ownNegatives: false },
      batch: { kind: "shuffled", graphs: 1024 },
      steps: 31_400,
      learningRate: { kind: "constant", peak: 3e-4, warmup: 0 },
      validation: { every: 157, members: 250 },
    },
  },
};

/** The configuration of a training recipe. Throws TRAIN_UNKNOWN_RECIPE. */
export function trainingRecipe(name: string): TrainingRecipe {
  const recipe = Object.hasOwn(trainingRecipes, name) ? trainingRecipes[name] : undefined;
  if (recipe) return recipe;
  const names = Object.keys(trainingRecipes);
  const guess = nearestWord(name, names);
  throw new KirchhoffError("TRAIN_UNKNOWN_RECIPE", "no training recipe has this name", {
    found: name,
    expected: `one of ${names.join(", ")}`,
    hint: guess
      ? `did you mean "${guess}"?`
      : "name a recipe, or write a configuration: see docs/training.md",
  });
}
