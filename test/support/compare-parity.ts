import { expect } from "vitest";
import { type DegreeProfile, degreeProfile } from "../../src/core/index.js";
import {
  buildModel,
  type Edges,
  edgeFeeds,
  edgeInputs,
  type Scope,
  type StateLayout,
} from "../../src/nn/index.js";
import {
  compile,
  constant,
  directedTable,
  type Expression,
  type GroupTable,
  grad,
  groupFeeds,
  groupLists,
  groupTable,
  input,
  mean,
  mul,
  type RowTableInput,
  rowTableFeeds,
  square,
  sub,
  sum,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import {
  deviation,
  directedTables,
  feed,
  inNeighbours,
  type ParityCase,
  type StoredTensor,
  tensorOf,
} from "./parity.js";

type Expressions = Readonly<Record<string, Expression>>;

export interface Comparison {
  /** Declared shapes of inputs whose sizes are symbolic. */
  readonly sizes?: Readonly<Record<string, readonly (number | string)[]>>;
  /** Feeds of tables and other inputs without a gradient. */
  readonly feeds?: Readonly<Record<string, TensorValue>>;
  readonly training?: boolean;
  /** Default: the mean squared error where there is a target, else the sum of cotangent times output. */
  readonly loss?: (outputs: Expressions) => Expression;
}

const tolerance = 1e-4;

/** Builds the case's network on its parameters and expects outputs, intermediates, loss, gradients and statistics to agree. */
export async function expectParity(
  parity: ParityCase,
  build: (scope: Scope, inputs: Expressions) => Expressions,
  { sizes = {}, feeds = {}, training = true, loss: lossOf }: Comparison = {},
): Promise<void> {
  const { expected } = parity;
  const differentiable = Object.keys(expected.gradients?.inputs ?? {});
  const floats = [...new Set([...differentiable, ...Object.keys(sizes)])];
  const inputs = Object.fromEntries(
    floats.map((name) => [name, input(name, sizes[name] ?? tensorOf(parity.inputs[name]!).shape)]),
  );
  const model = buildModel((scope) => build(scope, inputs), { training });
  const values: Record<string, TensorValue> = {
    ...feeds,
    parameters: pack(model.parameters, parity.parameters ?? {}),
    buffers: pack(model.buffers, parity.buffers ?? {}),
  };
  for (const name of floats) values[name] = feed(parity.inputs[name]!);
  expect(model.parameters.entries.map(({ name }) => name).sort()).toEqual(
    Object.keys(parity.parameters ?? {}).sort(),
  );

  const loss = lossOf?.(model.result) ?? defaultLoss(parity, model.result, values);
  const gradients = grad(loss, [model.packedParameters, ...differentiable.map((name) => inputs[name]!)]);
  const outputs: Record<string, Expression> = { loss };
  for (const [name, y] of Object.entries(model.result)) outputs[`y/${name}`] = y;
  if (model.parameters.size > 0) outputs.gradient = gradients[0]!;
  if (model.buffers.size > 0) outputs.next = model.nextBuffers;
  differentiable.forEach((name, i) => {
    outputs[`d/${name}`] = gradients[i + 1]!;
  });
  const program = await compile(outputs, { runtime });
  const out = await program.run(values);
  await program.release();

  const agree = (path: string, actual: TensorValue, stored: StoredTensor | number) =>
    expect(deviation(actual, stored), `${parity.name}: ${path}`).toBeLessThanOrEqual(
      parity.tolerance?.[path]?.relative ?? tolerance,
    );
  for (const name of Object.keys(model.result)) {
    const stored = expected.outputs?.[name] ?? expected.intermediates?.[name];
    if (stored !== undefined) agree(name, out[`y/${name}`]!, stored);
  }
  if (expected.loss !== undefined) agree("loss", out.loss!, expected.loss);
  for (const name of differentiable)
    agree(`gradients.inputs.${name}`, out[`d/${name}`]!, expected.gradients.inputs[name]);
  for (const { name } of expected.gradients ? model.parameters.entries : []) {
    agree(
      `gradients.parameters.${name}`,
      entry(model.parameters, out.gradient!, name),
      expected.gradients.parameters[name],
    );
  }
  for (const { name } of expected.buffers_after ? model.buffers.entries : []) {
    agree(`buffers_after.${name}`, entry(model.buffers, out.next!, name), expected.buffers_after[name]);
  }
}

function defaultLoss(
  parity: ParityCase,
  outputs: Expressions,
  values: Record<string, TensorValue>,
): Expression {
  const [first] = Object.values(outputs);
  if (parity.inputs.target !== undefined) {
    values.target = feed(parity.inputs.target);
    return mean(square(sub(first!, input("target", first!.shape))));
  }
  let total = constant(0);
  for (const [name, y] of Object.entries(outputs)) {
    const key = parity.inputs[`cotangent.${name}`] === undefined ? "cotangent" : `cotangent.${name}`;
    const cotangent = parity.inputs[key];
    if (cotangent === undefined) continue;
    values[key] = feed(cotangent);
    const weighted = sum(mul(y, input(key, y.shape)));
    total = sub(weighted, mul(total, -1));
  }
  return total;
}

export function pack(
  { entries, size }: StateLayout,
  tensors: Readonly<Record<string, StoredTensor>>,
): TensorValue {
  const data = new Float32Array(size);
  for (const { name, offset } of entries) data.set(tensors[name]!.data, offset);
  return { type: "float32", shape: [size], data };
}

export function entry({ entries }: StateLayout, packed: TensorValue, name: string): TensorValue {
  const { offset, size, shape } = entries.find((candidate) => candidate.name === name)!;
  return { type: "float32", shape, data: (packed.data as Float32Array).subarray(offset, offset + size) };
}

export const integers = (parity: ParityCase, name: string): Int32Array =>
  Int32Array.from(tensorOf(parity.inputs[name]!).data);

/** The partition of a case's nodes into graphs, and its feeds. */
export function graphPartition(
  parity: ParityCase,
  classes?: DegreeProfile,
): {
  byGraph: GroupTable;
  feeds: Record<string, TensorValue>;
} {
  const graphOf = integers(parity, "graph_id");
  const graphs = parity.inputs.num_graphs as number;
  const profile = classes ?? degreeProfile([groupLists(graphOf, graphs)]);
  return {
    byGraph: groupTable("graph", { items: "nodes", groups: "graphs", profile }),
    feeds: groupFeeds("graph", graphOf, graphs, profile),
  };
}

/** A case's edges as pairs; `none` drops listed self loops, `one` gives each node one in their place. */
function edgePairs(parity: ParityCase, selfLoops: SelfLoops): { source: Int32Array; target: Int32Array } {
  const [from, to] = [integers(parity, "edge_src"), integers(parity, "edge_dst")];
  let pairs = Array.from(from, (source, e) => [source, to[e]!] as const);
  if (selfLoops !== "listed") pairs = pairs.filter(([source, target]) => source !== target);
  const nodes = parity.inputs.num_nodes as number;
  if (selfLoops === "one") pairs.push(...Array.from({ length: nodes }, (_, node) => [node, node] as const));
  return {
    source: Int32Array.from(pairs, ([at]) => at),
    target: Int32Array.from(pairs, ([, at]) => at),
  };
}

type SelfLoops = "listed" | "none" | "one";

/** The in-neighbours of a case's nodes as a row table, and its feeds. */
export function neighbourTable(
  parity: ParityCase,
  selfLoops: SelfLoops = "listed",
): { table: RowTableInput; feeds: Record<string, TensorValue> } {
  const nodes = parity.inputs.num_nodes as number;
  const { source, target } = edgePairs(parity, selfLoops);
  const lists = inNeighbours(Array.from(source), Array.from(target), nodes);
  const { profile, table, backProfile, transpose } = directedTables(lists, nodes);
  const shape = { rows: "nodes", source: "nodes", profile, restore: true };
  return {
    table: directedTable("neighbours", shape, backProfile),
    feeds: { ...rowTableFeeds("neighbours", table), ...rowTableFeeds("neighbours/transpose", transpose) },
  };
}

/** A case's edges, and their feeds. */
export function caseEdges(
  parity: ParityCase,
  selfLoops: SelfLoops = "listed",
): { edges: Edges; feeds: Record<string, TensorValue> } {
  const nodes = parity.inputs.num_nodes as number;
  const { source, target } = edgePairs(parity, selfLoops);
  const profileOf = (groups: Int32Array): DegreeProfile => degreeProfile([groupLists(groups, nodes)]);
  const profiles = { sourceProfile: profileOf(source), targetProfile: profileOf(target) };
  return {
    edges: edgeInputs("edges", { nodes: "nodes", edges: "edges", ...profiles }),
    feeds: edgeFeeds("edges", { source, target }, nodes, profiles),
  };
}
