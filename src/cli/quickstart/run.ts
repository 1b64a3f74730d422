import { readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import { makeFolder, writeDurably } from "../../core/node/index.js";
import { openDataset } from "../../dataset/index.js";
import { openSimulator } from "../../simulate/index.js";
import { loadSplit, openRun, Predictor, type PretrainResult, type Run } from "../../train/index.js";
import { type TestedSet, testOn } from "./accuracy.js";
import { meanLabel, untrained } from "./baselines.js";
import { findLike, type LikenessTest } from "./likeness.js";
import type { Narrator } from "./narrator.js";
import { checkNetlist, type NetlistCheck } from "./netlist-check.js";
import { fineTuneOpAmp, type OpAmpTest } from "./op-amp.js";
import {
  opAmpData,
  type QuickstartSize,
  testData,
  trainingConfig,
  trainingData,
  unseenSizes,
} from "./plan.js";
import { quickstartReport } from "./report.js";
import { type SizingTest, sizeOpAmp } from "./sizing.js";
import { type Simulated, simulateAll, train } from "./steps.js";
import {
  describeAccuracy,
  describeLikeness,
  describeNetlist,
  describeOpAmp,
  describeSimulation,
  describeSizing,
  describeTraining,
} from "./words.js";

/** Options of {@link quickstart}. */
export interface QuickstartOptions {
  /** Everything is kept here, so that a second call goes on where the first one stopped. */
  readonly folder: string;
  readonly size: QuickstartSize;
  /** Of this package: another one may make other data. */
  readonly version: string;
  /** Removes what an earlier call left. */
  readonly fresh: boolean;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** All that a quickstart found. */
export interface QuickstartResult {
  readonly folder: string;
  readonly size: QuickstartSize;
  readonly simulator: string;
  readonly simulated: readonly Simulated[];
  readonly training: PretrainResult;
  readonly run: Run;
  readonly parameters: number;
  readonly sizes: readonly TestedSet[];
  readonly others: readonly TestedSet[];
  readonly netlist: NetlistCheck;
  readonly opAmp: OpAmpTest;
  readonly likeness: LikenessTest;
  readonly sizing: SizingTest;
  readonly reportFile: string;
}

/** Seconds: all runs here take milliseconds, but one design of an op-amp in some thousands has an operating point that never ends. */
const longestRun = 10;
/** Each embedded simulator takes some 400 MB. */
const mostWorkers = 4;

/** What a quickstart leaves in its folder. */
const ownEntries = ["quickstart.json", "data", "training", "op-amp", "report.html"];

/**
 * Simulates ladders, trains a network on them, tests it on circuits that it has not seen; fine-tunes the network of op-amps to another
 * topology; finds circuits that are like one; sizes an op-amp; and writes `report.html`.
 *
 * Throws CLI_QUICKSTART_OTHER where the folder holds a quickstart with other settings, DATASET_INTERRUPTED and
 * CLI_QUICKSTART_INTERRUPTED when `signal` stops it.
 */
export async function quickstart(options: QuickstartOptions): Promise<QuickstartResult> {
  const { folder, size, version, fresh, narrator, signal } = options;
  const [data, training] = [join(folder, "data"), join(folder, "training")];
  if (fresh) {
    for (const name of ownEntries) await rm(join(folder, name), { recursive: true, force: true });
  }
  await claimFolder(folder, { kirchhoff: version, ...size });

  const simulator = await openSimulator({
    simulator: "embedded",
    workers: Math.min(mostWorkers, availableParallelism()),
    timeoutSeconds: longestRun,
  });
  try {
    narrator.step("Simulate resistor ladders with the embedded ngspice");
    const recipes = [trainingData(size), ...testData(size)];
    const simulated = await simulateAll(recipes, simulator, data, { narrator, signal });
    narrator.say(...describeSimulation(simulated, simulator));

    narrator.step("Train a network on ladders of 2 to 10 branches");
    const trained = await train(training, trainingConfig(size, simulated[0]!.folder), { narrator, signal });
    narrator.say(...describeTraining(trained));

    narrator.step("Test it on circuits that it has never seen");
    const mean = meanLabel(await loadSplit(await openDataset(simulated[0]!.folder), "train"));
    const before = untrained(trained.checkpoint, size.seed);
    const [network, random] = [await Predictor.of(trained.checkpoint), await Predictor.of(before)];
    try {
      const tested: TestedSet[] = [];
      for (const { folder } of simulated.slice(1)) {
        tested.push(await testOn(await openDataset(folder), { trained: network, untrained: random, mean }));
      }
      const [sizes, others] = [tested.slice(0, unseenSizes.length), tested.slice(unseenSizes.length)];
      narrator.say(...describeAccuracy(sizes, others));

      narrator.step("Predict a netlist that was written by hand");
      const netlist = await checkNetlist(network, simulator);
      narrator.say(...describeNetlist(netlist, simulator));

      narrator.step("Fine-tune a network of op-amps to a topology that it has never seen");
      const [samples] = await simulateAll([opAmpData(size)], simulator, data, { narrator, signal });
      const opAmp = await fineTuneOpAmp(join(folder, "op-amp"), size, samples!, { narrator, signal });
      narrator.say(...describeOpAmp(opAmp, simulator));

      narrator.step("Find the circuits that are most like a netlist");
      const likeness = await findLike(narrator);
      narrator.say(...describeLikeness(likeness));

      narrator.step("Size an op-amp to its specification");
      const sizing = await sizeOpAmp(size, simulator, { narrator, signal });
      narrator.say(...describeSizing(sizing));

      const result: QuickstartResult = {
        ...{ folder, size, simulated, training: trained, sizes, others, netlist, opAmp, likeness, sizing },
        simulator: `${simulator.name} ${simulator.version}`,
        run: await openRun(training),
        parameters: [...trained.checkpoint.tensors.values()].reduce((sum, { data }) => sum + data.length, 0),
        reportFile: join(folder, "report.html"),
      };
      await writeFile(result.reportFile, quickstartReport(result));
      return result;
    } finally {
      await Promise.all([network.release(), random.release()]);
    }
  } finally {
    await simulator.close();
  }
}

/** Notes in the folder what it is for, or finds the same noted there. */
async function claimFolder(folder: string, settings: object): Promise<void> {
  const path = join(folder, "quickstart.json");
  const text = `${JSON.stringify(settings)}\n`;
  makeFolder(folder);
  const present = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (present === undefined) return writeDurably(path, text);
  if (present === text) return;
  throw new KirchhoffError("CLI_QUICKSTART_OTHER", `${folder} holds a quickstart with other settings`, {
    found: present.trim(),
    expected: text.trim(),
    hint: "add --fresh to start over, or choose another folder with --out",
  });
}
