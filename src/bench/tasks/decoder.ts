import { fanIn, linear, mlp, type Scope } from "../../nn/index.js";
import {
  add,
  div,
  type Expression,
  gelu,
  gemm,
  input,
  matmul,
  mean,
  mul,
  onesRow,
  regroup,
  reshape,
  sizeOf,
  split,
  sqrt,
  square,
  sub,
  sum,
} from "../../tensor/index.js";

/** What an encoder knows of the topologies of a task: constants of each, since it sees no values. Edges and graphs may be absent. */
export interface TopologyStates {
  /** `["nodes", c]`, the nodes of all topologies, one after the other. */
  readonly nodes: Expression;
  /** `["edges", c]`. */
  readonly edges?: Expression | undefined;
  /** `[topologies, c]`. */
  readonly graphs?: Expression | undefined;
}

/** The sizes of a decoder's inputs. */
export interface DecoderShape {
  readonly topologies: number;
  /** Kinds of nodes. */
  readonly kinds: number;
  /** Of any topology, most nodes whose value varies from sample to sample, and most others. */
  readonly varying: number;
  readonly fixed: number;
  /** Width of what is known of each sample on its own; 0 for nothing. */
  readonly rowFeatures: number;
}

/** The sizes of its layers. */
export interface DecoderOptions {
  readonly hidden: number;
  readonly outputLayers: number;
  readonly outputs: number;
}

/** The size that paper B publishes (section 6.4). */
export const publishedDecoder = { hidden: 256, outputLayers: 5 } as const;

/**
 * The decoder of DICE (section 6.4) on samples of known topologies, as many of each: to each node's state its kind, times the node's value;
 * an MLP of two linear layers; the sum over nodes, the same over edges, and the graph's state; an MLP to the outputs. No dropout.
 *
 * A sample changes nothing but values. So the first linear layer is a constant of each node plus the value times a row of its kind;
 * means and variances of its batch norm follow from those of the values; what no sample changes is computed once for each topology; and
 * the second linear layer comes after the sum. What is left for a sample is one multiplication, one addition and one GELU for each
 * channel of each node that varies. Tested to equal the plain network, gradients included.
 *
 * @returns `["rows", outputs]`, the samples of one topology after those of another
 */
export function cachedDecoder(
  scope: Scope,
  { nodes, edges, graphs }: TopologyStates,
  shape: DecoderShape,
  { hidden, outputLayers, outputs }: DecoderOptions,
): Expression {
  const { topologies: t } = shape;
  const inputs = decoderInputs(shape);
  let total = nodeSums(scope.child("node"), nodes, shape, inputs, hidden);
  const addToTopology = (term: Expression) => {
    total = add(total, reshape(term, [t, 1, hidden]));
  };
  if (edges) {
    const samples = mul(reshape(onesRow("edges"), ["edges", 1]), sizeOf("samples"));
    const options = { layers: 2, hidden, outputs: hidden, activation: "gelu", counts: samples } as const;
    addToTopology(matmul(inputs.edgesOf, mlp(scope.child("edge"), edges, options)));
  }
  if (graphs) {
    addToTopology(graphs.shape[1] === hidden ? graphs : linear(scope.child("graph"), graphs, hidden));
  }
  const rows = regroup(total, ["rows", hidden]);
  const known = inputs.rowFeatures ? add(rows, linear(scope.child("row"), inputs.rowFeatures, hidden)) : rows;
  return mlp(scope.child("output"), known, { layers: outputLayers, hidden, outputs, activation: "gelu" });
}

/** Nodes of one sort, in as many slots for each topology; slots beyond a topology's nodes are empty. */
interface SlotInputs {
  /** `[topologies * slots, nodes]`: 1 where a slot holds a node. */
  readonly nodeOf: Expression;
  /** `[topologies * slots, kinds]`, one-hot. */
  readonly kinds: Expression;
  /** `[topologies * slots, 1]`: 1 where there is a node. */
  readonly taken: Expression;
}

/** What every decoder is fed. */
export interface DecoderInputs {
  readonly varying: SlotInputs;
  readonly fixed: SlotInputs;
  /** Values of the nodes that vary `[topologies, samples, slots]`, and of the others `[topologies * slots, 1]`. */
  readonly values: Expression;
  readonly fixedValues: Expression;
  /** `[topologies, edges]`: 1 where an edge is of a topology. */
  readonly edgesOf: Expression;
  /** `[rows, width]`. */
  readonly rowFeatures: Expression | undefined;
}

/** Declares what `topologyFeeds` and `valueFeeds` feed. */
export function decoderInputs({
  topologies: t,
  kinds,
  varying,
  fixed,
  rowFeatures,
}: DecoderShape): DecoderInputs {
  const slots = (name: string, count: number): SlotInputs => ({
    nodeOf: input(`${name}/node`, [t * count, "nodes"]),
    kinds: input(`${name}/kind`, [t * count, kinds]),
    taken: input(`${name}/taken`, [t * count, 1]),
  });
  return {
    varying: slots("varying", varying),
    fixed: slots("fixed", fixed),
    values: input("values", [t, "samples", varying]),
    fixedValues: input("fixedValues", [t * fixed, 1]),
    edgesOf: input("edgesOf", [t, "edges"]),
    rowFeatures: rowFeatures > 0 ? input("rowFeatures", ["rows", rowFeatures]) : undefined,
  };
}

/** The weights of a linear layer of nodes' states `[hidden, c]` and of their kinds times their values `[hidden, kinds]`. */
interface NodeWeights {
  readonly ofState: Expression;
  readonly ofValue: Expression;
  /** `[hidden]`. */
  readonly bias: Expression;
}

