import { z } from "zod";
import { KirchhoffError } from "../../core/index.js";
import type { CircuitGraph, FeatureScheme } from "../../graph/index.js";
import type { Scope } from "../../nn/index.js";
import { add, concat, div, type Expression, gemm, mul, reshape, sub, sumRows } from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import type { Topologies } from "../topologies.js";
import { type TerminalInputs, terminalInputs } from "./thevenin-inputs.js";
import { largestKey, leak, theveninRounds } from "./thevenin-rounds.js";

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
  const width = 2 * config.hidden + config.gate;
  return {
    ...(otherClasses && { otherClasses }),
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
