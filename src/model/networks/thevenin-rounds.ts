import { fanIn, linear, type Scope } from "../../nn/index.js";
import {
  add,
  div,
  type Expression,
  exp,
  log,
  matmul,
  mul,
  relu,
  sigmoid,
  split,
  sub,
  sumRows,
  tanh,
} from "../../tensor/index.js";
import type { TheveninOptions } from "./thevenin.js";
import type { TerminalInputs } from "./thevenin-inputs.js";

/** Conductances below this (relative to the learned unit) are an open circuit. */
export const leak = 1e-4;
/** Largest magnitude of a logarithmic conductance. */
export const largestKey = 8;

/** What terminals show after the last round, what they see, and what their devices make of it: all `["terminals", …]`. */
export interface Rounds {
  readonly conductance: Expression;
  readonly current: Expression;
  /** Logarithmic conductances and voltages that each terminal sees of its net, and the inner state of its device there. */
  readonly seen: readonly [keys: Expression, voltages: Expression, state: Expression];
}

/** All rounds of messages, which share their weights. */
export function theveninRounds(
  scope: Scope,
  inputs: TerminalInputs,
  { hidden, gate, iterations, superposition }: TheveninOptions,
): Rounds {
  const { features, drive, reference, siblings } = inputs;
  const own = linear(scope.child("device"), features, gate);
  const cell = theveninCell(scope, own, drive, { hidden, gate, superposition });
  const fixedKeys = mul(reference.mask, scope.parameter("reference.key", [hidden], { constant: 3 }));
  const floating = sub(1, reference.mask);

  let keys = add(fixedKeys, mul(floating, scope.parameter("start.key", [hidden], { constant: -3 })));
  let voltages = add(mul(keys, 0), reference.volts);
  let shown: Shown | undefined;
  for (let round = 0; round < iterations; round++) {
    shown = cell(sumRows(keys, siblings), sumRows(voltages, siblings));
    const total = add(sumOthers(shown.conductance, inputs), leak);
    keys = add(fixedKeys, mul(floating, log(total)));
    voltages = add(reference.volts, mul(floating, div(sumOthers(shown.current, inputs), total)));
  }
  const { conductance, current, state } = shown!;
  return { conductance, current, seen: [keys, voltages, state] };
}

/**
 * The sum over all other terminals of each terminal's net. On a large net that is its group's others and the sums of the other groups:
 * adding what is wanted, never subtracting the own message from a total, keeps every digit however unequal the messages are.
 */
export function sumOthers(x: Expression, { coTerminals, groups }: TerminalInputs): Expression {
  const near = sumRows(x, coTerminals);
  if (!groups) return near;
  const far = sumRows(sumRows(x, groups.terminals), groups.others);
  return add(near, sumRows(far, groups.terminals.transpose));
}

interface Shown {
  readonly conductance: Expression;
  readonly current: Expression;
  readonly state: Expression;
}

type Cell = (keys: Expression, voltages: Expression) => Shown;

/** What a device shows its net at one terminal, from the equivalents that its other terminals see. */
function theveninCell(
  scope: Scope,
  own: Expression,
  drive: Expression,
  { hidden, gate, superposition }: Pick<TheveninOptions, "hidden" | "gate" | "superposition">,
): Cell {
  const fromKeys = scope.parameter("gate.keys", [hidden, gate], fanIn(hidden));
  const fromVoltages = superposition
    ? undefined
    : scope.parameter("gate.voltages", [hidden, gate], fanIn(hidden));
  const inner = {
    weight: scope.parameter("gate.weight", [gate, gate], fanIn(gate)),
    bias: scope.parameter("gate.bias", [gate], fanIn(gate)),
  };
  const affine = (name: string, bias = fanIn(gate), weight = fanIn(gate)) => {
    const w = scope.parameter(`${name}.weight`, [gate, hidden], weight);
    const b = scope.parameter(`${name}.bias`, [hidden], bias);
    return (x: Expression) => add(matmul(x, w), b);
  };
  const keyOf = affine("key");
  const passOf = affine("pass", { constant: 2 });
  const voltageDriveOf = affine("drive.voltage");
  const currentDriveOf = affine("drive.current");
  const offsetOf = superposition ? undefined : affine("offset", { constant: 0 }, { constant: 0 });
  const mix = scope.parameter("mix", [hidden, hidden], { identity: 0.02 });
  const [volts, amperes] = split(drive, [1, 1], 1) as [Expression, Expression];

  return (keys, voltages) => {
    const seen = add(own, matmul(keys, fromKeys));
    const state = fromVoltages ? add(seen, matmul(voltages, fromVoltages)) : seen;
    const z = relu(add(matmul(relu(state), inner.weight), inner.bias));
    const conductance = exp(mul(tanh(mul(keyOf(z), 1 / largestKey)), largestKey));
    const passed = mul(sigmoid(passOf(z)), matmul(voltages, mix));
    const driven = add(mul(voltageDriveOf(z), volts), mul(currentDriveOf(z), amperes));
    const linearPart = add(passed, driven);
    const voltage = offsetOf ? add(linearPart, offsetOf(z)) : linearPart;
    return { conductance, current: mul(conductance, voltage), state: z };
  };
}
