import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Circuit } from "../../src/circuit/index.js";
import { degreeProfile, universalProfile } from "../../src/core/index.js";
import {
  batchGraphs,
  type CircuitGraph,
  featureScheme,
  type GraphBatch,
  terminalGraph,
} from "../../src/graph/index.js";
import { anyCircuit, resistiveCircuit } from "./circuits.js";

const scheme = featureScheme("kirchhoff@1");
const graphsOf = (circuits: readonly Circuit[]) => circuits.map(terminalGraph);
const circuitLists = fc.array(fc.oneof(anyCircuit, resistiveCircuit), { minLength: 1, maxLength: 6 });

const featuresOf = ({ features }: GraphBatch, row: number) =>
  Array.from(features.subarray(row * scheme.width, (row + 1) * scheme.width));

/** The neighbour rows of every row, sorted. */
function adjacency({ neighbours }: GraphBatch): number[][] {
  return neighbours.classes.flatMap(({ width, count, indices, mask }) =>
    Array.from({ length: count }, (_, row) =>
      Array.from({ length: width }, (_, slot) => slot)
        .filter((slot) => !mask || mask[row * width + slot] === 1)
        .map((slot) => indices[mask ? row * width + slot : slot * count + row]!)
        .sort((a, b) => a - b),
    ),
  );
}

describe("batchGraphs", () => {
  it("is the disjoint union of its graphs: same features and neighbours under the row map", () => {
    fc.assert(
      fc.property(circuitLists, fc.boolean(), (circuits, tight) => {
        const graphs = graphsOf(circuits);
        const profile = tight ? degreeProfile(graphs.map(({ topology }) => topology)) : universalProfile;
        const batch = batchGraphs(graphs, scheme, profile);
        const linked = adjacency(batch);
        expect(batch.graphs).toBe(graphs.length);
        expect(batch.neighbours.rows).toBe(batch.nodes);
        expect(batch.neighbours.restore).toBeUndefined();
        expect(Array.from(batch.rowOfNode).sort((a, b) => a - b)).toEqual(
          Array.from({ length: batch.nodes }, (_, row) => row),
        );
        graphs.forEach((graph, g) => {
          const { topology } = graph;
          const alone = new Float32Array(topology.nodes * scheme.width);
          scheme.encode(graph, alone);
          const rowOf = (node: number) => batch.rowOfNode[batch.nodeOffsets[g]! + node]!;
          for (let node = 0; node < topology.nodes; node++) {
            const row = rowOf(node);
            expect(batch.graphOfNode[row]).toBe(g);
            expect(featuresOf(batch, row)).toEqual(
              Array.from(alone.subarray(node * scheme.width, (node + 1) * scheme.width)),
            );
            const neighbours = topology.neighbours.subarray(
              topology.offsets[node]!,
              topology.offsets[node + 1]!,
            );
            expect(linked[row]).toEqual(Array.from(neighbours, rowOf).sort((a, b) => a - b));
          }
        });
      }),
    );
  });

  it("puts every row into the class of its degree", () => {
    fc.assert(
      fc.property(circuitLists, (circuits) => {
        const batch = batchGraphs(graphsOf(circuits), scheme, universalProfile);
        const degrees = adjacency(batch).map((row) => row.length);
        let first = 0;
        batch.neighbours.classes.forEach(({ count, width }, c) => {
          const inClass = degrees.slice(first, first + count);
          if (c < 5) expect(inClass.every((degree) => degree === c)).toBe(true);
          else if (c === 5) expect(inClass.every((degree) => degree > 4 && degree <= 16)).toBe(true);
          else if (count > 0) expect(width).toBe(Math.max(...inClass));
          first += count;
        });
        expect(first).toBe(batch.nodes);
      }),
    );
  });

  it("orders rows by class, then graph, then node", () => {
    fc.assert(
      fc.property(circuitLists, (circuits) => {
        const batch = batchGraphs(graphsOf(circuits), scheme, universalProfile);
        const nodeOfRow = new Int32Array(batch.nodes);
        batch.rowOfNode.forEach((row, node) => {
          nodeOfRow[row] = node;
        });
        let first = 0;
        for (const { count } of batch.neighbours.classes) {
          const inClass = nodeOfRow.slice(first, first + count);
          expect(inClass).toEqual(inClass.toSorted());
          first += count;
        }
      }),
    );
  });

  it("lists outputs graph by graph in the circuits' order", () => {
    fc.assert(
      fc.property(circuitLists, (circuits) => {
        const graphs = graphsOf(circuits);
        const batch = batchGraphs(graphs, scheme, universalProfile);
        const expected = graphs.flatMap(({ topology }, g) =>
          Array.from(topology.outputNodes, (node) => [g, batch.rowOfNode[batch.nodeOffsets[g]! + node]]),
        );
        expect(Array.from(batch.outputNodes, (row, i) => [batch.outputGraph[i], row])).toEqual(expected);
      }),
    );
  });

  it("gives an isomorphic batch when devices are reordered and nets renamed and reordered", () => {
    fc.assert(
      fc.property(fc.oneof(anyCircuit, resistiveCircuit), fc.infiniteStream(fc.nat()), (circuit, keys) => {
        const { shuffled, nodeOfNode } = shuffle(circuit, keys);
        const original = batchGraphs([terminalGraph(circuit)], scheme, universalProfile);
        const changed = batchGraphs([terminalGraph(shuffled)], scheme, universalProfile);
        const rowOfRow = new Int32Array(original.nodes);
        nodeOfNode.forEach((to, from) => {
          rowOfRow[original.rowOfNode[from]!] = changed.rowOfNode[to]!;
        });
        const [before, after] = [adjacency(original), adjacency(changed)];
        rowOfRow.forEach((to, from) => {
          expect(featuresOf(changed, to)).toEqual(featuresOf(original, from));
          expect(after[to]).toEqual(before[from]!.map((row) => rowOfRow[row]!).sort((a, b) => a - b));
        });
      }),
    );
  });

  it("does not let one batch change the next", () => {
    fc.assert(
      fc.property(circuitLists, (circuits) => {
        const graphs = graphsOf(circuits);
        const first = batchGraphs(graphs, scheme, universalProfile);
        batchGraphs([...graphs].reverse(), scheme, universalProfile);
        expect(batchGraphs(graphs, scheme, universalProfile)).toEqual(first);
      }),
      { numRuns: 15 },
    );
  });

  it("takes no graphs at all", () => {
    const none: CircuitGraph[] = [];
    expect(batchGraphs(none, scheme, universalProfile)).toMatchObject({ graphs: 0, nodes: 0 });
  });
});

