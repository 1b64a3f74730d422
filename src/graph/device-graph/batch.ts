import { KirchhoffError } from "../../core/index.js";
import { type DeviceGraph, directedEdges, toDevice, toNet } from "./device-graph.js";
import type { DeviceGraphStyle } from "./kinds.js";

/** The disjoint union of device graphs: nodes and directed edges of all of them, graph by graph. */
export interface DeviceGraphBatch {
  readonly style: DeviceGraphStyle;
  readonly graphs: number;
  readonly nodes: number;
  readonly edges: number;
  /** `[nodes]` and `[edges]`: indices into `deviceGraphKinds[style]`. */
  readonly kindOfNode: Int32Array;
  readonly kindOfEdge: Int32Array;
  /** `[edges]`: edge `e` runs from node `source[e]` to node `target[e]`. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** `[nodes]`. */
  readonly graphOfNode: Int32Array;
  /** `[graphs + 1]`: the nodes of graph `g` are `nodeOffsets[g]` to `nodeOffsets[g + 1] - 1`, its devices first; its edges likewise. */
  readonly nodeOffsets: Int32Array;
  readonly edgeOffsets: Int32Array;
}

/** Batches device graphs of one style by disjoint union. Throws GRAPH_MIXED_STYLES. */
export function batchDeviceGraphs(graphs: readonly DeviceGraph[]): DeviceGraphBatch {
  const style = graphs[0]?.style ?? "sound";
  const nodeOffsets = new Int32Array(graphs.length + 1);
  const edgeOffsets = new Int32Array(graphs.length + 1);
  graphs.forEach((graph, g) => {
    if (graph.style !== style) {
      throw new KirchhoffError("GRAPH_MIXED_STYLES", "device graphs of two styles cannot be in one batch", {
        found: graph.style,
        expected: style,
      });
    }
    nodeOffsets[g + 1] = nodeOffsets[g]! + graph.devices + graph.nets;
    edgeOffsets[g + 1] = edgeOffsets[g]! + directedEdges(graph);
  });
  const nodes = nodeOffsets[graphs.length]!;
  const edges = edgeOffsets[graphs.length]!;
  const batch = {
    ...{ style, graphs: graphs.length, nodes, edges, nodeOffsets, edgeOffsets },
    kindOfNode: new Int32Array(nodes),
    kindOfEdge: new Int32Array(edges),
    source: new Int32Array(edges),
    target: new Int32Array(edges),
    graphOfNode: new Int32Array(nodes),
  };
  graphs.forEach((graph, g) => {
    batch.kindOfNode.set(graph.kindOfNode, nodeOffsets[g]);
    batch.graphOfNode.fill(g, nodeOffsets[g], nodeOffsets[g + 1]);
    writeEdges(graph, nodeOffsets[g]!, edgeOffsets[g]!, batch);
  });
  return batch;
}

function writeEdges(
  graph: DeviceGraph,
  firstNode: number,
  firstEdge: number,
  { source, target, kindOfEdge }: Pick<DeviceGraphBatch, "source" | "target" | "kindOfEdge">,
): void {
  const { devices, connectionOffsets, netOfConnection, kindOfConnection, directions } = graph;
  let edge = firstEdge;
  const write = (from: number, to: number, kind: number) => {
    source[edge] = from;
    target[edge] = to;
    kindOfEdge[edge++] = kind;
  };
  for (let device = 0; device < devices; device++) {
    for (let c = connectionOffsets[device]!; c < connectionOffsets[device + 1]!; c++) {
      const net = firstNode + devices + netOfConnection[c]!;
      if (directions[c]! & toDevice) write(net, firstNode + device, kindOfConnection[c]!);
      if (directions[c]! & toNet) write(firstNode + device, net, kindOfConnection[c]!);
    }
  }
}

/** Kinds as one-hot rows, `[kinds.length, width]`. */
export function oneHotRows(kinds: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(kinds.length * width);
  for (let i = 0; i < kinds.length; i++) rows[i * width + kinds[i]!] = 1;
  return rows;
}
