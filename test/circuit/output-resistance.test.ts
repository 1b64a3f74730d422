import { expect, test } from "vitest";
import {
  amperesIntoOutput,
  dividerResistance,
  ladder,
  ladderOutputResistance,
  voltIntoOutput,
} from "../../src/circuit/index.js";
import { solveLinear } from "../../src/simulate/index.js";

test("an ampere into the output, and a volt through a resistor, tell a ladder's output resistance", () => {
  const values = Float64Array.of(1, 0.3, 0.7, -0.2, 0.5, 0.4, 0.9);
  const circuit = ladder(2).build(values);
  const output = circuit.outputs!.at(-1)!;
  const expected = ladderOutputResistance(values);
  const volts = (of: typeof circuit) => {
    const found = solveLinear(of);
    return found.status === "ok" ? found.value.voltages[output]! : Number.NaN;
  };
  expect(volts(amperesIntoOutput(circuit, output))).toBeCloseTo(expected, 10);
  expect(dividerResistance(volts(voltIntoOutput(circuit, output)))).toBeCloseTo(expected, 10);
});
