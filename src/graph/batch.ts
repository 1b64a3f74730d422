import { classOfDegree, type DegreeProfile, emptyClasses, type RowTable, setSummand } from "../core/index.js";
import { remember } from "./remember.js";
import type { FeatureScheme } from "./scheme.js";
import type { CircuitGraph, GraphTopology } from "./topology.js";

/**
 * The disjoint union of graphs as the tensor engine takes it: nodes are rows, ordered by degree class, then graph, then the node's
 * number in its graph.
 */
export interface GraphBatch {
  readonly graphs: number;
  readonly nodes: number;
  /** `[nodes, scheme.width]`. */
  readonly features: Float32Array;
  /** Sum over neighbours; its own transpose, and without `restore`. */
  readonly neighbours: RowTable;
  /** Rows of the outputs, graph by graph in the order of the circuit's outputs. */
  readonly outputNodes: Int32Array;
  /** The graph of each entry of `outputNodes`. */
  readonly outputGraph: Int32Array;
  /** `[nodes]`, the graph of each row. */
  readonly graphOfNode: Int32Array;
  /** `[nodes]`: node `i` of graph `g` is row `rowOfNode[nodeOffsets[g] + i]`. */
  readonly rowOfNode: Int32Array;
  /** `[graphs + 1]`. */
  readonly nodeOffsets: Int32Array;
}

/** Batches graphs by disjoint union. Throws CORE_DEGREE_WITHOUT_CLASS, and GRAPH_SCHEME_KIND where the scheme does not take a circuit. */
export function batchGraphs(
  graphs: readonly CircuitGraph[],
  scheme: FeatureScheme,
  profile: DegreeProfile,
): GraphBatch {
  const layouts = graphs.map(({ topology }) => layoutOf(topology, profile));
  const counts = new Int32Array(profile.length);
  const nodeOffsets = new Int32Array(graphs.length + 1);
  let outputs = 0;
  const widest = new Int32Array(profile.length);
  graphs.forEach(({ topology }, g) => {
    const layout = layouts[g]!;
    layout.counts.forEach((count, c) => {
      counts[c]! += count;
      widest[c] = Math.max(widest[c]!, layout.widest[c]!);
    });
    nodeOffsets[g + 1] = nodeOffsets[g]! + topology.nodes;
    outputs += topology.outputNodes.length;
  });

  const nodes = nodeOffsets[graphs.length]!;
  const classStarts = new Int32Array(profile.length);
  for (let c = 1; c < profile.length; c++) classStarts[c] = classStarts[c - 1]! + counts[c - 1]!;
  const batch = {
    graphs: graphs.length,
    nodes,
    features: new Float32Array(nodes * scheme.width),
    neighbours: { rows: nodes, classes: emptyClasses(profile, counts, widest) },
    outputNodes: new Int32Array(outputs),
    outputGraph: new Int32Array(outputs),
    graphOfNode: new Int32Array(nodes),
    rowOfNode: new Int32Array(nodes),
    nodeOffsets,
  };

  const nextRow = classStarts.slice();
  let nextOutput = 0;
  graphs.forEach(({ topology, values }, g) => {
    const layout = layouts[g]!;
    const firstRows = nextRow.slice();
    placeNodes(batch, g, layout, scheme, topology, nextRow);
    linkNeighbours(batch, nodeOffsets[g]!, layout, topology, firstRows, classStarts);
    scheme.bind(topology).writeValues(values, batch.rowOfNode, nodeOffsets[g]!, batch.features);
    for (const node of topology.outputNodes) {
      batch.outputNodes[nextOutput] = batch.rowOfNode[nodeOffsets[g]! + node]!;
      batch.outputGraph[nextOutput++] = g;
    }
  });
  return batch;
}

/** What a topology's nodes look like under a profile. */
interface Layout {
  /** Nodes by class, then by number. */
  readonly order: Int32Array;
  /** Nodes in each class. */
  readonly counts: Int32Array;
  /** Neighbours of each class's node that has most, 0 where there is none. */
  readonly widest: Int32Array;
  /** Per scheme: its codes in the order of `order`. */
  readonly codes: WeakMap<FeatureScheme, Float32Array>;
}

const layouts = new WeakMap<GraphTopology, WeakMap<DegreeProfile, Layout>>();

function layoutOf(topology: GraphTopology, profile: DegreeProfile): Layout {
  const byProfile = remember(layouts, topology, () => new WeakMap<DegreeProfile, Layout>());
  return remember(byProfile, profile, () => computeLayout(topology, profile));
}

function computeLayout({ nodes, offsets }: GraphTopology, profile: DegreeProfile): Layout {
  const degrees = Int32Array.from({ length: nodes }, (_, node) => offsets[node + 1]! - offsets[node]!);
  const classOf = degrees.map((degree) => classOfDegree(profile, degree));
  const counts = new Int32Array(profile.length);
  const widest = new Int32Array(profile.length);
  classOf.forEach((c, node) => {
    counts[c]!++;
    widest[c] = Math.max(widest[c]!, degrees[node]!);
  });
  return {
    order: Int32Array.from(degrees.keys()).sort((a, b) => classOf[a]! - classOf[b]! || a - b),
    counts,
    widest,
    codes: new WeakMap(),
  };
}

/** The topology's codes in the order of the layout. */
function codesOf({ order, codes }: Layout, scheme: FeatureScheme, topology: GraphTopology): Float32Array {
  return remember(codes, scheme, () => {
    const { width } = scheme;
    const unordered = scheme.bind(topology).codes;
    const ordered = new Float32Array(unordered.length);
    order.forEach((node, i) => {
      ordered.set(unordered.subarray(node * width, (node + 1) * width), i * width);
    });
    return ordered;
  });
}

type MutableBatch = Pick<GraphBatch, "features" | "neighbours" | "graphOfNode" | "rowOfNode" | "nodeOffsets">;

/** Gives the nodes of graph `g` their rows and writes their codes, advancing each class's next row. */
function placeNodes(
  { features, graphOfNode, rowOfNode, nodeOffsets }: MutableBatch,
  g: number,
  layout: Layout,
  scheme: FeatureScheme,
  topology: GraphTopology,
  nextRow: Int32Array,
): void {
  const { width } = scheme;
  const codes = codesOf(layout, scheme, topology);
  let position = 0;
  layout.counts.forEach((count, c) => {
    const row = nextRow[c]!;
    features.set(codes.subarray(position * width, (position + count) * width), row * width);
    graphOfNode.fill(g, row, row + count);
    for (let i = 0; i < count; i++) rowOfNode[nodeOffsets[g]! + layout.order[position + i]!] = row + i;
    position += count;
    nextRow[c] = row + count;
  });
}

/** Writes the neighbours' rows of one graph into the classes of the batch. */
function linkNeighbours(
  { neighbours, rowOfNode }: MutableBatch,
  firstNode: number,
  { order, counts }: Layout,
  topology: GraphTopology,
  firstRows: Int32Array,
  classStarts: Int32Array,
): void {
  let position = 0;
  neighbours.classes.forEach((rowClass, c) => {
    const firstRow = firstRows[c]! - classStarts[c]!;
    for (let i = 0; i < counts[c]!; i++) {
      const node = order[position++]!;
      const start = topology.offsets[node]!;
      const end = topology.offsets[node + 1]!;
      for (let k = start; k < end; k++) {
        setSummand(rowClass, firstRow + i, k - start, rowOfNode[firstNode + topology.neighbours[k]!]!);
      }
    }
  });
}
