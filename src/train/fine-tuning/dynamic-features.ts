import { type CircuitGraph, fitScheme, type SchemeDescription } from "../../graph/index.js";

/** What changes no operating point, but measures over frequency and time: networks that learned voltages alone have not read it. */
const dynamicFeatures = ["log-capacitance", "log-inductance"];

/**
 * A `kirchhoff@1` scheme that reads capacitances and inductances as well, where they vary among these graphs, in columns behind its own;
 * any other scheme as it is. Measures such as a bandwidth cannot be learned without them.
 */
export function withDynamicFeatures(
  scheme: SchemeDescription,
  graphs: Iterable<CircuitGraph>,
): SchemeDescription {
  const { name, features, statistics } = scheme;
  if (name !== "kirchhoff@1" || !features) return scheme;
  const absent = dynamicFeatures.filter((feature) => !features.includes(feature));
  const found = fitScheme(name, graphs, { features: absent }).statistics;
  const added = absent.filter((feature) => (found[feature]?.std ?? 0) > 0);
  if (added.length === 0) return scheme;
  const fitted = Object.fromEntries(added.map((feature) => [feature, found[feature]!]));
  return { name, features: [...features, ...added], statistics: { ...statistics, ...fitted } };
}
