import { z } from "zod";
import { KirchhoffError } from "../../core/index.js";
import type { CircuitGraph, FeatureScheme } from "../../graph/index.js";
import type { Scope } from "../../nn/index.js";
import { add, concat, div, type Expression, gemm, mul, reshape, sub, sumRows } from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import type { Topologies } from "../topologies.js";
import { type TerminalInputs, terminalInputs } from "./thevenin-inputs.js";
import { largestKey, leak, sumOthers, theveninRounds } from "./thevenin-rounds.js";

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
  const { conductance, current } = theveninRounds(scope, inputs, options);
  const atOutputs = (x: Expression) => sumRows(x, outputTerminals);
  const voltage = voltageOf(scope, atOutputs(current), atOutputs(conductance), options);
  return add(outputReference.volts, mul(sub(1, outputReference.mask), reshape(voltage, ["outputs"])));
}

/** Likewise the voltage of the net that each terminal is on, and 1 where it is known: `["terminals", 2]`. */
function theveninAtTerminals(scope: Scope, inputs: TerminalInputs, options: TheveninOptions): Expression {
  const { volts, mask } = inputs.reference;
  const { conductance, current } = theveninRounds(scope, inputs, options);
  const ofNet = (x: Expression) => add(x, sumOthers(x, inputs));
  const voltage = voltageOf(scope, ofNet(current), ofNet(conductance), options);
  return concat([add(volts, mul(sub(1, mask), voltage)), mask], 1);
}

/** The voltage of nets `[rows, 1]`, from the currents and the conductances of all that is on them. */
function voltageOf(
  scope: Scope,
  current: Expression,
  conductance: Expression,
  { hidden, superposition }: TheveninOptions,
): Expression {
  const weight = scope.parameter("head.weight", [1, hidden], { constant: 1 / hidden });
  const mean = gemm(div(current, add(conductance, leak)), weight, { transposeB: true });
  return superposition ? mean : add(mean, scope.parameter("head.bias", [1], { constant: 0 }));
}

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
  const { inputs, feeds, otherClasses } = terminalInputs(scheme, topologies);
  const byTerminal = (graphs: readonly CircuitGraph[]) => ({
    feeds: feeds(graphs),
    graphOfRow: graphOfTerminals(graphs),
  });
  return {
    ...(otherClasses && { otherClasses }),
    predict: (scope) => thevenin(scope, inputs, config),
    feeds,
    embedding: {
      width: 2 * config.hidden + config.gate,
      states(scope) {
        const [keys, ...rest] = theveninRounds(scope, inputs, config).seen;
        return concat([mul(keys, 1 / largestKey), ...rest], 1);
      },
      feeds: byTerminal,
    },
    voltages: { width: 2, states: (scope) => theveninAtTerminals(scope, inputs, config), feeds: byTerminal },
  };
}

/** The graph of each terminal of a batch. */
function graphOfTerminals(graphs: readonly CircuitGraph[]): Int32Array {
  return Int32Array.from(
    graphs.flatMap(({ topology }, g) => Array.from({ length: topology.terminals }, () => g)),
  );
}
