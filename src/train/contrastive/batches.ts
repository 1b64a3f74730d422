import { RandomStream } from "../../core/index.js";
import {
  type ContrastiveExample,
  type ExampleSampler,
  type ExampleSet,
  shuffledSampler,
  stratifiedSampler,
} from "../../graph/index.js";
import type { ContrastiveConfig } from "./config.js";

/** Whether a loss looks at negatives. */
export const takesNegatives = ({ kind }: ContrastiveConfig["loss"]): boolean => kind === "dice";

/** The examples of each step, which counts from 0; of `circuits` circuits. */
export function samplerOf(config: ContrastiveConfig, circuits: number): ExampleSampler {
  const { batch, seed, loss } = config;
  const negatives = takesNegatives(loss);
  const set: ExampleSet = {
    circuits,
    members: config.circuits.members * (negatives ? 1 : 2),
    negatives,
    seed,
  };
  if (batch.kind === "stratified") {
    return stratifiedSampler(set, {
      perLabel: Math.max(1, Math.round(batch.graphsPerCircuit / (negatives ? 2 : 1))),
      circuitsPerBatch: Math.min(circuits, batch.circuits ?? circuits),
    });
  }
  const sample = shuffledSampler(set, { batch: batch.graphs });
  if (!batch.balanced) return sample;
  return (step) => balanced(sample(step), new RandomStream(seed, "balanced examples", step));
}

/** As many examples of each label as the rarest of them has, drawn at random (DICE, section 5.1). */
export function balanced(
  examples: readonly ContrastiveExample[],
  random: RandomStream,
): ContrastiveExample[] {
  const byLabel = new Map<number, ContrastiveExample[]>();
  for (const index of random.permutation(examples.length)) {
    const example = examples[index]!;
    const label = example.sign * (example.circuit + 1);
    byLabel.set(label, [...(byLabel.get(label) ?? []), example]);
  }
  const rarest = Math.min(...[...byLabel.values()].map(({ length }) => length));
  return [...byLabel.values()].flatMap((own) => own.slice(0, rarest));
}
