import { describe, expect, it } from "vitest";
import { ladder, parametricCircuit } from "../../src/circuit/index.js";
import { batchDevices, deviceSlots, featureScheme, terminalGraph } from "../../src/graph/index.js";
import { readNetlist } from "../../src/netlist/index.js";

const rowsOf = ({ offsets, indices }: { offsets: Int32Array; indices: Int32Array }) =>
  Array.from({ length: offsets.length - 1 }, (_, i) => [...indices.subarray(offsets[i], offsets[i + 1])]);

const opAmp = () => {
  const circuit = parametricCircuit("opamp");
  return terminalGraph(circuit.build(circuit.parameters.map((_, i) => 1 + i)));
};

describe("device slots", () => {
  it("puts transistors in blocks of four and the rest in blocks of two", () => {
    const { topology } = opAmp();
    const { quads, pairs, terminalOfSlot } = deviceSlots(topology);
    expect([quads, pairs]).toEqual([8, 8]);
    expect([...terminalOfSlot]).toEqual([...terminalOfSlot.keys()]);
  });

  it("lets a slot that a device leaves over read what the third reads, and nobody read it", () => {
    const { circuit } = readNetlist(
      "one transistor\n.model q npn\nVc c 0 1\nR1 c k 1k\nR2 k b 1k\nQ1 k b e q\nR3 e 0 1k\n",
    );
    const { topology } = terminalGraph(circuit);
    const { quads, terminalOfSlot, coSlots } = deviceSlots(topology);
    expect(quads).toBe(1);
    expect(terminalOfSlot[3]).toBe(terminalOfSlot[2]);
    const rows = rowsOf(coSlots);
    expect(rows[3]).toEqual(rows[2]);
    expect(rows[2]).toHaveLength(1);
    expect(rows.flat()).not.toContain(3);
  });
});

describe("a batch by devices", () => {
  it("keeps who meets whom, device by device, whatever stands beside it", () => {
    const graphs = [opAmp(), terminalGraph(ladder(3).build(Array.from({ length: 10 }, () => 0.5))), opAmp()];
    const scheme = featureScheme("kirchhoff@1");
    const batch = batchDevices(graphs, scheme);
    expect([batch.quads, batch.pairs]).toEqual([16, 26]);
    expect([...batch.graphOfBlock]).toEqual([
      ...[0, 2].flatMap((g) => Array(8).fill(g)),
      ...[...Array(8).fill(0), ...Array(10).fill(1), ...Array(8).fill(2)],
    ]);
    const alone = batchDevices([graphs[2]!], scheme);
    const places = [...Array(32).keys()]
      .map((slot) => slot + 32)
      .concat([...Array(16).keys()].map((slot) => slot + 100));
    const together = rowsOf(batch.coSlots);
    rowsOf(alone.coSlots).forEach((row, slot) => {
      expect(together[places[slot]!]).toEqual(row.map((other) => places[other]!));
      expect(batch.referenceVolts[places[slot]!]).toBe(alone.referenceVolts[slot]);
    });
    expect([...batch.quadFeatures.subarray(8 * scheme.width)]).toEqual([...alone.quadFeatures]);
  });
});
