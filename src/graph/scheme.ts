import type { BoundFeature, NodeFeature } from "./feature.js";
import { remember } from "./remember.js";
import type { CircuitGraph, GraphTopology } from "./topology.js";

/** Mean and population standard deviation of a feature over the nodes that carry it. */
export interface FeatureStatistics {
  readonly mean: number;
  readonly std: number;
}

/** A feature scheme as data: what a checkpoint stores. */
export interface SchemeDescription {
  readonly name: string;
  /** Names of the value features, where the scheme lets one choose. */
  readonly features?: readonly string[] | undefined;
  /** By feature; a feature without statistics is taken as it is. */
  readonly statistics?: Readonly<Record<string, FeatureStatistics>> | undefined;
}

/**
 * A named, versioned way to write a circuit's nodes as numbers: a code of the node's kind, and value features
 * `(feature - mean) / std`; 0 where a node does not carry a feature or where it does not vary.
 */
export interface FeatureScheme {
  /** With its version: `kirchhoff@1`. */
  readonly name: string;
  /** Numbers a node. */
  readonly width: number;
  /** `[width]`, what each column holds. */
  readonly columns: readonly string[];
  readonly statistics: Readonly<Record<string, FeatureStatistics>>;
  /** Writes a graph's nodes in their own order, `[nodes, width]`, from `out[offset]` on. Throws GRAPH_SCHEME_KIND. */
  encode(graph: CircuitGraph, out: Float32Array, offset?: number): void;
  /** The part of the encoding that depends on the topology alone; computed once for each. Throws GRAPH_SCHEME_KIND. */
  bind(topology: GraphTopology): BoundScheme;
  toJSON(): SchemeDescription;
}

/** A {@link FeatureScheme} on one topology. */
export interface BoundScheme {
  /** `[nodes, width]`: the code of every node, with 0 in the value columns. */
  readonly codes: Float32Array;
  /** Writes the value columns of node `i` into row `rowOfNode[first + i]` of `out`, `[rows, width]`. */
  writeValues(values: Float64Array, rowOfNode: Int32Array, first: number, out: Float32Array): void;
}

/** What {@link createScheme} is made from. */
export interface SchemeDefinition {
  readonly description: SchemeDescription;
  readonly columns: readonly string[];
  /** Columns that are 1 at a node, for a topology. */
  code(topology: GraphTopology): (node: number) => readonly number[];
  /** Value features and the columns they go to; features of different nodes may share a column. */
  readonly values: readonly { readonly feature: NodeFeature; readonly column: number }[];
}

/** A feature scheme from its code, its value features and their statistics. */
export function createScheme({ description, columns, code, values }: SchemeDefinition): FeatureScheme {
  const width = columns.length;
  const statistics = description.statistics ?? {};
  const scaled = values.map(({ feature, column }) => {
    const { mean, std } = statistics[feature.name] ?? { mean: 0, std: 1 };
    return { feature, column, mean, scale: std > 0 ? 1 / std : 0 };
  });
  const bound = new WeakMap<GraphTopology, BoundScheme>();

  function bind(topology: GraphTopology): BoundScheme {
    const codes = new Float32Array(topology.nodes * width);
    const codeOf = code(topology);
    for (let node = 0; node < topology.nodes; node++) {
      for (const column of codeOf(node)) codes[node * width + column] = 1;
    }
    const terms = scaled
      .map(({ feature, ...term }) => ({ ...term, ...feature.bind(topology) }))
      .filter(({ nodes }) => nodes.length > 0);
    const buffer = new Float64Array(topology.nodes);
    return {
      codes,
      writeValues(values, rowOfNode, first, out) {
        for (const { column, mean, scale, nodes, compute } of terms) {
          compute(values, buffer);
          for (let i = 0; i < nodes.length; i++) {
            out[rowOfNode[first + nodes[i]!]! * width + column] = (buffer[i]! - mean) * scale;
          }
        }
      },
    };
  }

  const scheme: FeatureScheme = {
    name: description.name,
    width,
    columns,
    statistics,
    bind: (topology) => remember(bound, topology, () => bind(topology)),
    encode({ topology, values }, out, offset = 0) {
      const { codes, writeValues } = scheme.bind(topology);
      const rows = out.subarray(offset, offset + codes.length);
      rows.set(codes);
      writeValues(
        values,
        Int32Array.from({ length: topology.nodes }, (_, node) => node),
        0,
        rows,
      );
    },
    toJSON: () => description,
  };
  return scheme;
}

/** Statistics of these features over all nodes of these graphs that carry them; features that never occur are left out. */
export function featureStatistics(
  features: readonly NodeFeature[],
  graphs: Iterable<CircuitGraph>,
): Record<string, FeatureStatistics> {
  const running = features.map((feature) => ({
    feature,
    bound: new WeakMap<GraphTopology, BoundFeature>(),
    count: 0,
    mean: 0,
    squares: 0,
  }));
  for (const { topology, values } of graphs) {
    const buffer = new Float64Array(topology.nodes);
    for (const sum of running) {
      const { nodes, compute } = remember(sum.bound, topology, () => sum.feature.bind(topology));
      compute(values, buffer);
      // Welford's update.
      for (let i = 0; i < nodes.length; i++) {
        const delta = buffer[i]! - sum.mean;
        sum.mean += delta / ++sum.count;
        sum.squares += delta * (buffer[i]! - sum.mean);
      }
    }
  }
  return Object.fromEntries(
    running
      .filter(({ count }) => count > 0)
      .map(({ feature, count, mean, squares }) => [feature.name, { mean, std: Math.sqrt(squares / count) }]),
  );
}
