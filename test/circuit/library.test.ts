import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  biasedOpAmp,
  type Circuit,
  ladder,
  ladderOutputResistance,
  loadedDivider,
  opAmp,
  type ParametricCircuit,
  parallelDivider,
  parametricCircuit,
  seriesDivider,
  wheatstoneBridge,
} from "../../src/circuit/index.js";
import { outputVoltages, solveResistive } from "./operating-point.js";

const values = (circuit: ParametricCircuit) =>
  fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
    minLength: circuit.parameters.length,
    maxLength: circuit.parameters.length,
  });

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < actual.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 9);
}

const parallel = (a: number, b: number) => (a * b) / (a + b);

describe("few-shot networks against the closed forms of the data sheet", () => {
  it("parallel-divider", () => {
    fc.assert(
      fc.property(values(parallelDivider), (v) => {
        const [vin, rp1, rp2, rv, v2] = v as [number, number, number, number, number];
        const rp = parallel(rp1, rp2);
        expectClose(outputVoltages(parallelDivider.build(v)), [(rv * vin + rp * v2) / (rp + rv)]);
      }),
    );
  });

  it("series-divider", () => {
    fc.assert(
      fc.property(values(seriesDivider), (v) => {
        const [vin, rs1, rs2, rv, v2] = v as [number, number, number, number, number];
        const sum = rs1 + rs2 + rv;
        expectClose(outputVoltages(seriesDivider.build(v)), [
          ((rs2 + rv) * vin + rs1 * v2) / sum,
          (rv * vin + (rs1 + rs2) * v2) / sum,
        ]);
      }),
    );
  });

  it("loaded-divider", () => {
    fc.assert(
      fc.property(values(loadedDivider), (v) => {
        const [vin, rh, rv, rl, v2] = v as [number, number, number, number, number];
        const down = parallel(rl, rv);
        const up = parallel(rl, rh);
        expectClose(outputVoltages(loadedDivider.build(v)), [
          (down / (down + rh)) * vin + (up / (up + rv)) * v2,
        ]);
      }),
    );
  });

  it("wheatstone-bridge: a balanced bridge carries no load current, an unbalanced one does", () => {
    const build = (rp3: number) => wheatstoneBridge.build([1, 0.2, 0.1, 0.1, 0.4, 0.8, rp3, 0.6, 0.5]);
    const [top, left, bottom, right] = outputVoltages(build(0.3)) as [number, number, number, number];
    expect(left).toBeCloseTo(right, 12);
    expect(top).toBeGreaterThan(left);
    expect(left).toBeGreaterThan(bottom);
    const [, unbalancedLeft, , unbalancedRight] = outputVoltages(build(0.1));
    expect(unbalancedRight! - unbalancedLeft!).toBeGreaterThan(0.01);
  });
});

describe("ladder", () => {
  it("has 2n resistors, n + 1 sources and one output a branch", () => {
    const circuit = ladder(10);
    const built = circuit.build(circuit.parameters.map(() => 0.5));
    expect(circuit.name).toBe("ladder-10");
    expect(circuit.outputs).toEqual(Array.from({ length: 10 }, (_, i) => `o${i + 1}`));
    expect(built.devices.filter((device) => device.kind === "resistor")).toHaveLength(20);
    expect(built.devices.filter((device) => device.kind === "voltage-source")).toHaveLength(11);
    expect(built.outputs!.map((net) => built.nets[net]!.name)).toEqual(circuit.outputs);
  });

  it("obeys the paper's recursion for one and two branches", () => {
    fc.assert(
      fc.property(values(ladder(2)), (v) => {
        const [vin, rh1, rv1, v1, rh2, rv2, v2] = v as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const [o1, o2] = outputVoltages(ladder(2).build(v)) as [number, number];
        expect((vin - o1) / rh1 + (v1 - o1) / rv1 + (o2 - o1) / rh2).toBeCloseTo(0, 6);
        expect((o1 - o2) / rh2 + (v2 - o2) / rv2).toBeCloseTo(0, 6);
      }),
    );
  });

  it("has the output resistance that a probe current measures", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.double({ min: 0.01, max: 1, noNaN: true })),
        (n, stream) => {
          const v = ladder(n).parameters.map(({ unit }) => {
            const draw = stream.next().value as number;
            return unit === "volt" ? 0 : draw;
          });
          const circuit = ladder(n).build(v);
          const probed: Circuit = {
            ...circuit,
            nets: [...circuit.nets, { name: "probe", isGround: false }],
            devices: [
              ...circuit.devices,
              twoTerminal("rprobe", "resistor", circuit.nets.length, circuit.outputs!.at(-1)!, {
                resistance: 1,
              }),
              twoTerminal("vprobe", "voltage-source", circuit.nets.length, 0, { dc: 1 }),
            ],
          };
          const voltage = solveResistive(probed)[circuit.outputs!.at(-1)!]!;
          expect(ladderOutputResistance(v)).toBeCloseTo(voltage / (1 - voltage), 9);
        },
      ),
    );
  });

  it("refuses impossible sizes and value counts with their codes", () => {
    for (const n of [0, -1, 2.5, 100_001, Number.NaN]) {
      expect(() => ladder(n)).toThrowError(expect.objectContaining({ code: "CIRCUIT_LADDER_BRANCHES" }));
    }
    const code = expect.objectContaining({ code: "CIRCUIT_VALUE_COUNT" });
    expect(() => ladder(2).build([1, 2, 3])).toThrowError(code);
    expect(() => ladderOutputResistance([1, 2, 3])).toThrowError(code);
  });
});

function twoTerminal(
  name: string,
  kind: "resistor" | "voltage-source",
  plus: number,
  minus: number,
  parameters: Record<string, number>,
) {
  return {
    name,
    kind,
    terminals: [
      { name: "plus", net: plus },
      { name: "minus", net: minus },
    ],
    parameters,
  };
}

describe("parametricCircuit", () => {
  it("finds every circuit by its name, always the same object", () => {
    for (const circuit of [
      ladder(2),
      ladder(128),
      parallelDivider,
      seriesDivider,
      loadedDivider,
      wheatstoneBridge,
      opAmp,
      biasedOpAmp,
    ]) {
      expect(parametricCircuit(circuit.name)).toBe(circuit);
    }
  });

  it("lists the known names when asked for another", () => {
    for (const name of ["ladder", "ladder-0", "ladder-01", "bridge"]) {
      expect(() => parametricCircuit(name)).toThrowError(/ladder-N, parallel-divider.*opamp/);
    }
  });

  it("shares nets, outputs and terminals between builds, and puts each value where its parameter says", () => {
    for (const circuit of [ladder(3), wheatstoneBridge, opAmp, biasedOpAmp]) {
      const first = circuit.build(circuit.parameters.map((_, i) => i + 1));
      const second = circuit.build(circuit.parameters.map(() => 1));
      expect(second.nets).toBe(first.nets);
      expect(second.outputs).toBe(first.outputs);
      first.devices.forEach((device, i) => {
        expect(second.devices[i]!.terminals).toBe(device.terminals);
      });
      circuit.parameters.forEach(({ targets }, i) => {
        for (const { device, parameter } of targets) {
          expect(first.devices.find(({ name }) => name === device)!.parameters[parameter]).toBe(i + 1);
        }
      });
    }
  });
});
