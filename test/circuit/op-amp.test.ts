import { describe, expect, it } from "vitest";
import { biasedOpAmp, opAmp } from "../../src/circuit/index.js";
import {
  generateInMemory,
  namedRecipe,
  openSource,
  planRow,
  rowGraph,
  voltagesOnly,
} from "../../src/dataset/index.js";
import { featureScheme } from "../../src/graph/index.js";

/** Sizes and node order of paper A's op-amp graphs. */
describe.each([
  [opAmp, 59, 104, "net4 net2 net3 vss net5 net1 net7 net6 vdd 0 net8", 14],
  [biasedOpAmp, 62, 107, "net4 net2 net3 vss net5 net1 net7 net6 netb vdd 0 net8", 15],
] as const)("op-amp graph", (circuit, nodes, edges, nets, parameters) => {
  it(`${circuit.name}: ${nodes} nodes, ${edges} edges, nets in order of first use`, () => {
    const built = circuit.build(circuit.parameters.map(() => 1));
    expect(circuit.parameters).toHaveLength(parameters);
    expect(built.nets.map(({ name }) => name).join(" ")).toBe(nets);
    expect(circuit.outputs).toEqual(nets.split(" ").filter((net) => net !== "0"));
    const { topology } = rowGraph({ circuitName: circuit.name, values: new Float64Array(parameters) });
    expect([topology.nodes, topology.edges]).toEqual([nodes, edges]);
  });
});

describe("paper-mos@1 of the op-amp", () => {
  const values = opAmp.parameters.map(
    ({ name }) => ({ mn1: 80, mp3: 7, rz: 500, cc: 1e-12, vdd: 1.1 })[name] ?? 0,
  );
  const graph = rowGraph({ circuitName: "opamp", values: Float64Array.from(values) });
  const scheme = featureScheme("paper-mos@1");
  const encoded = new Float32Array(graph.topology.nodes * scheme.width);
  scheme.encode(graph, encoded);
  const row = (node: number) => [...encoded.subarray(node * scheme.width, (node + 1) * scheme.width)];

  it.each([
    // Node, slots, then class (VNode C R V I M), polarity (second, first), MOS terminal (B S G D).
    ["mn1 drain", 0, [(80 - 50.592) / 28.8563465463, 0, 0], "000001 01 0001"],
    ["mn2 bulk", 7, [(80 - 50.592) / 28.8563465463, 0, 0], "000001 01 1000"],
    ["mp3 gate", 29, [(7 - 49.6306666667) / 28.5282478646, 0, 0], "000001 10 0010"],
    [
      "vvdd plus",
      34,
      [-0.339 / 0.4733698343, -20.07 / 56.655, (1.1 - 0.5979632761) / 0.3642827442],
      "000100 01 0000",
    ],
    ["rz minus", 43, [(500 - 490.44902649) / 286.3720068, 0, 0], "001000 10 0000"],
    ["cc plus", 44, [(1e-12 - 5.101888942e-12) / 2.886392651e-12, 0, 0], "010000 01 0000"],
    ["net4", 48, [0, 0, 0], "100000 01 0000"],
    ["ground", 57, [0, 0, 0], "100000 10 0000"],
  ] as const)("%s is node %i", (_, node, slots, code) => {
    const [a, b, c, ...bits] = row(node);
    [a, b, c].forEach((slot, i) => {
      expect(slot).toBeCloseTo(slots[i]!, 4);
    });
    expect(bits.join("")).toBe(code.replaceAll(" ", ""));
  });
});

describe("op-amp recipes", () => {
  it("draw the paper's space", () => {
    const rows = Array.from({ length: 2000 }, (_, index) => planRow(namedRecipe("opamp-biased"), index));
    const column = (name: string) => {
      const place = biasedOpAmp.parameters.findIndex((each) => each.name === name);
      return rows.map(({ values }) => values[place]!);
    };
    for (const name of ["mp1", "mn1", "mp3", "mn3", "mn4", "mn5"]) {
      const drawn = column(name);
      expect(drawn.every((m) => Number.isInteger(m) && m >= 1 && m <= 100)).toBe(true);
    }
    const [first, second] = [column("vin1"), column("vin2")];
    const equal = first.filter((vin1, i) => vin1 === second[i]).length / rows.length;
    expect(Math.abs(equal - 0.5)).toBeLessThan(0.05);
    for (const [name, low, high] of [
      ["cc", 0.1e-12, 10e-12],
      ["ibias", 10e-6, 50e-6],
      ["vdd", 1, 1.2],
      ["vin2", 0.4, 0.8],
      ["vbias", 0.2, 0.8],
    ] as const) {
      const drawn = column(name);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...drawn)).toBeLessThan(high);
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(0.03 * (high - low));
    }
  });

  it("has the authors' voltage statistics, and the second stage's output beyond the nulling resistor", async () => {
    const source = await openSource("embedded", { workers: 1 });
    const dataset = await generateInMemory(voltagesOnly(namedRecipe("opamp")), {
      count: 120,
      source,
    }).finally(() => source.close());
    const { rows, failed } = await dataset.split("train");
    expect(failed).toEqual([]);
    const labels = rows.flatMap((row) => [...row.labels]);
    const mean = labels.reduce((sum, volts) => sum + volts, 0) / labels.length;
    const square = labels.reduce((sum, volts) => sum + (volts - mean) ** 2, 0) / labels.length;
    // 1,180 voltages of 118 circuits: their mean is good to about 0.012, their deviation to about 0.01.
    expect(Math.abs(mean - 0.5598)).toBeLessThan(0.04);
    expect(Math.abs(Math.sqrt(square) - 0.3543)).toBeLessThan(0.03);
    const [net6, net8] = ["net6", "net8"].map((net) => opAmp.outputs.indexOf(net)) as [number, number];
    for (const row of rows) expect(row.labels[net8]).toBeCloseTo(row.labels[net6]!, 6);
  });
});
