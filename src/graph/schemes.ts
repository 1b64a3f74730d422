import { z } from "zod";
import { KirchhoffError } from "../core/index.js";
import type { NodeFeature } from "./feature.js";
import { type FeatureScheme, featureStatistics, type SchemeDescription } from "./scheme.js";
import { kirchhoffFeatures, kirchhoffScheme } from "./scheme-kirchhoff.js";
import { paperMosFeatures, paperMosScheme, paperResistiveScheme } from "./scheme-paper.js";
import type { CircuitGraph } from "./topology.js";

interface SchemeFamily {
  create(description: SchemeDescription): FeatureScheme;
  /** Features that statistics are fitted to. */
  fitted(description: SchemeDescription): readonly NodeFeature[];
}

const families = new Map<string, SchemeFamily>([
  ["kirchhoff@1", { create: kirchhoffScheme, fitted: kirchhoffFeatures }],
  ["paper-resistive@1", { create: paperResistiveScheme, fitted: () => [] }],
  ["paper-mos@1", { create: paperMosScheme, fitted: () => paperMosFeatures }],
]);

/** Names of all feature schemes. */
export const featureSchemeNames: readonly string[] = [...families.keys()];

const descriptionSchema = z.strictObject({
  name: z.string(),
  features: z.array(z.string()).optional(),
  statistics: z.record(z.string(), z.strictObject({ mean: z.number(), std: z.number().min(0) })).optional(),
});

/** The scheme of this name, with its own default features and statistics. Throws GRAPH_UNKNOWN_SCHEME. */
export function featureScheme(name: string): FeatureScheme {
  return family(name).create({ name });
}

/** The scheme that `JSON.parse` of a stored `toJSON()` describes. Throws GRAPH_SCHEME_INVALID, GRAPH_UNKNOWN_SCHEME, GRAPH_UNKNOWN_FEATURE. */
export function schemeFromJSON(json: unknown): FeatureScheme {
  const parsed = descriptionSchema.safeParse(json);
  if (!parsed.success) {
    throw new KirchhoffError("GRAPH_SCHEME_INVALID", "this is not the description of a feature scheme", {
      found: z.prettifyError(parsed.error),
      expected: "{ name, features?, statistics?: { [feature]: { mean, std } } }",
    });
  }
  return family(parsed.data.name).create(parsed.data);
}

/**
 * The scheme with statistics taken from these graphs, each feature over the nodes that carry it. `features` chooses among the
 * catalogue's for `kirchhoff@1`; the paper's schemes have theirs fixed. Throws GRAPH_UNKNOWN_SCHEME, GRAPH_UNKNOWN_FEATURE.
 */
export function fitScheme(
  name: string,
  graphs: Iterable<CircuitGraph>,
  options: { readonly features?: readonly string[] } = {},
): FeatureScheme {
  const { create, fitted } = family(name);
  const description = { name, ...options };
  return create({ ...description, statistics: featureStatistics(fitted(description), graphs) });
}

function family(name: string): SchemeFamily {
  const found = families.get(name);
  if (found) return found;
  throw new KirchhoffError("GRAPH_UNKNOWN_SCHEME", "no feature scheme has this name", {
    found: name,
    expected: `one of ${featureSchemeNames.join(", ")}`,
  });
}
