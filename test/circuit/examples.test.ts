import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import { printCircuit } from "../../src/netlist/index.js";

it.each(["ladder-3", "parallel-divider", "series-divider", "loaded-divider", "wheatstone-bridge"])(
  "examples/circuits/%s.sp states the library's circuit",
  (name) => {
    const deck = readFileSync(new URL(`../../examples/circuits/${name}.sp`, import.meta.url), "utf8");
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
