import type { Subset } from "../../train/index.js";
import { boostedTrees } from "./boosted-trees.js";
import { examplesOf, type FewShotData } from "./data.js";
import { columnMeans, type Examples, type Matrix, stackExamples } from "./matrix.js";
import { Mlp } from "./mlp.js";
import { nearestNeighbours } from "./nearest.js";
import { ridge } from "./ridge.js";

/** What a method learns from. */
export interface Lesson {
  readonly data: FewShotData;
  /** Empty for a method that takes no samples. */
  readonly subset: Subset;
  readonly seed: number;
  /** Told the share that is done, where a method takes long. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Something that learns from few samples and then predicts the test rows. */
export interface Method {
  /** All that decides what it does, for a finished record to be told from one of other settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** `[test rows, targets]`; undefined where `signal` stopped it. */
  predict(lesson: Lesson): Promise<Matrix | undefined>;
  release?(): Promise<void>;
}

/** What every figure is compared with: learners that know a circuit's parameters and nothing of its graph. */
export const regressorLabels = {
  ridge: "ridge on polynomials",
  trees: "boosted trees",
  nearest: "nearest neighbours",
  mlp: "MLP on parameters",
  mean: "mean of the samples",
} as const;

export type RegressorName = keyof typeof regressorLabels;

/** A learner without graphs as a method. */
export function regressorMethod(name: RegressorName, { threads }: { readonly threads: number }): Method {
  const mlp = name === "mlp" ? new Mlp({ threads }) : undefined;
  const learners = { ridge, trees: boostedTrees, nearest: nearestNeighbours, mean: meanOfTargets };
  return {
    settings: {},
    async predict({ data, subset, seed }) {
      const [fit, held] = [examplesOf(data.train, subset.fit), examplesOf(data.train, subset.held)];
      const { parameters } = data.test;
      if (name === "mlp") return (await mlp!.learn(fit, held, seed))(parameters);
      return learners[name](fit, held)(parameters);
    },
    release: async () => mlp?.release(),
  };
}

/** What knows nothing of a circuit. */
function meanOfTargets(fit: Examples, held: Examples): (inputs: Matrix) => Matrix {
  const means = columnMeans(stackExamples(fit, held).targets);
  const columns = fit.targets.columns;
  return ({ rows }) => ({
    rows,
    columns,
    data: Float64Array.from({ length: rows * columns }, (_, i) => means[i % columns]!),
  });
}
