import { KirchhoffError } from "../core/index.js";
import type { ParametricCircuit } from "./parametric.js";
import { type TwoTerminal, twoTerminalCircuit } from "./two-terminal.js";

const ladders = new Map<number, ParametricCircuit>();

/** Longer ladders are refused, before they fill the memory. */
const mostBranches = 100_000;

/**
 * The resistor ladder of paper A (arXiv 2203.15913, Fig. 4): branch `i` is `rh{i}` from the previous output (`in` for the first)
 * to `o{i}`, and `rv{i}` from `o{i}` to the source `v{i}`. Parameters: `vin`, then `rh{i}`, `rv{i}`, `v{i}` branch by branch.
 * Named `ladder-{branches}`; the same object for the same number. Throws CIRCUIT_LADDER_BRANCHES.
 */
export function ladder(branches: number): ParametricCircuit {
  const known = ladders.get(branches);
  if (known) return known;
  if (!Number.isInteger(branches) || branches < 1 || branches > mostBranches) {
    throw new KirchhoffError("CIRCUIT_LADDER_BRANCHES", "a ladder cannot have this number of branches", {
      found: `${branches}`,
      expected: `an integer from 1 to ${mostBranches}`,
    });
  }
  const devices: TwoTerminal[] = [["vin", "voltage-source", "in", "0"]];
  const outputs: string[] = [];
  for (let i = 1; i <= branches; i++) {
    devices.push(
      [`rh${i}`, "resistor", i === 1 ? "in" : `o${i - 1}`, `o${i}`],
      [`rv${i}`, "resistor", `o${i}`, `m${i}`],
      [`v${i}`, "voltage-source", `m${i}`, "0"],
    );
    outputs.push(`o${i}`);
  }
  const circuit = twoTerminalCircuit({
    name: `ladder-${branches}`,
    title: branches === 1 ? "Resistor ladder of 1 branch" : `Resistor ladder of ${branches} branches`,
    devices,
    outputs,
  });
  ladders.set(branches, circuit);
  return circuit;
}

/**
 * Resistance in ohms seen into the last output of a ladder with its sources off, from its values in the order of
 * {@link ladder}'s parameters: `r ← (r + rh) ∥ rv` from the input on. Throws CIRCUIT_VALUE_COUNT.
 */
export function ladderOutputResistance(values: ArrayLike<number>): number {
  if (values.length < 4 || values.length % 3 !== 1) {
    throw new KirchhoffError("CIRCUIT_VALUE_COUNT", "a ladder cannot have this number of values", {
      found: `${values.length} values`,
      expected: "1 + 3 for each branch: vin, then rh, rv, v",
    });
  }
  let resistance = 0;
  for (let i = 1; i < values.length; i += 3) {
    const series = resistance + values[i]!;
    const shunt = values[i + 1]!;
    resistance = (series * shunt) / (series + shunt);
  }
  return resistance;
}
