import { trainingRecipe, withSettings } from "../../train/index.js";

/** One way to embed circuits: a row of the intrinsic test's table. */
export interface DiceMethod {
  readonly id: string;
  readonly label: string;
  /** How its training differs from the recipe `dice`; absent where nothing is trained. */
  readonly settings?: readonly string[];
}

/** Batch norms see what training sees, and nothing is learned. */
const untrained = ["steps=50", "learningRate={kind: constant, peak: 1e-30, warmup: 0}"];

/** Every row: what is compared at one size, then our loss at other sizes. */
export const diceMethods: readonly DiceMethod[] = [
  { id: "raw", label: "counts of kinds, no network" },
  { id: "untrained", label: "untrained network", settings: untrained },
  { id: "simsiam", label: "SimSiam", settings: ["loss={kind: simsiam}"] },
  { id: "nt-xent", label: "NT-Xent", settings: ["loss={kind: nt-xent}"] },
  {
    id: "dice-published",
    label: "DICE loss, negatives as published",
    settings: ["loss={kind: dice, ownNegatives: false}"],
  },
  { id: "dice", label: "DICE loss, own negatives too (default)", settings: [] },
  { id: "dice-1-layer", label: "default with 1 layer", settings: ["network.layers=1"] },
  { id: "dice-3-layers", label: "default with 3 layers", settings: ["network.layers=3"] },
  { id: "dice-32", label: "default with 32 channels", settings: ["network.hidden=32"] },
  { id: "dice-128", label: "default with 128 channels", settings: ["network.hidden=128"] },
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
  { settings }: DiceMethod,
  { seed, steps, threads }: DiceRunSettings,
): Record<string, unknown> | undefined {
  if (!settings) return undefined;
  const { config } = trainingRecipe("dice");
  return {
    ...withSettings({ ...config, ...(steps !== undefined && { steps }) }, settings),
    seed,
    ...(threads !== undefined && { threads }),
  };
}
