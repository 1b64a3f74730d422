import {
  type CircuitGraph,
  featureSchemeNames,
  fitScheme,
  type GraphTopology,
  type SchemeDescription,
} from "../../graph/index.js";

/** How the nodes of an exported graph become rows of numbers. */
export interface NodeEncoding {
  readonly description: SchemeDescription;
  /** What each column holds. */
  readonly columns: readonly string[];
  /** Writes a graph's nodes, `[nodes, columns]`. */
  encode(graph: CircuitGraph, out: Float32Array): void;
}

/** Names that {@link nodeEncoding} takes. */
export const nodeEncodingNames: readonly string[] = [...featureSchemeNames, "raw"];

/**
 * A feature scheme with its statistics fitted to these graphs, or `raw`: each parameter of each device kind (`resistor.resistance`, SI
 * units) in a column of its own, at every terminal of the device, 0 elsewhere. Throws GRAPH_UNKNOWN_SCHEME.
 */
export function nodeEncoding(name: string, graphs: readonly CircuitGraph[]): NodeEncoding {
  if (name === "raw") return rawEncoding(new Set(graphs.map(({ topology }) => topology)));
  const scheme = fitScheme(name, graphs);
  return {
    description: scheme.toJSON(),
    columns: scheme.columns,
    encode: (graph, out) => scheme.encode(graph, out),
  };
}

function rawEncoding(topologies: ReadonlySet<GraphTopology>): NodeEncoding {
  const columns = [...new Set([...topologies].flatMap((topology) => parameterColumns(topology)))].sort();
  const columnOf = new Map(columns.map((column, i) => [column, i]));
  return {
    description: { name: "raw" },
    columns,
    encode({ topology, values }, out) {
      out.fill(0);
      const { parameterOffsets, terminalOffsets } = topology;
      parameterColumns(topology).forEach((column, parameter) => {
        const at = columnOf.get(column);
        if (at === undefined) return;
        const device = deviceOf(parameterOffsets, parameter);
        for (let node = terminalOffsets[device]!; node < terminalOffsets[device + 1]!; node++) {
          out[node * columns.length + at] = values[parameter]!;
        }
      });
    },
  };
}

const knownColumns = new WeakMap<GraphTopology, readonly string[]>();

/** The raw column of each parameter of a topology. */
function parameterColumns(topology: GraphTopology): readonly string[] {
  const known = knownColumns.get(topology);
  if (known) return known;
  const { parameterNames, parameterOffsets, deviceKinds } = topology;
  const columns = parameterNames.map((name, i) => `${deviceKinds[deviceOf(parameterOffsets, i)]}.${name}`);
  knownColumns.set(topology, columns);
  return columns;
}

/** The device that owns a parameter: the last whose parameters begin at or before it. */
function deviceOf(parameterOffsets: Int32Array, parameter: number): number {
  return parameterOffsets.findLastIndex((first) => first <= parameter);
}
