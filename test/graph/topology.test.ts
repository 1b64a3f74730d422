import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Circuit,
  ladder,
  loadedDivider,
  type ParametricCircuit,
  parallelDivider,
  seriesDivider,
  wheatstoneBridge,
} from "../../src/circuit/index.js";
import { type GraphTopology, graphTopology, terminalGraph } from "../../src/graph/index.js";
import { anyCircuit, resistiveCircuit, twoStageOpAmp } from "./circuits.js";

const build = (circuit: ParametricCircuit) => circuit.build(circuit.parameters.map((_, i) => i + 1));

const neighboursOf = ({ offsets, neighbours }: GraphTopology, node: number) =>
  Array.from(neighbours.subarray(offsets[node]!, offsets[node + 1]!));

describe("sizes of the data sheet (1.1)", () => {
  it.each([
    [ladder(10), 84, 93],
    [ladder(12), 100, 111],
    [ladder(16), 132, 147],
    [ladder(32), 260, 291],
    [ladder(128), 1028, 1155],
    [parallelDivider, 14, 15],
    [seriesDivider, 15, 15],
    [loadedDivider, 14, 15],
    [wheatstoneBridge, 25, 27],
  ])("$name", (circuit, nodes, edges) => {
    expect(graphTopology(build(circuit))).toMatchObject({ nodes, edges });
  });

  it("two-stage op-amp, whose diodes have gate and drain on one net", () => {
    expect(graphTopology(twoStageOpAmp())).toMatchObject({ nodes: 59, edges: 104 });
  });
});

describe("terminal graph", () => {
  it("joins exactly the terminals of a device, and each terminal to its net", () => {
    fc.assert(
      fc.property(anyCircuit, (circuit) => {
        const topology = graphTopology(circuit);
        const expected = new Set<string>();
        let first = 0;
        const terminals = circuit.devices.reduce((sum, device) => sum + device.terminals.length, 0);
        for (const device of circuit.devices) {
          device.terminals.forEach((terminal, t) => {
            expected.add(`${first + t}-${terminals + terminal.net}`);
            for (let mate = t + 1; mate < device.terminals.length; mate++)
              expected.add(`${first + t}-${first + mate}`);
          });
          first += device.terminals.length;
        }
        const actual: string[] = [];
        for (let node = 0; node < topology.nodes; node++) {
          for (const neighbour of neighboursOf(topology, node))
            if (neighbour > node) actual.push(`${node}-${neighbour}`);
        }
        expect(topology.edges).toBe(expected.size);
        expect(actual).toHaveLength(expected.size);
        expect(new Set(actual)).toEqual(expected);
      }),
    );
  });

  it("is symmetric, without self loops or parallel edges", () => {
    fc.assert(
      fc.property(fc.oneof(anyCircuit, resistiveCircuit), (circuit) => {
        const topology = graphTopology(circuit);
        for (let node = 0; node < topology.nodes; node++) {
          const neighbours = neighboursOf(topology, node);
          expect(new Set(neighbours).size).toBe(neighbours.length);
          expect(neighbours).not.toContain(node);
          for (const neighbour of neighbours) expect(neighboursOf(topology, neighbour)).toContain(node);
        }
      }),
    );
  });

  it("tells the gate from the drain of a diode-connected transistor by their kinds", () => {
    const topology = graphTopology(twoStageOpAmp());
    const [drain, gate] = [12, 13];
    expect([drain, gate].map((node) => topology.kinds[topology.kindOfNode[node!]!])).toEqual([
      "nmos.drain",
      "nmos.gate",
    ]);
    expect(topology.netOfNode[drain!]).toBe(topology.netOfNode[gate!]);
    expect(neighboursOf(topology, drain!)).toContain(gate);
  });

  it("names outputs in the circuit's order, or all nets but ground", () => {
    const outputs = (circuit: Circuit) => {
      const { outputNodes, terminals } = graphTopology(circuit);
      return Array.from(outputNodes, (node) => circuit.nets[node - terminals]!.name);
    };
    expect(outputs(build(wheatstoneBridge))).toEqual(["top", "left", "bottom", "right"]);
    const { outputs: _, ...unnamed } = build(seriesDivider);
    expect(outputs(unnamed)).toEqual(["in", "a", "b", "m"]);
  });

  it("carries every parameter, device by device", () => {
    const { topology, values } = terminalGraph(build(wheatstoneBridge));
    expect(topology.parameterNames).toEqual(["dc", ...new Array(7).fill("resistance"), "dc"]);
    expect(Array.from(values)).toEqual([1, 3, 5, 6, 7, 8, 9, 4, 2]);
  });
});

describe("sharing", () => {
  it("gives one topology to all builds of a circuit, and another to a circuit that differs", () => {
    const circuit = build(ladder(3));
    const topology = graphTopology(circuit);
    expect(graphTopology(build(ladder(3)))).toBe(topology);
    const [, resistor, ...others] = circuit.devices;
    const variants: Circuit[] = [
      { ...circuit, devices: [resistor!, ...others] },
      { ...circuit, devices: [circuit.devices[0]!, { ...resistor!, kind: "capacitor" }, ...others] },
      {
        ...circuit,
        devices: [circuit.devices[0]!, { ...resistor!, parameters: { resistance: 1, tc1: 0 } }, ...others],
      },
      {
        ...circuit,
        devices: [
          circuit.devices[0]!,
          { ...resistor!, terminals: resistor!.terminals.toReversed() },
          ...others,
        ],
      },
      { ...circuit, outputs: [1] },
    ];
    for (const variant of variants) expect(graphTopology(variant)).not.toBe(topology);
    expect(new Set(variants.map(graphTopology)).size).toBe(variants.length);
  });

  it("takes a circuit of 51,000 devices", () => {
    const branches = 17_000;
    const { nodes } = graphTopology(build(ladder(branches)));
    expect(nodes).toBe(8 * branches + 4);
  });
});
