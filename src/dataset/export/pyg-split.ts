import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { makeFolder } from "../../core/node/index.js";
import type { GraphTopology } from "../../graph/index.js";
import type { DatasetSplit } from "../dataset.js";
import type { LabelledRow } from "../row.js";
import { rowGraph } from "../row-graph.js";
import type { NodeEncoding } from "./node-encoding.js";
import { NpyFile, type NpyType } from "./npy.js";

/** What the graphs of a dataset have in common, and how far their labels reach. */
export interface PygLayout {
  readonly encoding: NodeEncoding;
  /** Names of all node kinds and circuits; `node_kind` and `circuit` index them. */
  readonly kinds: readonly string[];
  readonly circuits: readonly string[];
  /** Whether `y` is a voltage of each output net, rather than one number of the whole circuit. */
  readonly perOutput: boolean;
  /** Measures that the recipe asks for. */
  readonly measures: readonly string[];
}

/** Name of a measure's array, as Python can write it. */
export function measureArray(measure: string): string {
  return `y_${measure.replace(/\W/g, "_")}`;
}

/** Sizes of an exported split. */
export interface PygSplitCounts {
  readonly graphs: number;
  /** Rows without labels, which are left out. */
  readonly failed: number;
  readonly nodes: number;
  /** Each undirected edge counts twice. */
  readonly directedEdges: number;
}

type ReadNumbers = (row: LabelledRow, topology: GraphTopology) => Iterable<number>;

/** One array: graphs follow one another along an axis on which each takes `count` entries of `width` numbers. */
interface ArrayPlan {
  readonly name: string;
  readonly type: NpyType;
  readonly width?: number;
  readonly count: (topology: GraphTopology) => number;
  /** The numbers of a graph; of an array with an axis before that of the graphs, by place on it. */
  readonly read: ReadNumbers | readonly ReadNumbers[];
}

/** Writes a split as arrays `<folder>/*.npy` and the place of each graph in them, `<folder>/slices/*.npy`. */
export async function writePygSplit(
  folder: string,
  { rows, failed }: Pick<DatasetSplit, "rows" | "failed">,
  layout: PygLayout,
  onGraph: () => void,
): Promise<PygSplitCounts> {
  makeFolder(join(folder, "slices"));
  const topologies = rows.map((row) => rowGraph(row).topology);
  const arrays = arrayPlans(layout).map((plan) => openArray(folder, plan, topologies));
  try {
    for (const [i, row] of rows.entries()) {
      for (const { write } of arrays) write(row, topologies[i]!);
      onGraph();
      if (i % 256 === 0) await setImmediate();
    }
  } finally {
    for (const { close } of arrays) close();
  }
  const sum = (of: (topology: GraphTopology) => number) =>
    topologies.reduce((total, topology) => total + of(topology), 0);
  return {
    graphs: rows.length,
    failed: failed.length,
    nodes: sum(({ nodes }) => nodes),
    directedEdges: sum(({ neighbours }) => neighbours.length),
  };
}

function arrayPlans({ encoding, kinds, circuits, perOutput, measures }: PygLayout): ArrayPlan[] {
  const width = encoding.columns.length;
  const kindNumbers = new Map(kinds.map((kind, i) => [kind, i]));
  const circuitNumbers = new Map(circuits.map((name, i) => [name, i]));
  const nodes = (topology: GraphTopology) => topology.nodes;
  const outputs = (topology: GraphTopology) => topology.outputNodes.length;
  const one = () => 1;
  return [
    {
      ...{ name: "x", type: "float32", width, count: nodes },
      read(row, topology) {
        const x = new Float32Array(topology.nodes * width);
        encoding.encode(rowGraph(row), x);
        return x;
      },
    },
    {
      ...{ name: "edge_index", type: "int64", count: ({ neighbours }) => neighbours.length },
      read: [(_, topology) => edgeSources(topology), (_, { neighbours }) => neighbours],
    },
    {
      ...{ name: "node_kind", type: "int64", count: nodes },
      read: (_, { kindOfNode, kinds: own }) => Array.from(kindOfNode, (kind) => kindNumbers.get(own[kind]!)!),
    },
    {
      ...{ name: "output_mask", type: "bool", count: nodes },
      read(_, topology) {
        const mask = new Uint8Array(topology.nodes);
        for (const node of topology.outputNodes) mask[node] = 1;
        return mask;
      },
    },
    {
      ...{ name: "output_index", type: "int64", count: outputs },
      read: (_, { outputNodes }) => outputNodes.slice().sort(),
    },
    {
      ...{ name: "y", type: "float32", count: perOutput ? outputs : one },
      read: ({ labels }, topology) => (perOutput ? outputOrder(topology).map((i) => labels[i]!) : labels),
    },
    {
      ...{ name: "circuit", type: "int64", count: one },
      read: ({ circuitName }) => [circuitNumbers.get(circuitName)!],
    },
    { ...{ name: "row", type: "int64", count: one }, read: ({ index }) => [index] },
    ...measures.map(
      (measure): ArrayPlan => ({
        ...{ name: measureArray(measure), type: "float32", count: one },
        read: (row) => [row.measures[measure] ?? Number.NaN],
      }),
    ),
  ];
}

/** Makes an array's file and that of its slices; `write` appends a graph. */
function openArray(folder: string, plan: ArrayPlan, topologies: readonly GraphTopology[]) {
  const { name, type, width, count, read } = plan;
  const starts = [0];
  for (const topology of topologies) starts.push(starts.at(-1)! + count(topology));
  const slices = new NpyFile(join(folder, "slices", `${name}.npy`), "int64", [starts.length]);
  slices.writerFrom(0).append(starts);
  slices.close();

  const total = starts.at(-1)!;
  const reads = typeof read === "function" ? [read] : read;
  const shape = [...(reads.length > 1 ? [reads.length] : []), total, ...(width === undefined ? [] : [width])];
  const file = new NpyFile(join(folder, `${name}.npy`), type, shape);
  const parts = reads.map((readPart, i) => ({ readPart, writer: file.writerFrom(i * total) }));
  return {
    write(row: LabelledRow, topology: GraphTopology): void {
      for (const { readPart, writer } of parts) writer.append(readPart(row, topology));
    },
    close: () => file.close(),
  };
}

const knownSources = new WeakMap<GraphTopology, Int32Array>();

/** For each entry of `neighbours`, the node whose neighbour it is. */
function edgeSources(topology: GraphTopology): Int32Array {
  const known = knownSources.get(topology);
  if (known) return known;
  const { nodes, offsets, neighbours } = topology;
  const sources = new Int32Array(neighbours.length);
  for (let node = 0; node < nodes; node++) sources.fill(node, offsets[node]!, offsets[node + 1]!);
  knownSources.set(topology, sources);
  return sources;
}

/** The outputs, as numbers in the circuit's order, in the order of their nodes: so `y` fits `output_mask` and `output_index`. */
function outputOrder({ outputNodes }: GraphTopology): number[] {
  return Array.from(outputNodes.keys()).sort((a, b) => outputNodes[a]! - outputNodes[b]!);
}