/** That layer in each slot as a line, `constant + slope * value`, both `[topologies * slots, hidden]`; of `states` `["nodes", c]`. */
export function linesBySlot(
  states: Expression,
  { varying, fixed }: Pick<DecoderInputs, "varying" | "fixed">,
  { ofState, ofValue, bias }: NodeWeights,
) {
  const constants = gemm(states, ofState, { transposeB: true, addend: bias });
  const linesOf = ({ nodeOf, kinds, taken }: SlotInputs) => ({
    constant: matmul(nodeOf, constants),
    slope: gemm(kinds, ofValue, { transposeB: true }),
    taken,
  });
  return { moving: linesOf(varying), still: linesOf(fixed) };
}

/** The sum over nodes of a linear layer, batch norm, GELU and a linear layer: `[topologies, samples, hidden]`. */
function nodeSums(
  scope: Scope,
  states: Expression,
  { topologies: t, kinds, varying, fixed }: DecoderShape,
  inputs: DecoderInputs,
  hidden: number,
): Expression {
  const width = states.shape[1] as number;
  const first = scope.child("lin0");
  const weight = first.parameter("weight", [hidden, width + kinds], fanIn(width + kinds));
  const bias = first.parameter("bias", [hidden], fanIn(width + kinds));
  const [ofState, ofValue] = split(weight, [width, kinds], 1) as [Expression, Expression];
  const { moving, still } = linesBySlot(states, inputs, { ofState, ofValue, bias });
  const centre = mean(inputs.values, [1], true);
  const valueMean = reshape(centre, [t * varying, 1]);
  const valueVariance = reshape(mean(square(sub(inputs.values, centre)), [1]), [t * varying, 1]);
  const { factor, shift } = normOfLines(scope.child("bn0"), hidden, [
    { ...moving, mean: valueMean, variance: valueVariance },
    { ...still, mean: inputs.fixedValues },
  ]);
  const normed = (line: Expression) => add(mul(line, factor), shift);
  const at = (x: Expression) => reshape(x, [t, 1, varying, hidden]);
  const values = reshape(inputs.values, [t, "samples", varying, 1]);
  const states1 = gelu(add(at(normed(moving.constant)), mul(values, at(mul(moving.slope, factor)))));
  const takenRow = reshape(inputs.varying.taken, [t, 1, 1, varying]);
  const sums = reshape(matmul(takenRow, states1), [t, "samples", hidden]);

  const states0 = gelu(normed(add(still.constant, mul(still.slope, inputs.fixedValues))));
  const stillSums = sum(reshape(mul(states0, still.taken), [t, fixed, hidden]), [1], true);
  const all = regroup(add(sums, stillSums), ["rows", hidden]);
  const second = scope.child("lin1");
  const weight2 = second.parameter("weight", [hidden, hidden], fanIn(hidden));
  const bias2 = second.parameter("bias", [hidden], fanIn(hidden));
  const counts = add(nodeCount(moving.taken, t, varying), nodeCount(still.taken, t, fixed));
  const product = regroup(gemm(all, weight2, { transposeB: true }), [t, "samples", hidden]);
  return add(product, reshape(mul(counts, bias2), [t, 1, hidden]));
}

/** How many slots are taken in each topology, `[topologies, 1]`. */
const nodeCount = (taken: Expression, topologies: number, slots: number): Expression =>
  sum(reshape(taken, [topologies, slots]), [1], true);

/** Numbers that are linear in a value: `constant + slope * value`, for values of this mean and variance. */
interface Lines {
  readonly constant: Expression;
  readonly slope: Expression;
  readonly taken: Expression;
  readonly mean: Expression;
  /** 0 where absent. */
  readonly variance?: Expression;
}

const epsilon = 1e-5;
const momentum = 0.1;

/** Batch norm of lines as `factor * x + shift`; each line stands for as many rows as there are samples. */
function normOfLines(
  scope: Scope,
  channels: number,
  groups: readonly Lines[],
): { readonly factor: Expression; readonly shift: Expression } {
  const scale = scope.parameter("weight", [channels], { constant: 1 });
  const offset = scope.parameter("bias", [channels], { constant: 0 });
  const runningMean = scope.buffer("running_mean", [channels], { constant: 0 });
  const runningVariance = scope.buffer("running_var", [channels], { constant: 1 });
  const asLine = (m: Expression, v: Expression) => {
    const factor = div(scale, sqrt(add(v, epsilon)));
    return { factor, shift: sub(offset, mul(m, factor)) };
  };
  if (!scope.training) return asLine(runningMean, runningVariance);
  const total = (of: (lines: Lines) => Expression) =>
    groups.map((lines) => sum(mul(of(lines), lines.taken), [0])).reduce((a, b) => add(a, b));
  const lines = groups.map(({ taken }) => sum(taken)).reduce((a, b) => add(a, b));
  const middle = ({ constant, slope, mean }: Lines) => add(constant, mul(slope, mean));
  const average = div(total(middle), lines);
  const variance = div(
    total((each) => {
      const between = square(sub(middle(each), average));
      return each.variance ? add(between, mul(square(each.slope), each.variance)) : between;
    }),
    lines,
  );
  const rows = mul(lines, sizeOf("samples"));
  const blend = (running: Expression, batch: Expression) =>
    add(mul(running, 1 - momentum), mul(batch, momentum));
  scope.update("running_mean", blend(runningMean, average));
  scope.update("running_var", blend(runningVariance, mul(variance, div(rows, sub(rows, 1)))));
  return asLine(average, variance);
}
