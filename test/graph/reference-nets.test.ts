import { expect, test } from "vitest";
import { batchTerminals, featureScheme, terminalGraph } from "../../src/graph/index.js";
import { readNetlist } from "../../src/netlist/index.js";

/** Volts of the nets that a batch takes as known, by name. */
function knownVolts(deck: string): Record<string, number> {
  const { circuit } = readNetlist(`title\n${deck}\n.end\n`);
  const graph = terminalGraph(circuit);
  const batch = batchTerminals([graph, graph], featureScheme("kirchhoff@1"));
  const { outputNodes, terminals } = graph.topology;
  const names = Array.from(outputNodes, (node) => circuit.nets[node - terminals]!.name);
  const rows = [...names, ...names].map((name, i) => [
    name,
    batch.outputIsReference[i] === 1,
    batch.outputReferenceVolts[i]!,
  ]);
  expect(rows.slice(0, names.length)).toEqual(rows.slice(names.length));
  return Object.fromEntries(rows.filter(([, known]) => known).map(([name, , volts]) => [name, volts]));
}

test("nets that voltage sources tie to ground are known, along chains and whichever way the sources point", () => {
  const volts = knownVolts("v1 a 0 2\nv2 a b 0.5\nv3 0 c 3\nv4 d c 1\nr1 a e 1\nr2 e 0 1\nr3 b d 1");
  expect(volts).toEqual({ a: 2, b: 1.5, c: -3, d: -2 });
});

test("a source between two unknown nets makes neither known, and one without a DC value counts as 0 V", () => {
  expect(knownVolts("v1 a b 1\nr1 a 0 1\nr2 b 0 1\nv2 c 0 ac 1\nr3 c a 1")).toEqual({ c: 0 });
});

test("terminals on known nets carry its voltage and meet nobody", () => {
  const { circuit } = readNetlist("title\nv1 a 0 2\nr1 a b 1\nr2 a b 1\nr3 b 0 1\n.end\n");
  const batch = batchTerminals([terminalGraph(circuit)], featureScheme("kirchhoff@1"));
  // v1 a 0, r1 a b, r2 a b, r3 b 0
  expect(Array.from(batch.isReference)).toEqual([1, 1, 1, 0, 1, 0, 0, 1]);
  expect(Array.from(batch.referenceVolts)).toEqual([2, 0, 2, 0, 2, 0, 0, 0]);
  const { offsets, indices } = batch.coTerminals;
  const meets = Array.from({ length: 8 }, (_, t) => Array.from(indices.slice(offsets[t], offsets[t + 1])));
  expect(meets).toEqual([[], [], [], [5, 6], [], [3, 6], [3, 5], []]);
});
