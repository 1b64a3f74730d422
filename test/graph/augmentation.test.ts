import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AugmentationTree,
  type Circuit,
  circuitCatalogue,
  type Edit,
  editCircuit,
  faithfulRules,
  soundRules,
} from "../../src/circuit/index.js";
import {
  AugmentedDeviceGraphs,
  batchDeviceGraphs,
  contrastiveBatch,
  type DeviceGraph,
  deviceGraph,
  deviceGraphKinds,
  directedEdges,
  editDeviceGraph,
  shuffledSampler,
  stratifiedSampler,
  terminalGraph,
} from "../../src/graph/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import { catalogueCircuit } from "../../src/netlist/node-catalogue/index.js";
import { anyCircuit } from "./circuits.js";

/** Devices in order, each with the kind of its node and its connections by the circuit's own numbers of nets. */
function inWords(graph: DeviceGraph) {
  return Array.from(graph.circuitDevices, (device, d) => {
    const connections = [];
    for (let c = graph.connectionOffsets[d]!; c < graph.connectionOffsets[d + 1]!; c++) {
      const net = graph.netOfConnection[c]!;
      const netKind = graph.kindOfNode[graph.devices + net];
      connections.push([graph.circuitNets[net], netKind, graph.kindOfConnection[c], graph.directions[c]]);
    }
    return { device, kind: graph.kindOfNode[d], connections };
  });
}

const hasLoop = ({ devices }: Circuit) =>
  devices.some(({ terminals }) => new Set(terminals.map(({ net }) => net)).size < terminals.length);

