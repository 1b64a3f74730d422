import { access } from "node:fs/promises";
import { join } from "node:path";
import { validateConfig } from "../../core/index.js";
import {
  CircuitEncoder,
  type ContrastiveConfig,
  type ContrastiveProgress,
  contrastiveSchema,
  type IntrinsicMetrics,
  intrinsicTest,
  openContrastiveRun,
  pretrainContrastive,
  rawFeatures,
  resumeContrastive,
} from "../../train/index.js";
import { expectSameCell } from "../known-cell.js";
import { describeMachine, type Machine } from "../machine.js";
import { parameterCount } from "../parameter-count.js";
import { readRecordFile, writeRecordFile } from "../record-file.js";
import { trainingSeconds } from "../training-seconds.js";
import { type DiceMethod, type DiceRunSettings, diceConfig } from "./methods.js";

/** What one way to embed circuits, from one seed, came to on the unseen circuits; `intrinsic.json` in its folder. */
export interface DiceCellResult {
  readonly format: 1;
  readonly metrics: IntrinsicMetrics;
  /** Positives of each circuit, and as many negatives. */
  readonly members: number;
  /** Numbers that were learned. */
  readonly parameters: number;
  readonly steps: number;
  readonly trainingSeconds: number;
  /** Validations while it was trained, by step. */
  readonly curve: readonly (IntrinsicMetrics & { readonly step: number })[];
  readonly machine: Machine;
}

/** What {@link runDiceCell} is told. */
export interface DiceCellOptions extends DiceRunSettings {
  readonly members: number;
  readonly resume: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ContrastiveProgress) => void) | undefined;
}

const resultFile = "intrinsic.json";

/** The folder of a cell below that of the table. */
export const diceCellFolder = (folder: string, method: string, seed: number): string =>
  join(folder, method, `seed-${seed}`);

/** What the cell in this folder found; undefined where it is not finished. */
export const readDiceCell = (folder: string): Promise<DiceCellResult | undefined> =>
  readRecordFile(join(folder, resultFile));

/**
 * Trains an encoder in its run folder and tests it on the circuits that it has not seen; with `resume`, a finished one is only read.
 * Undefined where `signal` stopped it. Throws BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, and what `pretrainContrastive` throws.
 */
export async function runDiceCell(
  folder: string,
  method: DiceMethod,
  options: DiceCellOptions,
): Promise<DiceCellResult | undefined> {
  const { members, resume, signal, onProgress } = options;
  const raw = diceConfig(method, options);
  const config = raw && validateConfig(contrastiveSchema, raw, `the cell in ${folder}`);
  const begun = (await exists(join(folder, "run.yaml"))) ? await openContrastiveRun(folder) : undefined;
  if (begun && config) expectSameCell(folder, comparable(begun.config), comparable(config), resume);
  const known = await readDiceCell(folder);
  if (known) {
    expectSameCell(join(folder, resultFile), { members: known.members }, { members }, resume);
    return known;
  }
  if (config) {
    const control = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
    const { reason } = begun
      ? await resumeContrastive(folder, control)
      : await pretrainContrastive(config, { folder, ...control });
    if (reason === "interrupted") return undefined;
  }
  const result = {
    ...{ format: 1 as const, members },
    ...(config ? await testRun(folder, members) : await testRawFeatures(members)),
    machine: describeMachine(),
  };
  await writeRecordFile(join(folder, resultFile), result, 2);
  return result;
}

async function testRun(folder: string, members: number) {
  const { config, journal, validations, checkpoint } = await openContrastiveRun(folder);
  const encoder = await CircuitEncoder.open(folder, { threads: config.threads ?? 1 });
  try {
    const { style } = config.network;
    return {
      metrics: await intrinsicTest((graphs) => encoder.embed(graphs), {
        ...{ style, rules: config.circuits.rules, members },
      }),
      parameters: parameterCount(await checkpoint("best")),
      steps: config.steps,
      trainingSeconds: trainingSeconds(journal),
      curve: validations.map(({ step, metrics }) => ({ step, ...metrics })),
    };
  } finally {
    await encoder.release();
  }
}

async function testRawFeatures(members: number) {
  const metrics = await intrinsicTest(rawFeatures, { style: "sound", rules: "sound", members });
  return { metrics, parameters: 0, steps: 0, trainingSeconds: 0, curve: [] };
}

/** What of a configuration decides the result. */
const comparable = (config: ContrastiveConfig) => ({ ...config, threads: 0, device: "cpu" });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