/** The circuit with devices and nets in another order and other names, and where each graph node went. */
function shuffle(
  circuit: Circuit,
  keys: IterableIterator<number>,
): { shuffled: Circuit; nodeOfNode: number[] } {
  const order = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ i, key: keys.next().value as number }))
      .sort((a, b) => a.key - b.key)
      .map(({ i }) => i);
  const deviceOrder = order(circuit.devices.length);
  const netOrder = order(circuit.nets.length);
  const placeOfNet = (net: number) => netOrder.indexOf(net);
  const { outputs, ...rest } = circuit;
  const shuffled: Circuit = {
    ...rest,
    nets: netOrder.map((net, i) => ({ name: `n${i}`, isGround: circuit.nets[net]!.isGround })),
    devices: deviceOrder.map((d, i) => ({
      ...circuit.devices[d]!,
      name: `dev${i}`,
      terminals: circuit.devices[d]!.terminals.map(({ name, net }) => ({ name, net: placeOfNet(net) })),
    })),
    ...(outputs ? { outputs: outputs.map(placeOfNet) } : {}),
  };
  const newFirst = new Map<number, number>();
  let terminals = 0;
  for (const d of deviceOrder) {
    newFirst.set(d, terminals);
    terminals += circuit.devices[d]!.terminals.length;
  }
  const nodeOfNode = [
    ...circuit.devices.flatMap((device, d) => device.terminals.map((_, t) => newFirst.get(d)! + t)),
    ...circuit.nets.map((_, net) => terminals + placeOfNet(net)),
  ];
  return { shuffled, nodeOfNode };
}
