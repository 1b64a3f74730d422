import { unknownId } from "../select.js";
import { publishedDecoder } from "./decoder.js";
import type { RegressionBudget } from "./regressor.js";
import type { TaskLabel } from "./samples.js";

export const taskNames = ["similarity", "delay-lines", "op-amps"] as const;
export type TaskName = (typeof taskNames)[number];

export const protocols = ["faithful", "honest"] as const;
export type Protocol = (typeof protocols)[number];

/** How a task's numbers are called and shown. */
export interface ShownLabel extends TaskLabel {
  readonly text: string;
  readonly unit: string;
}

/** A task whose labels are numbers, under one protocol. */
export interface RegressionTask {
  readonly name: "delay-lines" | "op-amps";
  readonly protocol: Protocol;
  /** Named recipe of its dataset, and another whose datasets it reads where they are named. */
  readonly recipe: string;
  readonly otherRecipe?: string;
  readonly labels: readonly ShownLabel[];
  readonly decoder: { readonly hidden: number; readonly outputLayers: number };
  /** What DICE hands to the decoder. */
  readonly hands: "heads" | "states";
  /** Whether values and labels are shown standardised; else labels less their mean, so that no step is spent on finding it. */
  readonly isStandardised: boolean;
  readonly budget: RegressionBudget;
  readonly weightDecay: number;
  /** Where one topology is held out: numbers of its samples that are told afterwards, and how they are learned. */
  readonly fewShot?: { readonly samples: readonly number[]; readonly budget: RegressionBudget } | undefined;
}

const delays: readonly ShownLabel[] = [
  { measure: "riseDelay", scale: "minus-log", text: "rise delay", unit: "s" },
  { measure: "fallDelay", scale: "minus-log", text: "fall delay", unit: "s" },
];

const delayLines = {
  name: "delay-lines",
  recipe: "delay-lines",
  otherRecipe: "delay-lines-published",
  labels: delays,
} as const;

/** Multiples as published: numbers of about 1. */
const publishedOpAmp: readonly ShownLabel[] = [
  { measure: "power", scale: 1e3, text: "power", unit: "W" },
  { measure: "offset", scale: 10, text: "offset", unit: "V" },
  { measure: "commonModeGain", scale: 0.1, text: "CMRR term", unit: "dB" },
  { measure: "gain", scale: 0.1, text: "gain", unit: "dB" },
  { measure: "supplyGain", scale: 0.1, text: "PSRR term", unit: "dB" },
];

const sizedOpAmp: readonly ShownLabel[] = [
  { measure: "power", scale: "log", text: "power", unit: "W" },
  { measure: "offset", scale: 10, text: "offset", unit: "V" },
  { measure: "cmrr", scale: 0.1, text: "CMRR", unit: "dB" },
  { measure: "gain", scale: 0.1, text: "gain", unit: "dB" },
  { measure: "psrr", scale: 0.1, text: "PSRR", unit: "dB" },
  { measure: "unityGainFrequency", scale: "log", text: "unity-gain frequency", unit: "Hz" },
  { measure: "phaseMargin", scale: 0.01, text: "phase margin", unit: "°" },
];

const faithful = {
  protocol: "faithful",
  decoder: publishedDecoder,
  hands: "heads",
  isStandardised: false,
  budget: { steps: 1500, batchSize: 256, learningRate: 2e-3, validations: 10 },
  weightDecay: 0,
} as const;

const honest = {
  protocol: "honest",
  decoder: { hidden: 128, outputLayers: 3 },
  hands: "states",
  isStandardised: true,
  budget: { steps: 600, batchSize: 256, learningRate: 1e-3, validations: 10 },
  weightDecay: 1e-4,
  fewShot: {
    samples: [10, 50, 200],
    budget: { steps: 300, batchSize: 64, learningRate: 1e-3, validations: 10 },
  },
} as const;

/** The tasks with numbers as labels. */
const tasks: readonly RegressionTask[] = [
  { ...delayLines, ...faithful },
  { ...delayLines, ...honest },
  { name: "op-amps", recipe: "dice-opamps", labels: publishedOpAmp, ...faithful },
  { name: "op-amps", recipe: "dice-opamps-sized", labels: sizedOpAmp, ...honest },
];

/** A task under a protocol. */
export function regressionTask(name: RegressionTask["name"], protocol: Protocol): RegressionTask {
  return tasks.find((task) => task.name === name && task.protocol === protocol)!;
}

/** Encoders that a task compares, and what they are, in the order of tables. */
export const encoderTexts = {
  mean: "mean of the samples",
  ridge: "ridge on the parameters",
  alone: "decoder on the samples alone",
  none: "no structure",
  names: "each node by its name",
  values: "values in messages",
  untrained: "DICE untrained",
  "untrained-tuned": "DICE from scratch",
  paragraph: "ParaGraph from scratch",
  deepgen: "DeepGEN pretrained on voltages",
  dice: "DICE pretrained",
  "dice-tuned": "DICE pretrained, fine-tuned",
  "dice-values": "DICE pretrained, values in messages",
  "side-by-side": "DICE and DeepGEN side by side",
  joint: "one network pretrained on both",
} as const;

export type EncoderName = keyof typeof encoderTexts;
export const encoderNames = Object.keys(encoderTexts) as EncoderName[];

/** Encoders by name. Throws BENCH_UNKNOWN_ROW. */
export function encodersOf(names: readonly string[]): EncoderName[] {
  return names.map((name) => {
    const known = encoderNames.find((each) => each === name);
    if (known) return known;
    throw unknownId("encoder", name, encoderNames);
  });
}
