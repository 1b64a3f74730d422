import { isDeepStrictEqual } from "node:util";
import { KirchhoffError, validateConfig } from "../core/index.js";
import {
  evaluate,
  type Metrics,
  openRun,
  Predictor,
  type PretrainConfig,
  pretrainSchema,
  trainingRecipe,
} from "../train/index.js";
import { type Baseline, measureBaselines } from "./baselines.js";
import { describeMachine, type Machine } from "./machine.js";
import { parameterCount } from "./parameter-count.js";
import { testSizes } from "./table1-rows.js";
import { TestData } from "./test-data.js";
import { secondsAtSteps, trainingSeconds } from "./training-seconds.js";

/** One pretraining run and how its validation went. */
export interface ValidationCurve {
  /** Name of the training recipe. */
  readonly recipe: string;
  readonly description: string;
  /** The command that repeats it. */
  readonly command: string;
  readonly network: PretrainConfig["network"];
  readonly parameters: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly started: string;
  readonly trainingSeconds: number;
  readonly points: readonly { readonly step: number; readonly minutes: number; readonly metrics: Metrics }[];
  readonly best: { readonly step: number; readonly metrics: Metrics };
}

/** A pretraining run, and what its best weights do on ladders of unseen sizes. */
export interface LearningCurve extends ValidationCurve {
  /** Metrics of the best weights, zero-shot, by branches of the test ladders. */
  readonly test: Readonly<Record<string, Metrics>>;
}

/** What the results page says of pretraining. */
export interface PretrainingMeasurement {
  readonly format: 1;
  readonly measured: string;
  readonly machine: Machine;
  readonly testRows: number;
  readonly curves: readonly LearningCurve[];
  readonly baselines: readonly Baseline[];
}

/**
 * Reads the runs of training recipes and tests their best weights; `runs` holds the run folder of each recipe.
 *
 * Throws TRAIN_UNKNOWN_RECIPE, BENCH_RUN_DIFFERS where a run's settings are not those of its recipe (seed and dataset folder apart), and
 * what opening a run throws.
 */
export async function measurePretraining(
  runs: ReadonlyMap<string, string>,
  { testRows = 1000 }: { readonly testRows?: number } = {},
): Promise<PretrainingMeasurement> {
  const testData = new TestData(testRows);
  const curves: LearningCurve[] = [];
  for (const [recipe, folder] of runs) curves.push(await measureRun(recipe, folder, testData));
  return {
    format: 1,
    measured: new Date().toISOString(),
    machine: describeMachine(),
    testRows,
    curves,
    baselines: await measureBaselines(testData),
  };
}

async function measureRun(recipe: string, folder: string, testData: TestData): Promise<LearningCurve> {
  await checkRunOfRecipe(recipe, folder);
  return readLearningCurve(folder, recipe, testData);
}

/** The curve of the run in a folder, said to be of this recipe, and what its best weights do. Throws TRAIN_UNKNOWN_RECIPE. */
export async function readLearningCurve(
  folder: string,
  recipe: string,
  testData: TestData,
): Promise<LearningCurve> {
  return withBestWeights(folder, recipe, async (predictor, curve) => {
    const test: Record<string, Metrics> = {};
    for (const size of testSizes) test[size] = await evaluate(predictor, await testData.ladders(size));
    return { ...curve, test };
  });
}

/** How the validation of a run went, and its best weights for as long as `use` needs them. Throws TRAIN_UNKNOWN_RECIPE. */
export async function withBestWeights<Result>(
  folder: string,
  recipe: string,
  use: (predictor: Predictor, curve: ValidationCurve) => Promise<Result>,
): Promise<Result> {
  const run = await openRun(folder);
  const checkpoint = await run.checkpoint("best");
  const seconds = secondsAtSteps(run.journal);
  const { network, steps, batchSize, seed } = run.config;
  const { step } = checkpoint.card.training;
  const predictor = await Predictor.of(checkpoint);
  try {
    return await use(predictor, {
      recipe,
      description: trainingRecipe(recipe).description,
      command: `kirchhoff pretrain --recipe ${recipe}${seed === 1 ? "" : ` --set seed=${seed}`}`,
      network,
      parameters: parameterCount(checkpoint),
      ...{ steps, batchSize, seed },
      started: run.description.started,
      trainingSeconds: trainingSeconds(run.journal),
      points: run.validations.map((point) => ({ ...point, minutes: seconds.get(point.step)! / 60 })),
      best: run.validations.find((validation) => validation.step === step)!,
    });
  } finally {
    await predictor.release();
  }
}

/** Checks that a run was trained as its recipe says. Throws TRAIN_UNKNOWN_RECIPE and BENCH_RUN_DIFFERS. */
export async function checkRunOfRecipe(recipe: string, folder: string): Promise<void> {
  const { config } = trainingRecipe(recipe);
  const { config: found } = await openRun(folder);
  checkRun(recipe, folder, found, validateConfig(pretrainSchema, config, `recipe ${recipe}`));
}

function checkRun(recipe: string, folder: string, found: PretrainConfig, stated: PretrainConfig): void {
  const comparable = (config: PretrainConfig): unknown =>
    JSON.parse(JSON.stringify({ ...config, dataset: null, seed: 0, threads: 0 }));
  if (isDeepStrictEqual(comparable(found), comparable(stated))) return;
  throw new KirchhoffError("BENCH_RUN_DIFFERS", `${folder} is no run of the recipe ${recipe}`, {
    found: `${found.steps} steps of ${found.batchSize} graphs, ${JSON.stringify(found.network)}`,
    expected: `${stated.steps} steps of ${stated.batchSize} graphs, ${JSON.stringify(stated.network)}, and all else as the recipe says`,
    hint: `train it again: kirchhoff pretrain --recipe ${recipe}`,
  });
}
