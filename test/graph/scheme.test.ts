import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Circuit, ladder, wheatstoneBridge } from "../../src/circuit/index.js";
import {
  type CircuitGraph,
  type FeatureScheme,
  featureScheme,
  featureSchemeNames,
  fitScheme,
  nodeFeatures,
  schemeFromJSON,
  terminalGraph,
} from "../../src/graph/index.js";
import { anyCircuit, resistiveCircuit, twoStageOpAmp } from "./circuits.js";

function encode(scheme: FeatureScheme, graph: CircuitGraph): Float32Array {
  const out = new Float32Array(graph.topology.nodes * scheme.width);
  scheme.encode(graph, out);
  return out;
}

/** The names and values of what is not 0 at a node. */
function describeNode(scheme: FeatureScheme, graph: CircuitGraph, node: number): Record<string, number> {
  const row = encode(scheme, graph).subarray(node * scheme.width, (node + 1) * scheme.width);
  return Object.fromEntries(
    scheme.columns.map((name, c) => [name, row[c]!] as const).filter(([, value]) => value !== 0),
  );
}

describe("paper-resistive@1", () => {
  const scheme = featureScheme("paper-resistive@1");

  it("writes the original's 9 numbers: the raw value, then the type's one-hot from the last type to the first", () => {
    expect(scheme.columns).toEqual([
      "value",
      "vsrcp",
      "vsrcm",
      "vp",
      "vnode_o",
      "vnode_i",
      "vn",
      "rt",
      "gnd",
    ]);
    const graph = terminalGraph(ladder(1).build([0.25, 0.5, 0.75, 0.125]));
    const rows = Array.from({ length: 12 }, (_, node) =>
      Array.from(encode(scheme, graph).subarray(node * 9, node * 9 + 9)),
    );
    const type = (value: number, p: number) => [
      value,
      ...Array.from({ length: 8 }, (_, i) => Number(i === 7 - p)),
    ];
    const [gnd, rt, vn, vnodeI, vnodeO, vp, vsrcm, vsrcp] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
    expect(rows).toEqual([
      type(0.25, vsrcp),
      type(0.25, vsrcm),
      type(0.5, rt),
      type(0.5, rt),
      type(0.75, rt),
      type(0.75, rt),
      type(0.125, vp),
      type(0.125, vn),
      type(0, gnd),
      type(0, vnodeI),
      type(0, vnodeO),
      type(0, vnodeI),
    ]);
  });

  it("refuses a circuit it has no types for", () => {
    expect(() => encode(scheme, terminalGraph(twoStageOpAmp()))).toThrowError(
      expect.objectContaining({ code: "GRAPH_SCHEME_KIND" }),
    );
  });
});

describe("paper-mos@1", () => {
  const scheme = featureScheme("paper-mos@1");
  const graph = terminalGraph(twoStageOpAmp());
  const codeOf = (node: number) =>
    Array.from(encode(scheme, graph).subarray(node * 15 + 3, node * 15 + 15)).join("");

  it("writes the hierarchical code of the original", () => {
    expect(scheme.width).toBe(15);
    // M, N, D: child 0 of 6, 0 of 2, 0 of 4, each in big-endian order.
    expect(codeOf(0)).toBe("000001" + "01" + "0001");
    expect(codeOf(1)).toBe("000001" + "01" + "0010");
    expect(codeOf(23)).toBe("000001" + "10" + "1000");
    expect(codeOf(32)).toBe("000010" + "01" + "0000");
    expect(codeOf(35)).toBe("000100" + "10" + "0000");
    expect(codeOf(48)).toBe("100000" + "01" + "0000");
  });

  it("standardises each slot by node type", () => {
    expect(describeNode(scheme, graph, 0).slot0).toBeCloseTo((1 - 50.592) / 28.8563465463, 5);
    const source = describeNode(scheme, graph, 34);
    expect(source.slot0).toBeCloseTo(-0.339 / 0.4733698343, 5);
    expect(source.slot1).toBeCloseTo(-20.07 / 56.655053614, 5);
    expect(source.slot2).toBeCloseTo((1 - 0.5979632761) / 0.3642827442, 5);
    expect(describeNode(scheme, graph, 32).slot1).toBeUndefined();
  });
});

