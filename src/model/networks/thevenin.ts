import { z } from "zod";
import { type DegreeProfile, KirchhoffError, rowTable, transposeLists } from "../../core/index.js";
import {
  batchTerminals,
  type CircuitGraph,
  type FeatureScheme,
  type TerminalBatch,
  terminalRelations,
} from "../../graph/index.js";
import { fanIn, linear, type Scope } from "../../nn/index.js";
import {
  add,
  concat,
  directedTable,
  div,
  type Expression,
  exp,
  gemm,
  input,
  log,
  matmul,
  mul,
  type RowTableInput,
  relu,
  reshape,
  rowTableFeeds,
  sigmoid,
  split,
  sub,
  sumRows,
  symmetricTable,
  type TensorValue,
  tanh,
} from "../../tensor/index.js";

import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";

export const theveninSchema = z.strictObject({
  kind: z.literal("thevenin").describe("message passing of Thévenin equivalents between terminals"),
  hidden: z.int().min(1).default(32).describe("equivalents that a terminal carries side by side"),
  gate: z.int().min(1).default(64).describe("width of the network inside a device"),
  iterations: z.int().min(1).default(12).describe("rounds of messages; all share their weights"),
  superposition: z
    .boolean()
    .default(false)
    .describe("let voltages enter linearly only: for linear circuits, where superposition holds"),
});
export type TheveninOptions = z.output<typeof theveninSchema>;

/** Voltages that need no predicting: 1 where there is one, and its volts. */
interface KnownVoltage {
  readonly mask: Expression;
  readonly volts: Expression;
}

interface TerminalInputs {
  readonly features: Expression;
  readonly drive: Expression;
  readonly reference: KnownVoltage;
  readonly outputReference: KnownVoltage;
  readonly coTerminals: RowTableInput;
  /** Where a net is so large that its terminals meet in groups. */
  readonly groups?: { readonly terminals: RowTableInput; readonly others: RowTableInput };
  readonly siblings: RowTableInput;
  readonly outputTerminals: RowTableInput;
}

/** Conductances below this (relative to the learned unit) are an open circuit. */
const leak = 1e-4;
/** Largest magnitude of a logarithmic conductance. */
const largestKey = 8;

/**
 * Message passing of Thévenin equivalents, our own network (docs/thevenin.md).
 *
 * A terminal joins a device to a net. Each round, a terminal tells its net what its device looks like from there: channel by channel, a
 * logarithmic conductance `k` and a voltage `v`, computed from what the device's other terminals see. The net answers with the
 * parallel combination of all *other* terminals, `K = log Σ e^k` and `U = Σ e^k v / Σ e^k`, which is Kirchhoff's current law. Leaving out the
 * receiver's own message is what makes the rounds converge, as in belief propagation, exactly on trees. Ground is a reference, and
 * so are the nets that voltage sources tie to it: their voltage is known and their conductance a learned constant. All rounds share their weights, so size is no matter of depth.
 */
function thevenin(scope: Scope, inputs: TerminalInputs, options: TheveninOptions): Expression {
  const { outputReference, outputTerminals } = inputs;
  const { hidden, superposition } = options;
  const { conductance, current } = theveninRounds(scope, inputs, options);
  const total = add(sumRows(conductance, outputTerminals), leak);
  const voltage = div(sumRows(current, outputTerminals), total);
  const weight = scope.parameter("head.weight", [1, hidden], { constant: 1 / hidden });
  const mean = gemm(voltage, weight, { transposeB: true });
  const offset = superposition ? 0 : scope.parameter("head.bias", [1], { constant: 0 });
  const predicted = mul(sub(1, outputReference.mask), reshape(add(mean, offset), ["outputs"]));
  return add(outputReference.volts, predicted);
}

/** What terminals show after the last round, what they see, and what their devices make of it: all `["terminals", …]`. */
interface Rounds {
  readonly conductance: Expression;
  readonly current: Expression;
  /** Logarithmic conductances and voltages that each terminal sees of its net, and the inner state of its device there. */
  readonly seen: readonly [keys: Expression, voltages: Expression, state: Expression];
}

