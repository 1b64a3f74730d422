import { expect, test } from "vitest";
import type { Circuit, Device } from "../../src/circuit/index.js";
import { ladder, loadedDivider, parallelDivider, wheatstoneBridge } from "../../src/circuit/index.js";
import { drawCircuit } from "../../src/report/index.js";
import { expectWellFormed, numbersOf } from "./markup.js";

const rungs = ladder(4).build([1, 1000, 2000, 2, 1000, 2000, 3, 1000, 2000, 4, 1000, 2000, 5]);
const voltages = new Map(rungs.nets.map((net, i) => [net.name, i / 2] as const));

test("a ladder shows every net with its voltage and every device with its value, once", () => {
  const svg = drawCircuit(rungs, { voltages });
  expectWellFormed(svg);
  for (const net of rungs.nets.filter((one) => !one.isGround)) {
    expect(svg.split(`>${net.name}</text>`)).toHaveLength(2);
    expect(svg).toContain(`>${voltages.get(net.name)!.toFixed(3)} V</text>`);
  }
  for (const device of rungs.devices) expect(svg.split(`>${device.name}</text>`)).toHaveLength(2);
  expect(svg).toContain(">2 kΩ</text>");
});

test("colours are told plainly too, for viewers that know none by name", () => {
  const svg = drawCircuit(rungs, { voltages });
  const named = [...svg.matchAll(/([\w-]+):(#\w+;\1:)?var\(/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, , plain] of named) expect(plain).toBeDefined();
});

test("a ladder's outputs lie in one row, from the source to the right", () => {
  const svg = drawCircuit(rungs);
  const nets = [...svg.matchAll(/<circle class="net"[^>]*>/g)].map(([circle]) => ({
    x: numbersOf(circle, "cx")[0]!,
    y: numbersOf(circle, "cy")[0]!,
  }));
  const at = (name: string) =>
    nets[rungs.nets.filter((net) => !net.isGround).findIndex((net) => net.name === name)]!;
  const row = ["in", "o1", "o2", "o3", "o4"].map(at);
  expect(new Set(row.map(({ y }) => y)).size).toBe(1);
  expect(row.map(({ x }) => x)).toEqual(row.map(({ x }) => x).sort((a, b) => a - b));
  expect(at("m2").x).toBe(at("o2").x);
  expect(at("m2").y).toBeGreaterThan(at("o2").y);
});

test("the drawing is the same each time, and no two nets share a place", () => {
  for (const parametric of [parallelDivider, loadedDivider, wheatstoneBridge, ladder(10)]) {
    const circuit = parametric.build(parametric.parameters.map((_, i) => i + 1));
    const svg = drawCircuit(circuit);
    expect(drawCircuit(circuit)).toBe(svg);
    const places = [...svg.matchAll(/class="net"[^>]*cx="([^"]+)" cy="([^"]+)"/g)].map(
      ([, x, y]) => `${x} ${y}`,
    );
    expect(new Set(places).size).toBe(circuit.nets.length - 1);
  }
});

test("the terminal graph shows two terminals a resistor in place of its symbol", () => {
  const svg = drawCircuit(rungs, { style: "terminal-graph" });
  expectWellFormed(svg);
  expect(svg.match(/r="4.5"/g)).toHaveLength(2 * rungs.devices.length);
});

test("a predicted voltage is a ring and a number in parentheses", () => {
  const svg = drawCircuit(rungs, { voltages, predicted: new Map([["o2", 1.234]]) });
  expect(svg.match(/r="11.5"/g)).toHaveLength(1);
  expect(svg).toContain(">(1.234 V)</text>");
});

test("transistors, floating parts, self-loops and devices across ground are all drawn", () => {
  const device = (name: string, kind: Device["kind"], ...nets: number[]): Device => ({
    name,
    kind,
    terminals: nets.map((net, i) => ({ name: `t${i}`, net })),
    parameters: {},
  });
  const circuit: Circuit = {
    title: "odd",
    nets: ["0", "a", "b", "lonely", "c", "d"].map((name, i) => ({ name, isGround: i === 0 })),
    devices: [
      device("m1", "nmos", 1, 2, 0, 0),
      device("rloop", "resistor", 1, 1),
      device("rground", "resistor", 0, 0),
      device("rfloat", "resistor", 4, 5),
    ],
    models: [],
    temperature: 27,
    options: {},
  };
  const svg = drawCircuit(circuit);
  expectWellFormed(svg);
  expect(svg).not.toMatch(/NaN|undefined/);
  for (const { name } of circuit.devices) expect(svg).toContain(`>${name}</text>`);
  expect(svg.match(/class="net"/g)).toHaveLength(5);
});

test("a circuit without devices is an empty drawing", () => {
  const empty: Circuit = {
    title: "none",
    nets: [{ name: "0", isGround: true }],
    devices: [],
    models: [],
    temperature: 27,
    options: {},
  };
  expectWellFormed(drawCircuit(empty));
});
