import { z } from "zod";
import { batchDevices, type CircuitGraph, type FeatureScheme } from "../../graph/index.js";
import { fanIn, type Scope } from "../../nn/index.js";
import {
  add,
  concat,
  div,
  type Expression,
  exp,
  gemm,
  log,
  matmul,
  mul,
  regroup,
  relu,
  reshape,
  split,
  splitRows,
  sub,
  sumRows,
  tanh,
} from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import type { Topologies } from "../topologies.js";
import { type NortonInputs, nortonInputs } from "./norton-inputs.js";

export const nortonSchema = z.strictObject({
  kind: z
    .literal("norton")
    .describe("message passing of equivalents by devices that tell their terminals apart"),
  hidden: z.int().min(1).default(16).describe("equivalents that a terminal carries side by side"),
  gate: z.int().min(1).default(64).describe("width of the networks inside devices"),
  iterations: z.int().min(1).default(12).describe("rounds of messages; all share their weights"),
});
export type NortonOptions = z.output<typeof nortonSchema>;

/** What every slot sees of its net: a logarithmic conductance, scaled, and a voltage, channel by channel. */
interface Seen {
  readonly keys: Expression;
  readonly voltages: Expression;
}

/** What every slot shows its net: a conductance and the current that it would drive into ground. */
interface Shown {
  readonly conductance: Expression;
  readonly current: Expression;
}

interface Round extends Shown {
  /** The inner states of all devices, blocks of four then blocks of two: `["blocks", gate]`. */
  readonly states: Expression;
}

/** Conductances below this (relative to the learned unit) are an open circuit. */
const leak = 1e-4;
/** Largest magnitude of a logarithmic conductance. */
const largestKey = 8;
/** Makes logarithmic conductances about as large as voltages, for the networks that take both. */
const keyScale = 0.25;

/**
 * Message passing of Norton equivalents, our own network for transistor circuits (docs/norton.md): the Thévenin network, with
 * devices that tell their terminals apart. Each round, every device looks at what all of its terminals see and shows each of its nets a
 * conductance and a current; every net answers each terminal with the parallel combination of all the others on it, which is Kirchhoff's
 * current law. Devices see voltages relative to one of their terminals only (a transistor's source), so that they work the same at
 * any potential. Nets that sources tie to ground are known. All rounds share their weights.
 */
function norton(scope: Scope, inputs: NortonInputs, options: NortonOptions): Expression {
  const { current, conductance } = nortonRounds(scope, inputs, options);
  const { outputSlots, outputIsReference, outputReferenceVolts } = inputs;
  const voltage = div(sumRows(current, outputSlots), add(sumRows(conductance, outputSlots), leak));
  const weight = scope.parameter("head.weight", [1, options.hidden], { constant: 1 / options.hidden });
  const bias = scope.parameter("head.bias", [1], { constant: 0 });
  const mean = reshape(add(gemm(voltage, weight, { transposeB: true }), bias), ["outputs"]);
  return add(outputReferenceVolts, mul(sub(1, outputIsReference), mean));
}

/** What devices show after the last round, and their inner states. */
function nortonRounds(
  scope: Scope,
  inputs: NortonInputs,
  { hidden, gate, iterations }: NortonOptions,
): Round {
  const { isReference, referenceVolts } = inputs;
  const constants = (name: string, constant: number) => scope.parameter(name, [hidden], { constant });
  const floating = sub(1, isReference);
  const fixedKeys = mul(isReference, constants("reference.key", 3 * keyScale));
  const startVolts = scope.parameter("start.voltage", [hidden], { normal: 0.5 });
  const round = nortonRound(scope, inputs, { hidden, gate });

  let seen: Seen = {
    keys: add(fixedKeys, mul(floating, constants("start.key", -3 * keyScale))),
    voltages: add(referenceVolts, mul(floating, startVolts)),
  };
  let shown = round(seen);
  for (let i = 1; i < iterations; i++) {
    const total = add(sumOthers(shown.conductance, inputs), leak);
    seen = {
      keys: add(fixedKeys, mul(floating, mul(log(total), keyScale))),
      voltages: add(referenceVolts, mul(floating, div(sumOthers(shown.current, inputs), total))),
    };
    shown = round(seen);
  }
  return shown;
}

/** The sum over all other slots of each slot's net: its group's, and the sums of the other groups; added, never taken away. */
function sumOthers(x: Expression, { coSlots, groups }: NortonInputs): Expression {
  const near = sumRows(x, coSlots);
  if (!groups) return near;
  return add(near, sumRows(sumRows(sumRows(x, groups.members), groups.others), groups.ofSlot));
}

type RoundOptions = Pick<NortonOptions, "hidden" | "gate">;

/** One round of all devices; the weights are made once for all rounds. */
function nortonRound(scope: Scope, inputs: NortonInputs, options: RoundOptions): (seen: Seen) => Round {
  const quads = quadCell(scope.child("quad"), inputs, options);
  const pairs = pairCell(scope.child("pair"), inputs, options);
  const bySize = (x: Expression) => splitRows(x, ["quadSlots", "pairSlots"]) as [Expression, Expression];
  const join = (a: Expression, b: Expression) => concat([a, b], 0, "slots");
  return ({ keys, voltages }) => {
    const [quadKeys, pairKeys] = bySize(keys);
    const [quadVoltages, pairVoltages] = bySize(voltages);
    const a = quads({ keys: quadKeys, voltages: quadVoltages });
    const b = pairs({ keys: pairKeys, voltages: pairVoltages });
    return {
      conductance: join(a.conductance, b.conductance),
      current: join(a.current, b.current),
      states: concat([a.states, b.states], 0, "blocks"),
    };
  };
}

