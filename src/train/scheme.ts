import { type FeatureScheme, featureScheme, fitScheme } from "../graph/index.js";
import type { PretrainConfig } from "./config.js";
import type { LabelledGraphs } from "./labelled-graphs.js";

/** The feature scheme of a configuration, fitted to the training graphs where it says so. */
export function schemeOf(
  { features }: Pick<PretrainConfig, "features">,
  train: LabelledGraphs,
): FeatureScheme {
  const { scheme, columns, fit } = features;
  if (!fit) return featureScheme(scheme);
  return fitScheme(scheme, train.graphs, columns === undefined ? {} : { features: columns });
}