describe("edits of a device graph", () => {
  it("give the graph of the edited circuit, positive and negative, in the sound style", () => {
    fc.assert(
      fc.property(anyCircuit, fc.nat(), fc.nat(40), (circuit, seed, k) => {
        const tree = new AugmentationTree(circuit, { rules: soundRules, seed });
        for (const edits of [tree.positive(k), tree.negative(k)]) {
          const graph = editDeviceGraph(deviceGraph(circuit, "sound"), edits, circuit);
          expect(inWords(graph)).toEqual(inWords(deviceGraph(editCircuit(circuit, edits), "sound")));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("give it in the faithful style too where they are positive and no device is a loop", () => {
    for (const { name } of circuitCatalogue) {
      const circuit = catalogueCircuit(name);
      if (
        circuit.devices.some(
          (device) => device.terminals.length === 2 && hasLoop({ ...circuit, devices: [device] }),
        )
      ) {
        continue;
      }
      const tree = new AugmentationTree(circuit, { rules: soundRules, seed: 3, purpose: name });
      for (const k of [1, 20, 300]) {
        const graph = editDeviceGraph(deviceGraph(circuit, "faithful"), tree.positive(k), circuit);
        const expected = deviceGraph(editCircuit(circuit, tree.positive(k)), "faithful");
        expect(inWords(graph)).toEqual(inWords(expected));
      }
    }
  });

  it("add a device and its edges, and a net where they are in series", () => {
    for (const name of ["peng_iac_pin_3_amp", "rlc_7", "csamp"]) {
      const circuit = catalogueCircuit(name);
      const tree = new AugmentationTree(circuit, { rules: faithfulRules, seed: 5 });
      const original = deviceGraph(circuit, "faithful");
      for (let k = 0; k < 40; k++) {
        const edits = tree.positive(k);
        const graph = editDeviceGraph(original, edits, circuit);
        const inSeries = edits.filter(({ operation }) => operation === "series").length;
        const transistors = edits.filter(({ kind }) => kind === "nmos" || kind === "pmos").length;
        expect(graph.devices - original.devices).toBe(edits.length);
        expect(graph.nets - original.nets).toBe(inSeries);
        expect(directedEdges(graph) - directedEdges(original)).toBe(4 * edits.length + 2 * transistors);
      }
    }
  });

  it("keep the polarity of gate edges as published, or mend it", () => {
    const { circuit } = readNetlist("t\nm1 d g s b n\n.model n nmos\n.end\n");
    const edits: Edit[] = [{ operation: "parallel", device: 0, kind: "pmos" }];
    for (const style of ["faithful", "sound"] as const) {
      const graph = editDeviceGraph(deviceGraph(circuit, style), edits, circuit);
      const { nodes, edges } = deviceGraphKinds[style];
      expect(nodes[graph.kindOfNode[1]!]).toBe("pmos");
      const kinds = Array.from(graph.kindOfConnection.subarray(4), (kind) => edges[kind]);
      const polarity = style === "faithful" ? "nmos" : "pmos";
      expect(kinds).toEqual(["current", `${polarity}-gate`, "current", `${polarity}-bulk`]);
    }
  });

  it("cut a loop as published: two edges back are lost, one forward", () => {
    const { circuit } = readNetlist("t\nr1 a a 1\n.end\n");
    const edits: Edit[] = [{ operation: "series", device: 0, kind: "resistor", end: 0 }];
    const edgesOf = (style: DeviceGraph["style"]) => {
      const graph = editDeviceGraph(deviceGraph(circuit, style), edits, circuit);
      const { source, target } = batchDeviceGraphs([graph]);
      const [names, words] = [["r1", "r1_2", "a", "mid"], [] as string[]];
      source.forEach((from, e) => {
        words.push(`${names[from]}>${names[target[e]!]}`);
      });
      return words.sort();
    };
    const symmetric = ["a>r1", "a>r1_2", "mid>r1", "mid>r1_2", "r1>a", "r1>mid", "r1_2>a", "r1_2>mid"];
    expect(edgesOf("sound")).toEqual(symmetric);
    expect(edgesOf("faithful")).toEqual(symmetric.filter((edge) => edge !== "r1>a"));
  });

  it("leave terminal graphs of the edited circuit as large as they should be", () => {
    const circuit = catalogueCircuit("nand");
    const { topology } = terminalGraph(circuit);
    const edits: Edit[] = [
      { operation: "parallel", device: 0, kind: "pmos" },
      { operation: "series", device: 0, kind: "pmos", end: 1 },
    ];
    const after = terminalGraph(editCircuit(circuit, edits)).topology;
    expect(after.nodes - topology.nodes).toBe(2 * 4 + 1);
    expect(after.edges - topology.edges).toBe(2 * (6 + 4));
  });
});

const pretraining = circuitCatalogue.filter(({ set, split }) => set === "dice" && split === "pretraining");
const sources = pretraining.map(({ name }) => {
  const options = { rules: faithfulRules, seed: 1, purpose: name, style: "faithful" } as const;
  return new AugmentedDeviceGraphs(catalogueCircuit(name), options);
});

describe("the augmented graphs of paper B's 40 circuits", () => {
  it("have the published sizes on average", () => {
    const graphs = sources.flatMap((source) => Array.from({ length: 50 }, (_, i) => source.positive(40 * i)));
    const mean = (of: (graph: DeviceGraph) => number) =>
      graphs.reduce((sum, graph) => sum + of(graph), 0) / graphs.length;
    const devicesBefore = sources.reduce((sum, { original }) => sum + original.devices, 0) / sources.length;
    expect(devicesBefore).toBe(690 / 40);
    expect(Math.abs(mean(({ devices }) => devices) - devicesBefore - 7.1)).toBeLessThan(0.3);
    expect(Math.abs(mean(({ devices, nets }) => devices + nets) - 40)).toBeLessThan(0.7);
    expect(Math.abs(mean(directedEdges) - 133)).toBeLessThan(2);
  });

  it("are the same whenever they are asked for", () => {
    const [first, again] = [sources[0]!.negative(77), sources[0]!.negative(77)];
    expect(inWords(again)).toEqual(inWords(first));
    expect(inWords(sources[0]!.positive(0))).toEqual(inWords(sources[0]!.original));
  });
});

describe("examples", () => {
  const set = { circuits: 40, members: 2000, negatives: true, seed: 1 };

  it("are stratified: as many of each label, from a step's number alone", () => {
    const sample = stratifiedSampler(set, { circuitsPerBatch: 8, perLabel: 3 });
    const { labels, graphs, graphOfNode } = contrastiveBatch(sources, sample(5));
    expect([graphs, graphOfNode.at(-1)]).toEqual([48, 47]);
    const counts = new Map<number, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect(counts.size).toBe(16);
    expect([...counts.values()].every((count) => count === 3)).toBe(true);
    for (const label of counts.keys()) expect(counts.has(-label)).toBe(true);
    expect(sample(5)).toEqual(stratifiedSampler(set, { circuitsPerBatch: 8, perLabel: 3 })(5));
    expect(sample(6)).not.toEqual(sample(5));
  });

  it("are shuffled: each once in an epoch, another order in the next", () => {
    const small = { circuits: 3, members: 10, negatives: true, seed: 1 };
    const sample = shuffledSampler(small, { batch: 16 });
    const epoch = [0, 1, 2, 3].map(sample);
    expect(epoch.map((examples) => examples.length)).toEqual([16, 16, 16, 12]);
    const words = epoch.flat().map(({ circuit, sign, member }) => `${circuit} ${sign} ${member}`);
    expect(new Set(words).size).toBe(60);
    expect(sample(4)).not.toEqual(epoch[0]);
    expect(sample(0)).toEqual(epoch[0]);
    const positives = shuffledSampler({ ...small, negatives: false }, { batch: 100 })(0);
    expect(positives.filter(({ sign }) => sign === 1)).toHaveLength(30);
  });
});