describe("kirchhoff@1", () => {
  it("takes every circuit, with finite numbers", () => {
    const scheme = featureScheme("kirchhoff@1");
    fc.assert(
      fc.property(anyCircuit, (circuit) => {
        const graph = terminalGraph(circuit);
        const rows = encode(scheme, graph);
        expect(rows.every(Number.isFinite)).toBe(true);
        for (let node = 0; node < graph.topology.nodes; node++) {
          const set = Object.keys(describeNode(scheme, graph, node)).filter((name) =>
            /^(kind:|role:|net$|ground$)/.test(name),
          );
          expect(set).toHaveLength(node < graph.topology.terminals ? 2 : 1);
        }
      }),
    );
  });

  it("does not change when a resistor is turned round", () => {
    const scheme = featureScheme("kirchhoff@1");
    fc.assert(
      fc.property(resistiveCircuit, (circuit) => {
        const turned: Circuit = {
          ...circuit,
          devices: circuit.devices.map((device) => {
            if (device.kind !== "resistor") return device;
            const [plus, minus] = device.terminals;
            return {
              ...device,
              terminals: [
                { name: "plus", net: minus!.net },
                { name: "minus", net: plus!.net },
              ],
            };
          }),
        };
        expect(encode(scheme, terminalGraph(turned))).toEqual(encode(scheme, terminalGraph(circuit)));
      }),
    );
  });

  it("tells a resistor's bulk from its ends, and a pin without a role of its own from both", () => {
    const terminals = ["plus", "minus", "bulk", "pin.7"].map((name) => ({ name, net: 0 }));
    const circuit: Circuit = {
      ...twoStageOpAmp(),
      devices: [{ name: "r1", kind: "resistor", terminals, parameters: {} }],
    };
    const graph = terminalGraph(circuit);
    const scheme = featureScheme("kirchhoff@1");
    const codes = [0, 1, 2, 3].map((node) => Object.keys(describeNode(scheme, graph, node)));
    const roles = ["either", "either", "bulk", "other"];
    expect(codes).toEqual(roles.map((role) => ["kind:resistor", `role:${role}`]));
    expect(() => encode(featureScheme("paper-resistive@1"), graph)).toThrowError(/resistor\.bulk/);
  });

  it("standardises what it was fitted to: mean 0 and deviation 1 over the nodes that carry a feature", () => {
    const graphs = [2, 5, 9].map((n) =>
      terminalGraph(ladder(n).build(ladder(n).parameters.map((_, i) => ((i * 37) % 19) / 19 + 0.01))),
    );
    const scheme = fitScheme("kirchhoff@1", graphs);
    for (const [name, kind] of [
      ["log-resistance", "kind:resistor"],
      ["dc-voltage", "kind:voltage-source"],
    ]) {
      const carried = graphs.flatMap((graph) => {
        const rows = encode(scheme, graph);
        return Array.from({ length: graph.topology.nodes }, (_, node) => node)
          .filter((node) => rows[node * scheme.width + scheme.columns.indexOf(kind!)] === 1)
          .map((node) => rows[node * scheme.width + scheme.columns.indexOf(name!)]!);
      });
      const mean = carried.reduce((sum, value) => sum + value, 0) / carried.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(carried.reduce((sum, value) => sum + (value - mean) ** 2, 0) / carried.length).toBeCloseTo(1, 5);
    }
    expect(scheme.statistics["log-capacitance"]).toBeUndefined();
  });

  it("carries the features it is asked for", () => {
    const graph = terminalGraph(wheatstoneBridge.build([1, 1, 0.5, 1, 0.25, 1, 1, 1, 1]));
    const scheme = fitScheme("kirchhoff@1", [graph], {
      features: ["conductance-share", "log-net-conductance", "output"],
    });
    expect(scheme.columns.slice(-3)).toEqual(["conductance-share", "log-net-conductance", "output"]);
    const raw = schemeFromJSON({ name: "kirchhoff@1", features: scheme.toJSON().features });
    // Net `top` carries r1 (2 S), rp1 (4 S) and rp3 (1 S); r1's plus terminal is node 2.
    expect(describeNode(raw, graph, 2)["conductance-share"]).toBeCloseTo(2 / 7, 6);
    const top = graph.topology.outputNodes[0]!;
    expect(describeNode(raw, graph, top)["log-net-conductance"]).toBeCloseTo(Math.log10(7), 6);
    expect(describeNode(raw, graph, top).output).toBe(1);
  });

  it("does not see the unit of resistance in relative features", () => {
    const features = ["relative-resistance", "log-relative-resistance"];
    const scheme = schemeFromJSON({ name: "kirchhoff@1", features });
    const values = [1, 100, 200, 0.5, 400, 0, 0.8];
    const ohms = terminalGraph(ladder(2).build(values));
    const kiloohms = terminalGraph(
      ladder(2).build(values.map((value) => (value >= 100 ? value * 1e3 : value))),
    );
    // Without the jumper rv2, the geometric mean of 100, 200 and 400 is 200.
    expect(describeNode(scheme, ohms, 2)["relative-resistance"]).toBeCloseTo(0.5, 6);
    expect(describeNode(scheme, ohms, 2)["log-relative-resistance"]).toBeCloseTo(Math.log10(0.5), 6);
    encode(scheme, kiloohms).forEach((number, i) => {
      expect(number).toBeCloseTo(encode(scheme, ohms)[i]!, 5);
    });
  });

  it("offers finite features only", () => {
    const scheme = schemeFromJSON({ name: "kirchhoff@1", features: [...nodeFeatures.keys()] });
    fc.assert(
      fc.property(anyCircuit, (circuit) => encode(scheme, terminalGraph(circuit)).every(Number.isFinite)),
    );
  });
});

describe("schemes as data", () => {
  it("come back from JSON with the same encoding", () => {
    const graph = terminalGraph(ladder(4).build(ladder(4).parameters.map((_, i) => (i + 1) / 20)));
    const opAmp = terminalGraph(twoStageOpAmp());
    for (const scheme of [
      fitScheme("kirchhoff@1", [graph], { features: ["log-resistance", "dc-voltage"] }),
      fitScheme("paper-resistive@1", [graph]),
      fitScheme("paper-mos@1", [opAmp]),
      ...featureSchemeNames.map(featureScheme),
    ]) {
      const restored = schemeFromJSON(JSON.parse(JSON.stringify(scheme)));
      const sample = scheme.name === "paper-mos@1" ? opAmp : graph;
      expect(restored.columns).toEqual(scheme.columns);
      expect(encode(restored, sample)).toEqual(encode(scheme, sample));
    }
  });

  it("names what is wrong with a description", () => {
    const codeOf = (json: unknown) => {
      try {
        schemeFromJSON(json);
        return undefined;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codeOf({ name: "kirchhoff@9" })).toBe("GRAPH_UNKNOWN_SCHEME");
    expect(codeOf({ name: "kirchhoff@1", features: ["resistence"] })).toBe("GRAPH_UNKNOWN_FEATURE");
    expect(codeOf({ name: "kirchhoff@1", statistics: { resistance: { mean: "0", std: 1 } } })).toBe(
      "GRAPH_SCHEME_INVALID",
    );
    expect(codeOf(null)).toBe("GRAPH_SCHEME_INVALID");
  });
});
