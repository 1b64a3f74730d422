import { type CircuitGraph, fitScheme, type SchemeDescription } from "../../graph/index.js";

/**
 * What decides measures but no voltage, so that networks that learned voltages alone may not have read it: capacitances and inductances,
 * and the unit of resistance, to which ratios of resistances are blind.
 */
const measureFeatures: Readonly<Record<string, string>> = {
  "log-resistance": "the unit of resistance",
  "log-capacitance": "capacitances",
  "log-inductance": "inductances",
};

/**
 * A `kirchhoff@1` scheme that reads what measures depend on as well, where it varies among these graphs, in columns behind its own; any
 * other scheme as it is. Bandwidths and output resistances cannot be learned without.
 */
export function withMeasureFeatures(
  scheme: SchemeDescription,
  graphs: Iterable<CircuitGraph>,
): SchemeDescription {
  const { name, features, statistics } = scheme;
  if (name !== "kirchhoff@1" || !features) return scheme;
  const absent = Object.keys(measureFeatures).filter((feature) => !features.includes(feature));
  const found = fitScheme(name, graphs, { features: absent }).statistics;
  const added = absent.filter((feature) => (found[feature]?.std ?? 0) > 0);
  if (added.length === 0) return scheme;
  const fitted = Object.fromEntries(added.map((feature) => [feature, found[feature]!]));
  return { name, features: [...features, ...added], statistics: { ...statistics, ...fitted } };
}

/** In words, what {@link withMeasureFeatures} would add: what a backbone that stays as it is does not tell a head of. */
export function unreadBy(scheme: SchemeDescription, graphs: Iterable<CircuitGraph>): string[] {
  const { features: wanted = [] } = withMeasureFeatures(scheme, graphs);
  return wanted.filter((name) => !scheme.features?.includes(name)).map((name) => measureFeatures[name]!);
}