function theveninRounds(
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
function sumOthers(x: Expression, { coTerminals, groups }: TerminalInputs): Expression {
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

const onceOrNever: DegreeProfile = [0, 1].map((width) => ({ width, padded: false }));
const noneOrMany: DegreeProfile = [
  { width: 0, padded: false },
  { width: Number.POSITIVE_INFINITY, padded: true },
];

/** Few classes: these tables are summed in every round, and most batches have no groups at all. */
const groupClasses = {
  groups: noneOrMany,
  "groups/transpose": onceOrNever,
  otherGroups: noneOrMany,
} as const satisfies Record<string, DegreeProfile>;

/** Feature columns that carry source values; with superposition the gates must not see them. */
const sourceColumns = ["dc-voltage", "dc-current", "log-dc-current"];

/** See {@link thevenin}; the features are those of terminals alone. Throws MODEL_SUPERPOSITION_FEATURES. */
export function prepareThevenin(
  config: TheveninOptions,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const seen = scheme.columns.filter((column) => sourceColumns.includes(column));
  if (config.superposition && seen.length > 0) {
    throw new KirchhoffError(
      "MODEL_SUPERPOSITION_FEATURES",
      "with superposition the gates must not see the sources",
      {
        found: `feature columns ${seen.join(", ")}`,
        expected: "a scheme without source values; the network takes them apart from the features",
        hint: "name the scheme's features, e.g. resistance and log-resistance, or set superposition: false",
      },
    );
  }
  const profiles = {
    coTerminals: profileOf(topologies, (topology) => terminalRelations(topology).coTerminals),
    siblings: profileOf(topologies, (topology) => terminalRelations(topology).siblings),
    outputTerminals: profileOf(topologies, (topology) => terminalRelations(topology).outputTerminals),
    outputOfTerminal: onceOrNever,
  };
  const hasGroups =
    topologies === "any" || topologies.some((each) => terminalRelations(each).groups.offsets.length > 1);
  const inputs: TerminalInputs = {
    features: input("features", ["terminals", scheme.width]),
    drive: input("drive", ["terminals", 2]),
    reference: {
      mask: input("isReference", ["terminals", 1]),
      volts: input("referenceVolts", ["terminals", 1]),
    },
    outputReference: {
      mask: input("outputIsReference", ["outputs"]),
      volts: input("outputReferenceVolts", ["outputs"]),
    },
    coTerminals: symmetricTable("coTerminals", "terminals", profiles.coTerminals, { restore: true }),
    ...(hasGroups && {
      groups: {
        terminals: directedTable(
          "groups",
          { rows: "groups", source: "terminals", profile: groupClasses.groups, restore: true },
          groupClasses["groups/transpose"],
        ),
        others: symmetricTable("otherGroups", "groups", groupClasses.otherGroups, { restore: true }),
      },
    }),
    siblings: symmetricTable("siblings", "terminals", profiles.siblings, {
      restore: profiles.siblings.length > 1,
    }),
    outputTerminals: directedTable(
      "outputTerminals",
      { rows: "outputs", source: "terminals", profile: profiles.outputTerminals, restore: true },
      profiles.outputOfTerminal,
    ),
  };
  const feedsOf = (batch: TerminalBatch): Record<string, TensorValue> => {
    const outputOfTerminal = transposeLists(batch.outputTerminals, batch.terminals);
    const float = (data: Float32Array, width: number): TensorValue => ({
      type: "float32",
      shape: [data.length / width, width],
      data,
    });
    const vector = (data: Float32Array): TensorValue => ({ type: "float32", shape: [data.length], data });
    return {
      features: float(batch.features, scheme.width),
      drive: float(batch.drive, 2),
      isReference: float(batch.isReference, 1),
      referenceVolts: float(batch.referenceVolts, 1),
      outputIsReference: vector(batch.outputIsReference),
      outputReferenceVolts: vector(batch.outputReferenceVolts),
      ...rowTableFeeds("coTerminals", rowTable(batch.coTerminals, profiles.coTerminals)),
      ...(hasGroups && groupFeeds(batch)),
      ...rowTableFeeds("siblings", rowTable(batch.siblings, profiles.siblings)),
      ...rowTableFeeds("outputTerminals", rowTable(batch.outputTerminals, profiles.outputTerminals)),
      ...rowTableFeeds("outputTerminals/transpose", rowTable(outputOfTerminal, profiles.outputOfTerminal)),
    };
  };
  const width = 2 * config.hidden + config.gate;
  const feeds = (graphs: readonly CircuitGraph[]) => feedsOf(batchTerminals(graphs, scheme));
  return {
    ...(hasGroups && { otherClasses: groupClasses }),
    predict: (scope) => thevenin(scope, inputs, config),
    feeds,
    embedding: {
      width,
      states(scope) {
        const [keys, ...rest] = theveninRounds(scope, inputs, config).seen;
        return concat([mul(keys, 1 / largestKey), ...rest], 1);
      },
      feeds: (graphs) => ({ feeds: feeds(graphs), graphOfRow: graphOfTerminals(graphs) }),
    },
  };
}

/** The graph of each terminal of a batch. */
function graphOfTerminals(graphs: readonly CircuitGraph[]): Int32Array {
  return Int32Array.from(
    graphs.flatMap(({ topology }, g) => Array.from({ length: topology.terminals }, () => g)),
  );
}

function groupFeeds({ groups, otherGroups, terminals }: TerminalBatch): Record<string, TensorValue> {
  const tables = { groups, "groups/transpose": transposeLists(groups, terminals), otherGroups };
  return Object.assign(
    {},
    ...Object.entries(tables).map(([name, lists]) =>
      rowTableFeeds(name, rowTable(lists, groupClasses[name as keyof typeof tables])),
    ),
  );
}
