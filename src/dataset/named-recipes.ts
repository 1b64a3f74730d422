import { KirchhoffError, nearestWord, validateConfig } from "../core/index.js";
import {
  delayLineRecipe,
  diceOpAmpRecipe,
  otherOpAmpRecipe,
  publishedDelayLineRecipe,
  sizedOpAmpRecipe,
} from "./dice-recipes.js";
import type { Recipe } from "./recipe.js";
import { recipeSchema } from "./recipe-schema.js";

const fewShotSplits = { train: 900, valid: 100, test: 1000 };

/** Paper A's design space of its op-amps, which it states as a hyperopt space. */
const opAmpSampling = {
  parameters: {
    ...Object.fromEntries(
      ["mp1", "mn1", "mp3", "mn3", "mn4", "mn5"].map((name) => [
        name,
        { kind: "rounded-uniform", low: 1, high: 100 },
      ]),
    ),
    cc: { kind: "uniform", low: "0.1p", high: "10p" },
    cload: { kind: "uniform", low: "0.1p", high: "10p" },
    rz: { kind: "uniform", low: 0, high: 1000 },
    ibias: { kind: "uniform", low: "10u", high: "50u" },
    vss: { kind: "uniform", low: 0, high: 0.2 },
    vdd: { kind: "uniform", low: 1, high: 1.2 },
    vin1: { kind: "uniform", low: 0.4, high: 0.8 },
    vin2: {
      kind: "copy",
      of: "vin1",
      probability: 0.5,
      otherwise: { kind: "uniform", low: 0.4, high: 0.8 },
    },
  },
};

const opAmpMeasures = {
  testbench: "op-amp",
  measures: ["gain", "unityGainFrequency", "phaseMargin", "power", "cmrr", "psrrPlus", "psrrMinus", "offset"],
  devices: true,
};

/**
 * The sets of paper A (arXiv 2203.15913) but for the ladders of one size, which {@link ladderRecipe} makes; `opamp-biased-loop`, ours;
 * and those of paper B's tasks, made when they are asked for.
 */
const recipes: Readonly<Record<string, object | (() => object)>> = {
  ladder: {
    description: "Resistor ladders of 2 to 10 branches for pretraining on DC node voltages.",
    circuits: [2, 3, 4, 5, 6, 7, 8, 9, 10].map((branches) => `ladder-${branches}`),
    splits: { train: 18_000, valid: 2000 },
  },
  "parallel-divider": {
    description: "Few-shot network: a divider with two parallel resistors.",
    circuits: ["parallel-divider"],
    splits: fewShotSplits,
  },
  "series-divider": {
    description: "Few-shot network: a divider with two series resistors.",
    circuits: ["series-divider"],
    splits: fewShotSplits,
  },
  "loaded-divider": {
    description: "Few-shot network: a divider with a load.",
    circuits: ["loaded-divider"],
    splits: fewShotSplits,
  },
  "wheatstone-bridge": {
    description: "Few-shot network: a Wheatstone bridge between two sources.",
    circuits: ["wheatstone-bridge"],
    splits: fewShotSplits,
  },
  "ladder-rout": {
    description: "Output resistance of resistor ladders of 10 branches.",
    circuits: ["ladder-10"],
    label: "output-resistance",
    simulator: "exact",
    splits: fewShotSplits,
  },
  opamp: {
    description: "Two-stage op-amps in 45 nm for pretraining on DC node voltages.",
    circuits: ["opamp"],
    sampling: opAmpSampling,
    ...opAmpMeasures,
    splits: { train: 124_000, valid: 1000, test: 1000 },
  },
  "opamp-biased": {
    description: "Few-shot circuit: two-stage op-amps whose first-stage loads have a bias of their own.",
    circuits: ["opamp-biased"],
    ...opAmpMeasures,
    sampling: {
      parameters: { ...opAmpSampling.parameters, vbias: { kind: "uniform", low: 0.2, high: 0.8 } },
    },
    splits: { train: 10_000, valid: 1000, test: 1000 },
  },
  /** Above 0.45 V of vbias the loads carry more than the pair takes, and at most one op-amp in twenty has a unity-gain frequency. */
  "opamp-biased-loop": {
    description:
      "Few-shot circuit: biased op-amps measured in open loop at the operating point of a follower, for bandwidth and phase margin.",
    circuits: ["opamp-biased"],
    testbench: "op-amp-loop",
    measures: ["gain", "bandwidth", "unityGainFrequency", "phaseMargin", "power"],
    sampling: {
      parameters: {
        ...opAmpSampling.parameters,
        vin2: { kind: "copy", of: "vin1" },
        vbias: { kind: "uniform", low: 0.2, high: 0.45 },
      },
    },
    splits: { train: 30_000, valid: 3000, test: 6000 },
  },
  "delay-lines": delayLineRecipe,
  "delay-lines-published": publishedDelayLineRecipe,
  "dice-opamps": diceOpAmpRecipe,
  "dice-opamps-sized": sizedOpAmpRecipe,
  "dice-opamps-others": otherOpAmpRecipe,
};

/** The paper's own names of its few-shot networks. */
const aliases: Readonly<Record<string, string>> = {
  rpar: "parallel-divider",
  rser: "series-divider",
  rl_div: "loaded-divider",
  wheatstone: "wheatstone-bridge",
  wheatstone_b: "wheatstone-bridge",
};

/** Names that {@link namedRecipe} knows; any other `ladder-N` works too. */
export const recipeNames: readonly string[] = [
  "ladder",
  ...[12, 16, 32, 128].map((branches) => `ladder-${branches}`),
  ...Object.keys(recipes).filter((name) => name !== "ladder"),
];

/**
 * The recipe of this name: `ladder`, `ladder-N`, `ladder-rout`, a few-shot network by our name or the paper's (`rpar`, also
 * written `few-shot-rpar`). Throws DATASET_UNKNOWN_RECIPE.
 */
export function namedRecipe(name: string): Recipe {
  const bare = name.replace(/^few-shot-/, "");
  const known = (Object.hasOwn(aliases, bare) ? aliases[bare] : undefined) ?? bare;
  const branches = /^ladder-([1-9]\d*)$/.exec(known)?.[1];
  const fixed = Object.hasOwn(recipes, known) ? recipes[known] : undefined;
  const stated = typeof fixed === "function" ? fixed() : fixed;
  const recipe = branches === undefined ? stated : ladderRecipe(Number(branches));
  if (recipe) return validateConfig(recipeSchema, { name: known, ...recipe }, `recipe ${known}`);
  const guess = nearestWord(name, [...recipeNames, ...Object.keys(aliases)]);
  throw new KirchhoffError("DATASET_UNKNOWN_RECIPE", "there is no recipe of this name", {
    found: name,
    expected: `one of ${recipeNames.join(", ")}, any other ladder-N, or a recipe file (.yaml)`,
    hint:
      guess === undefined ? "name a recipe or write one: see docs/datasets.md" : `did you mean "${guess}"?`,
  });
}

/** A ladder of one size, for testing what was learned on other sizes and for learning it on its own. */
function ladderRecipe(branches: number): object {
  return {
    description: `Resistor ladders of ${branches} branches.`,
    circuits: [`ladder-${branches}`],
    splits: { train: 18_000, valid: 2000, test: 1000 },
  };
}
