export { AugmentedDeviceGraphs } from "./augmented-graphs.js";
export { type ContrastiveBatch, contrastiveBatch } from "./contrastive-batch.js";
export {
  type ContrastiveExample,
  type ExampleSampler,
  type ExampleSet,
  shuffledSampler,
  stratifiedSampler,
} from "./examples.js";
