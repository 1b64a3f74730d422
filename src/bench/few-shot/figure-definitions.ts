import { unknownId } from "../select.js";
import { regressorLabels } from "./method.js";
import type { NetworkBudget } from "./networks.js";

export const figureNames = ["fig7", "fig8b", "fig8c", "fig9", "opamp-measures"] as const;
export type FigureName = (typeof figureNames)[number];

/** Acc@K over all targets, over those that no voltage source decides, and the share of the variance that is explained. */
export type ScoreName = "accuracy" | "free" | "r2";

/** One panel of a figure: rows of a dataset, and what is predicted of them. */
export interface FewShotTask {
  readonly id: string;
  readonly label: string;
  /** Name of the dataset recipe. */
  readonly recipe: string;
  /** Whether labels come from ngspice, and not from an exact solution in a moment. */
  readonly isSimulated?: boolean;
  /** Name of the measure; the rows' own labels where absent. */
  readonly measure?: string;
  /** Whether its decimal logarithm is what is predicted. */
  readonly logarithm?: boolean;
}

/** A curve of a figure. */
export interface FewShotMethod {
  readonly id: string;
  readonly label: string;
  /** What weights a network begins with, zero-shot ones staying as they are; absent where it is a learner without graphs. */
  readonly weights?: "pretrained" | "scratch" | "zero-shot";
  /** How a network pools its states to predict a quantity of the whole circuit (default: attention). */
  readonly pooling?: "attention" | "mean";
  /**
   * Whether it is given the circuit in which a voltage tells the output resistance; its weights, where they are pretrained, then stay as
   * they are, below a head that reads the voltages that it gives each net.
   */
  readonly isProbed?: boolean;
}

/** A few-shot figure of paper A (arXiv 2203.15913), or one of ours in its manner. */
export interface FewShotFigure {
  readonly name: FigureName;
  readonly title: string;
  /** What the paper shows, without numbers; absent where the figure is ours. */
  readonly claim?: string;
  readonly tasks: readonly FewShotTask[];
  readonly methods: readonly FewShotMethod[];
  /** What is shown of each panel. */
  readonly scores: readonly ScoreName[];
  /** The pretrained network: its name in `models/`. */
  readonly model: string;
  readonly budget: NetworkBudget;
  /** K of Acc@K. */
  readonly levels: number;
  /** Shares of the training rows. */
  readonly fractions: readonly number[];
  /** Test rows, at most. */
  readonly testRows: number;
}

const regressors = (["ridge", "trees", "nearest", "mlp", "mean"] as const).map((id) => ({
  id,
  label: regressorLabels[id],
}));

const transfer: readonly FewShotMethod[] = [
  { id: "pretrained", label: "pretrained, fine-tuned", weights: "pretrained" },
  { id: "scratch", label: "same network from scratch", weights: "scratch" },
];
const zeroShot: FewShotMethod = { id: "zero-shot", label: "pretrained, zero-shot", weights: "zero-shot" };
/** Fine-tuning begins gently; fresh weights learn as fast as they did in pretraining. */
const resistiveBudget: NetworkBudget = {
  steps: 300,
  batchSize: 32,
  loss: { kind: "mse", delta: 0.05 },
  every: 25,
  patience: 6,
  by: "error",
  rates: { pretrained: 5e-4, scratch: 3e-3 },
};

/** The loss of the op-amp's pretraining: a few op-amps at the edge of a region would outweigh all others in squared error. */
const voltageBudget: NetworkBudget = {
  ...resistiveBudget,
  steps: 1000,
  batchSize: 64,
  every: 100,
  patience: 10,
  loss: { kind: "huber", delta: 0.02 },
  by: "accuracy",
  rates: { pretrained: 1e-3, scratch: 3e-3 },
};

/** A fresh head learns at the full rate whatever it stands on; a slower backbone below it gave less. */
const headBudget: NetworkBudget = {
  ...resistiveBudget,
  batchSize: 64,
  every: 20,
  patience: 15,
  loss: { kind: "huber", delta: 0.2 },
  rates: { pretrained: 6e-3, scratch: 6e-3 },
};

/** More samples than the other measures have, in more steps. */
const gainBudget: NetworkBudget = {
  ...headBudget,
  steps: 600,
  every: 60,
  patience: 10,
  rates: { pretrained: 3e-3, scratch: 3e-3 },
};

/** More steps than for measures of op-amps: half as many lost a fifth of the accuracy. */
const resistanceBudget: NetworkBudget = { ...headBudget, steps: 400, every: 25, patience: 20 };

