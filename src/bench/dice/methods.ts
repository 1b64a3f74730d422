import { trainingRecipe, withSettings } from "../../train/index.js";

/** One way to embed circuits: a row of the intrinsic test's table. */
export interface DiceMethod {
  readonly id: string;
  readonly label: string;
  /** How its training differs from the recipe `dice`; absent where nothing is trained. */
  readonly settings?: readonly string[];
  /** Whether it is the recipe as it is, not as the others are compared. */
  readonly whole?: boolean;
}

/** Batch norms see what training sees, and nothing is learned. */
const untrained = ["steps=50", "learningRate={kind: constant, peak: 1e-30, warmup: 0}"];

/** Every row but the last learns from the paper's 40 circuits, for so many steps: enough to tell them apart. */
const compared = [
  "circuits.train=[pretraining]",
  "batch={kind: stratified, graphsPerCircuit: 8}",
  "steps=600",
];

/** Every row: what is compared at one size, our loss at other sizes, and the recipe as it is. */
export const diceMethods: readonly DiceMethod[] = [
  { id: "raw", label: "counts of kinds, no network" },
  { id: "untrained", label: "untrained network", settings: untrained },
  { id: "simsiam", label: "SimSiam", settings: ["loss={kind: simsiam}"] },
  { id: "nt-xent", label: "NT-Xent", settings: ["loss={kind: nt-xent}"] },
  { id: "nt-xent-0.2", label: "NT-Xent, temperature 0.2", settings: ["loss={kind: nt-xent, tau: 0.2}"] },
  { id: "nt-xent-0.5", label: "NT-Xent, temperature 0.5", settings: ["loss={kind: nt-xent, tau: 0.5}"] },
  {
    id: "dice-published",
    label: "DICE loss as published",
    settings: ["loss={kind: dice, ownNegatives: false}"],
  },
  { id: "dice-own", label: "DICE loss, own negatives too", settings: ["loss={kind: dice}"] },
  { id: "dice", label: "likewise, our temperatures", settings: ["loss.negativeAnchors=false"] },
  { id: "dice-anchors", label: "likewise, negatives away from other circuits", settings: [] },
  { id: "dice-1-layer", label: "likewise, 1 layer", settings: ["network.layers=1"] },
  { id: "dice-3-layers", label: "likewise, 3 layers", settings: ["network.layers=3"] },
  { id: "dice-32", label: "likewise, 32 channels", settings: ["network.hidden=32"] },
  { id: "dice-128", label: "likewise, 128 channels", settings: ["network.hidden=128"] },
  { id: "dice-whole", label: "the recipe `dice`: more steps, 116 circuits", settings: [], whole: true },
];

/** What every method's training is told alike. */
export interface DiceRunSettings {
  readonly seed: number;
  /** In place of the recipe's. */
  readonly steps?: number | undefined;
  readonly threads?: number | undefined;
}

/** The configuration of a method's training; undefined where it has none. */
export function diceConfig(
  { settings, whole }: DiceMethod,
  { seed, steps, threads }: DiceRunSettings,
): object | undefined {
  if (!settings) return undefined;
  const { config } = trainingRecipe("dice");
  return {
    ...withSettings(config, [...(whole ? [] : compared), ...settings]),
    ...{ seed, ...(steps !== undefined && { steps }), ...(threads !== undefined && { threads }) },
  };
}
