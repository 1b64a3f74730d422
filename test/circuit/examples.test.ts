import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mos45nm, parametricCircuit } from "../../src/circuit/index.js";
import { memoryFiles, printCircuit, readNetlist } from "../../src/netlist/index.js";

const read = (file: string) =>
  readFileSync(new URL(`../../examples/circuits/${file}`, import.meta.url), "utf8");

it.each(["ladder-3", "parallel-divider", "series-divider", "loaded-divider", "wheatstone-bridge"])(
  "examples/circuits/%s.sp states the library's circuit",
  (name) => {
    const deck = read(`${name}.sp`);
    const lines = deck.split("\n").filter((line) => line !== ".op" && !line.startsWith("*"));
    const stated = new Map(lines.map((line) => [line.split(" ")[0], Number(line.split(" ").at(-1))]));
    const circuit = parametricCircuit(name);
    const built = circuit.build(
      circuit.parameters.map(({ targets: [target] }) => stated.get(target!.device)!),
    );
    expect(lines.join("\n")).toBe(printCircuit(built).deck);
    expect(deck).toContain(`: ${circuit.outputs.join(" ")}.`);
  },
);

it.each(["opamp", "opamp-biased"])(
  "examples/circuits/%s.sp states the library's circuit and its model cards",
  (name) => {
    const files = memoryFiles({ "mos-45nm.sp": read("mos-45nm.sp") });
    const { circuit, diagnostics } = readNetlist(read(`${name}.sp`), { files });
    expect(diagnostics).toEqual([]);
    const { parameters, outputs, build } = parametricCircuit(name);
    const stated = new Map(circuit.devices.map((device) => [device.name, device.parameters]));
    const built = build(
      parameters.map(({ targets: [target] }) => stated.get(target!.device)![target!.parameter]!),
    );
    expect(printCircuit(circuit).deck).toBe(printCircuit(built).deck);
    expect(circuit.models.map(({ location, ...model }) => model)).toEqual(
      mos45nm.map((model) => ({ ...model })),
    );
    expect(read(`${name}.sp`)).toContain(`: ${outputs.join(" ")}.`);
  },
);
