import { RandomStream } from "../../core/index.js";

/** One graph of a contrastive batch, by number. */
export interface ContrastiveExample {
  /** Number of the circuit, from 0. */
  readonly circuit: number;
  readonly sign: 1 | -1;
  /** Number in the circuit's augmentation tree. */
  readonly member: number;
}

/** What examples are drawn from. */
export interface ExampleSet {
  readonly circuits: number;
  /** Members of each circuit's tree; 2,000 in the paper, and 4,000 without negatives. */
  readonly members: number;
  /** Whether negatives are among them, as many as positives. */
  readonly negatives: boolean;
  readonly seed: number;
}

/** The examples of a training step: a function of the seed and the step alone, so that training can be resumed at any step. */
export type ExampleSampler = (step: number) => ContrastiveExample[];

/**
 * Batches with equally many examples of each label: `perLabel` positives and, with negatives, as many negatives of each of
 * `circuitsPerBatch` circuits, members drawn independently.
 */
export function stratifiedSampler(
  { circuits, members, negatives, seed }: ExampleSet,
  { circuitsPerBatch = circuits, perLabel }: { circuitsPerBatch?: number; readonly perLabel: number },
): ExampleSampler {
  const signs = negatives ? ([1, -1] as const) : ([1] as const);
  return (step) => {
    const random = new RandomStream(seed, "stratified examples", step);
    const chosen = [...random.permutation(circuits).subarray(0, circuitsPerBatch)];
    return chosen.flatMap((circuit) =>
      signs.flatMap((sign) =>
        Array.from({ length: perLabel }, () => ({ circuit, sign, member: random.integer(0, members - 1) })),
      ),
    );
  };
}

/** Batches as published: all examples once in an epoch, in random order; the last batch of an epoch may be smaller. */
export function shuffledSampler(
  { circuits, members, negatives, seed }: ExampleSet,
  { batch }: { readonly batch: number },
): ExampleSampler {
  const signs = negatives ? 2 : 1;
  const examples = circuits * members * signs;
  const stepsPerEpoch = Math.ceil(examples / batch);
  let epoch = -1;
  let order: Uint32Array = new Uint32Array();
  return (step) => {
    const wanted = Math.floor(step / stepsPerEpoch);
    if (wanted !== epoch) {
      epoch = wanted;
      order = new RandomStream(seed, "shuffled examples", epoch).permutation(examples);
    }
    const start = (step % stepsPerEpoch) * batch;
    return Array.from(order.subarray(start, start + batch), (index) => {
      const label = Math.floor(index / members);
      const sign = signs === 1 || label % 2 === 0 ? 1 : -1;
      return { circuit: Math.floor(label / signs), sign, member: index % members };
    });
  };
}