/** Two layers from features and from what is seen, to an inner state. */
function innerNetwork(scope: Scope, features: Expression, width: number, gate: number) {
  const affine = (name: string, inputs: number) => ({
    weight: scope.parameter(`${name}.weight`, [inputs, gate], fanIn(inputs)),
    bias: scope.parameter(`${name}.bias`, [gate], fanIn(inputs)),
  });
  const device = affine("device", features.shape[1] as number);
  const own = add(matmul(features, device.weight), device.bias);
  const fromSeen = scope.parameter("seen.weight", [width, gate], fanIn(width));
  const inner = affine("inner", gate);
  return (seen: Expression): Expression => {
    const first = relu(add(own, matmul(seen, fromSeen)));
    return relu(add(matmul(first, inner.weight), inner.bias));
  };
}

/** What a device shows: from its inner state, logarithmic conductances and voltages of its own, `width` of each. */
function readout(scope: Scope, gate: number, width: number) {
  const weight = scope.parameter("shown.weight", [gate, 2 * width], fanIn(gate));
  const bias = scope.parameter("shown.bias", [2 * width], fanIn(gate));
  return (state: Expression) => {
    const [keys, own] = split(add(matmul(state, weight), bias), [width, width], 1) as [
      Expression,
      Expression,
    ];
    return { conductance: exp(mul(tanh(mul(keys, 1 / largestKey)), largestKey)), own };
  };
}

/** Devices of three or four terminals: one row a device, its four slots side by side, voltages relative to the third. */
function quadCell(scope: Scope, { quadFeatures }: NortonInputs, { hidden, gate }: RoundOptions) {
  const network = innerNetwork(scope, quadFeatures, 7 * hidden, gate);
  const show = readout(scope, gate, 4 * hidden);
  const through = scope.parameter("through.weight", [3 * hidden, 4 * hidden], fanIn(3 * hidden));
  return ({ keys, voltages }: Seen): Round => {
    const slots = split(regroup(voltages, ["quads", 4 * hidden]), [hidden, hidden, hidden, hidden], 1);
    const [drain, gateVolts, source, bulk] = slots as [Expression, Expression, Expression, Expression];
    const relative = concat(
      [drain, gateVolts, bulk].map((volts) => sub(volts, source)),
      1,
    );
    const states = network(concat([regroup(keys, ["quads", 4 * hidden]), relative], 1));
    const { conductance, own } = show(states);
    const voltage = add(add(own, matmul(relative, through)), concat([source, source, source, source], 1));
    const bySlot = (x: Expression) => regroup(x, ["quadSlots", hidden]);
    return { conductance: bySlot(conductance), current: bySlot(mul(conductance, voltage)), states };
  };
}

/** Devices of two terminals: one row a terminal, so that a resistor is the same both ways round; voltages relative to the other end. */
function pairCell(scope: Scope, { pairFeatures, pairDrive }: NortonInputs, { hidden, gate }: RoundOptions) {
  const network = innerNetwork(scope, pairFeatures, 3 * hidden, gate);
  const show = readout(scope, gate, hidden);
  const through = scope.parameter("through.weight", [hidden, hidden], fanIn(hidden));
  const drive = scope.parameter("drive.weight", [gate, hidden], fanIn(gate));
  const swap = (x: Expression): Expression => {
    const [a, b] = split(regroup(x, ["pairs", 2 * hidden]), [hidden, hidden], 1) as [Expression, Expression];
    return regroup(concat([b, a], 1), ["pairSlots", hidden]);
  };
  return ({ keys, voltages }: Seen): Round => {
    const across = swap(voltages);
    const relative = sub(voltages, across);
    const state = network(concat([keys, swap(keys), relative], 1));
    const { conductance, own } = show(state);
    const driven = add(own, mul(matmul(state, drive), pairDrive));
    const voltage = add(add(driven, matmul(relative, through)), across);
    const [a, b] = split(regroup(state, ["pairs", 2 * gate]), [gate, gate], 1) as [Expression, Expression];
    return { conductance, current: mul(conductance, voltage), states: add(a, b) };
  };
}

/** See {@link norton}; the features are those of terminals alone. */
export function prepareNorton(
  config: NortonOptions,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const { inputs, feeds } = nortonInputs(topologies, scheme.width);
  const batchOf = (graphs: readonly CircuitGraph[]) => batchDevices(graphs, scheme);
  return {
    predict: (scope) => norton(scope, inputs, config),
    feeds: (graphs) => feeds(batchOf(graphs)),
    embedding: {
      width: config.gate,
      states: (scope) => nortonRounds(scope, inputs, config).states,
      feeds(graphs) {
        const batch = batchOf(graphs);
        return { feeds: feeds(batch), graphOfRow: batch.graphOfBlock };
      },
    },
  };
}