const probed = (
  [
    ["pretrained", "attention"],
    ["pretrained", "mean"],
    ["scratch", "attention"],
  ] as const
).map(
  ([weights, pooling]): FewShotMethod => ({
    id: `probed-${weights}${pooling === "mean" ? "-mean" : ""}`,
    label: `a volt at the output: ${weights === "scratch" ? "from scratch" : "pretrained"}, ${pooling} pooling`,
    ...{ weights, pooling, isProbed: true },
  }),
);

/** Of a head that reads what was computed once: ten such steps take less time than one of a whole network. */
export const frozenBudget: NetworkBudget = { ...resistanceBudget, steps: 4000, every: 100, patience: 40 };

const tenThousand = [0.01, 0.05, 0.1, 0.5, 1];

const figures: Readonly<Record<FigureName, Omit<FewShotFigure, "name">>> = {
  fig7: {
    title: "Voltages of four resistive networks",
    claim: "fine-tuned above scratch on all four networks at every fraction; zero-shot poor",
    tasks: [
      { id: "parallel-divider", label: "parallel divider", recipe: "parallel-divider" },
      { id: "series-divider", label: "series divider", recipe: "series-divider" },
      { id: "loaded-divider", label: "loaded divider", recipe: "loaded-divider" },
      { id: "wheatstone-bridge", label: "Wheatstone bridge", recipe: "wheatstone-bridge" },
    ],
    methods: [...transfer, zeroShot, ...regressors],
    scores: ["accuracy"],
    model: "ladder-thevenin",
    budget: resistiveBudget,
    levels: 100,
    fractions: [0.1, 0.25, 0.5, 1],
    testRows: 1000,
  },
  fig8b: {
    title: "Voltages of the biased op-amp",
    claim: "fine-tuned above scratch at every fraction, up to ten times more sample-efficient",
    tasks: [{ id: "voltages", label: "biased op-amp, voltages", recipe: "opamp-biased", isSimulated: true }],
    methods: [...transfer, zeroShot, ...regressors],
    scores: ["accuracy", "free"],
    model: "opamp-norton",
    budget: voltageBudget,
    levels: 200,
    fractions: tenThousand,
    testRows: 1000,
  },
  fig8c: {
    title: "Gain of the biased op-amp",
    claim: "fine-tuned above scratch at every fraction",
    tasks: [
      {
        id: "gain",
        label: "biased op-amp, gain (dB)",
        recipe: "opamp-biased",
        isSimulated: true,
        measure: "gain",
      },
    ],
    methods: [...transfer, ...regressors],
    scores: ["accuracy", "r2"],
    model: "opamp-norton",
    budget: gainBudget,
    levels: 50,
    fractions: tenThousand,
    testRows: 1000,
  },
  fig9: {
    title: "Output resistance of ladders of ten branches",
    claim:
      "from scratch the network does not generalise even from all samples; attention pooling above mean pooling",
    tasks: [{ id: "output-resistance", label: "output resistance of ladder-10", recipe: "ladder-rout" }],
    methods: [
      { id: "pretrained", label: "pretrained, attention pooling", weights: "pretrained" },
      { id: "pretrained-mean", label: "pretrained, mean pooling", weights: "pretrained", pooling: "mean" },
      { id: "scratch", label: "from scratch, attention pooling", weights: "scratch" },
      ...probed,
      { id: "zero-shot", label: "pretrained, zero-shot, resistance read as a voltage", weights: "zero-shot" },
      ...regressors,
    ],
    scores: ["accuracy"],
    model: "ladder-thevenin",
    budget: resistanceBudget,
    levels: 100,
    fractions: [0.25, 0.5, 0.75, 1],
    testRows: 1000,
  },
  "opamp-measures": {
    title: "Bandwidth and phase margin of the biased op-amp",
    tasks: [
      {
        id: "unity-gain-bandwidth",
        label: "biased op-amp, unity-gain bandwidth (log Hz)",
        recipe: "opamp-biased-loop",
        isSimulated: true,
        measure: "unityGainFrequency",
        logarithm: true,
      },
      {
        id: "phase-margin",
        label: "biased op-amp, phase margin (degrees)",
        recipe: "opamp-biased-loop",
        isSimulated: true,
        measure: "phaseMargin",
      },
    ],
    methods: [...transfer, ...regressors],
    scores: ["r2", "accuracy"],
    model: "opamp-norton",
    budget: headBudget,
    levels: 50,
    fractions: tenThousand,
    testRows: 1000,
  },
};

/** The figure of this name. Throws BENCH_UNKNOWN_ROW. */
export function fewShotFigure(name: string): FewShotFigure {
  const known = figureNames.find((each) => each === name);
  if (known) return { name: known, ...figures[known] };
  throw unknownId("figure", name, figureNames);
}

/** Whether a task is about a quantity of the whole circuit, not about voltages. */
export function isGraphTask({ measure, recipe }: FewShotTask): boolean {
  return measure !== undefined || recipe === "ladder-rout";
}
