import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { circuitCatalogue } from "../../src/circuit/index.js";
import {
  batchDeviceGraphs,
  type DeviceGraph,
  deviceGraph,
  deviceGraphKinds,
  directedEdges,
  graphEncodings,
  oneHotRows,
  terminalGraph,
} from "../../src/graph/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import { catalogueCircuit } from "../../src/netlist/node-catalogue/index.js";
import { publishedSizes } from "../circuit/published-sizes.js";
import { anyCircuit } from "./circuits.js";

const published = circuitCatalogue.filter(({ set }) => set === "dice").map(({ name }) => name);

/** The edges of a graph in words: `vin -nmos-gate-> m0`. */
function edgesInWords(netlist: string, style: "faithful" | "sound"): string[] {
  const { circuit } = readNetlist(`test\n${netlist}\n.model n nmos\n.model p pmos\n.model d d\n.end\n`);
  const graph = deviceGraph(circuit, style);
  const names = [
    ...Array.from(graph.circuitDevices, (device) => circuit.devices[device]!.name),
    ...Array.from(graph.circuitNets, (net) => circuit.nets[net]!.name),
  ];
  const { source, target, kindOfEdge } = batchDeviceGraphs([graph]);
  const kinds = deviceGraphKinds[style].edges;
  return Array.from(kindOfEdge, (kind, e) => `${names[source[e]!]} ${kinds[kind]} ${names[target[e]!]}`);
}

describe("the device graph", () => {
  it("of each circuit of paper B has the published nodes and directed edges", () => {
    for (const name of published) {
      const graph = deviceGraph(catalogueCircuit(name), "faithful");
      const sizes = [graph.devices + graph.nets, directedEdges(graph)];
      expect([name, ...sizes]).toEqual([name, ...publishedSizes[name]!.slice(6)]);
    }
  });

  it("counts kinds of devices as published", () => {
    const { nodes } = deviceGraphKinds.faithful;
    for (const name of published) {
      const { kinds } = graphEncodings
        .find((encoding) => encoding.name === "device")!
        .size(catalogueCircuit(name));
      const order = ["nmos", "pmos", "resistor", "capacitor", "inductor", "current-source"];
      expect(order.map((kind) => kinds[kind] ?? 0)).toEqual(publishedSizes[name]!.slice(0, 6));
      expect(Object.keys(kinds).every((kind) => nodes.includes(kind))).toBe(true);
    }
  });

  it("sends gate and bulk to the device, and current both ways", () => {
    expect(edgesInWords("m1 out in 0 0 n\nr1 out 0 1", "faithful")).toEqual([
      "out current m1",
      "m1 current out",
      "in nmos-gate m1",
      "0 current m1",
      "m1 current 0",
      "0 nmos-bulk m1",
      "out current r1",
      "r1 current out",
      "0 current r1",
      "r1 current 0",
    ]);
  });

  it("sends everything both ways in the sound style", () => {
    const edges = edgesInWords("m1 out in vdd vdd p", "sound");
    expect(edges.filter((edge) => edge.includes("in"))).toEqual(["in pmos-gate m1", "m1 pmos-gate in"]);
    expect(edges).toHaveLength(8);
  });

  it("leaves out voltage sources, and in the faithful style what DICE does not know", () => {
    const netlist = "v1 a 0 1\nd1 a b d\nr1 b 0 1";
    expect(edgesInWords(netlist, "faithful").join()).not.toMatch(/[vd]1/);
    const sound = edgesInWords(netlist, "sound").join();
    expect(sound).toContain("a anode d1");
    expect(sound).not.toContain("v1");
  });

  it("knows ground and supply by name, the sound style by more names", () => {
    const kindsOf = (style: "faithful" | "sound") => {
      const { circuit } = readNetlist("t\nr1 vdd vss 1\nr2 avdd 0 1\n.end\n");
      const graph = deviceGraph(circuit, style);
      const kinds = graph.kindOfNode.subarray(graph.devices);
      const named = Array.from(graph.circuitNets, (net, n) => {
        return [circuit.nets[net]!.name, deviceGraphKinds[style].nodes[kinds[n]!]];
      });
      return Object.fromEntries(named);
    };
    expect(kindsOf("faithful")).toEqual({ vdd: "supply", vss: "net", avdd: "net", 0: "ground" });
    expect(kindsOf("sound")).toEqual({ vdd: "supply", vss: "ground", avdd: "supply", 0: "ground" });
  });

  it("has a node for each device and each net on one, of any circuit, with edges in range", () => {
    fc.assert(
      fc.property(anyCircuit, fc.constantFrom("faithful", "sound"), (circuit, style) => {
        const graph = deviceGraph(circuit, style as DeviceGraph["style"]);
        const { nodes, edges, source, target, kindOfNode, kindOfEdge } = batchDeviceGraphs([graph]);
        expect(nodes).toBe(graph.devices + graph.nets);
        expect(edges).toBe(directedEdges(graph));
        const { nodes: nodeKinds, edges: edgeKinds } = deviceGraphKinds[graph.style];
        expect(kindOfNode.every((kind) => kind < nodeKinds.length)).toBe(true);
        expect(kindOfEdge.every((kind) => kind < edgeKinds.length)).toBe(true);
        expect(source.every((from, e) => from < nodes && target[e]! < nodes)).toBe(true);
        expect(source.every((from, e) => from < graph.devices !== target[e]! < graph.devices)).toBe(true);
        expect(graph.nets).toBeLessThanOrEqual(terminalGraph(circuit).topology.nodes);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a batch of device graphs", () => {
  it("is their disjoint union", () => {
    const graphs = ["inv", "rlc_1", "nand"].map((name) => deviceGraph(catalogueCircuit(name), "faithful"));
    const batch = batchDeviceGraphs(graphs);
    expect([batch.graphs, batch.nodes, batch.edges]).toEqual([3, 7 + 7 + 11, 16 + 12 + 28]);
    expect([...batch.nodeOffsets]).toEqual([0, 7, 14, 25]);
    expect([...batch.edgeOffsets]).toEqual([0, 16, 28, 56]);
    batch.source.forEach((from, e) => {
      expect(batch.graphOfNode[from]).toBe(batch.graphOfNode[batch.target[e]!]);
    });
    const alone = batchDeviceGraphs([graphs[1]!]);
    expect([...batch.source.subarray(16, 28)]).toEqual([...alone.source].map((node) => node + 7));
  });

  it("has one style", () => {
    const circuit = catalogueCircuit("inv");
    const graphs = [deviceGraph(circuit, "faithful"), deviceGraph(circuit, "sound")];
    expect(() => batchDeviceGraphs(graphs)).toThrowError(
      expect.objectContaining({ code: "GRAPH_MIXED_STYLES" }),
    );
    expect(batchDeviceGraphs([]).nodes).toBe(0);
  });

  it("has kinds as one-hot rows", () => {
    expect([...oneHotRows(Int32Array.of(2, 0), 3)]).toEqual([0, 0, 1, 1, 0, 0]);
  });
});
