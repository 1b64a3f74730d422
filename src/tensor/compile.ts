import { KirchhoffError } from "../core/index.js";
import type { Expression, Operation } from "./expression.js";
import { Lowering } from "./lowering.js";
import { encodeOnnx, type OnnxConstant } from "./onnx.js";
import type { Runtime, SessionOptions, TensorValue } from "./runtime.js";
import { inTopologicalOrder } from "./traversal.js";

/** A compiled program: run it as often as you like, then release it. */
export interface Program {
  readonly inputs: readonly Expression[];
  readonly onnx: Uint8Array;
  /**
   * Runs the program on one value for each input.
   *
   * @throws TENSOR_MISSING_INPUT, TENSOR_INPUT_MISMATCH when the feeds do not fit the program.
   */
  run(feeds: Readonly<Record<string, TensorValue>>): Promise<Record<string, TensorValue>>;
  release(): Promise<void>;
}

export interface CompileOptions extends SessionOptions {
  readonly runtime: Runtime;
  /** float64 is for tests of gradients: every float tensor becomes a double. */
  readonly precision?: "float32" | "float64";
  /** Inputs that are the same in every run, by name: written into the program, as weights are in an exported model. */
  readonly fixed?: Readonly<Record<string, TensorValue>>;
}

/** The ONNX model that computes `outputs`, by name, from the inputs that they depend on and that are not `fixed`. */
export function toOnnx(
  outputs: Readonly<Record<string, Expression>>,
  { precision = "float32", fixed = {} }: Pick<CompileOptions, "precision" | "fixed"> = {},
): { readonly onnx: Uint8Array; readonly inputs: readonly Expression[] } {
  const order = inTopologicalOrder(Object.values(outputs), { intoComposites: true });
  const inputs = order
    .filter((operation) => operation.kind === "Input")
    .map((operation) => operation.outputs[0]!);
  checkNames(inputs);
  const graph = new Lowering(order, precision).graph(outputs);
  const isOpen = (name: string) => !(name in fixed);
  const onnx = encodeOnnx({
    ...graph,
    inputs: graph.inputs.filter(({ name }) => isOpen(name)),
    constants: [
      ...graph.constants,
      ...graph.inputs.filter(({ name }) => !isOpen(name)).map(({ name }) => constantOf(name, fixed[name]!)),
    ],
  });
  return { onnx, inputs: inputs.filter(({ operation }) => isOpen(operation.name!)) };
}

function constantOf(name: string, { type, shape, data }: TensorValue): OnnxConstant {
  return { name, type, shape, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** Builds one ONNX program that computes `outputs` and loads it into the runtime. */
export async function compile(
  outputs: Readonly<Record<string, Expression>>,
  options: CompileOptions,
): Promise<Program> {
  const { onnx, inputs } = toOnnx(outputs, options);
  const session = await options.runtime.load(onnx, options);
  const names = Object.keys(outputs);
  return {
    inputs,
    onnx,
    async run(feeds) {
      for (const expected of inputs) checkFeed(expected, feeds[expected.operation.name!]);
      const used = Object.fromEntries(inputs.map((x) => [x.operation.name!, feeds[x.operation.name!]!]));
      return session.run(used, names);
    },
    release: () => session.release(),
  };
}

function checkNames(inputs: readonly Expression[]): void {
  const byName = new Map<string, Operation>();
  for (const { operation } of inputs) {
    if (byName.has(operation.name!)) {
      throw new KirchhoffError(
        "TENSOR_DUPLICATE_INPUT",
        `two inputs of the program are called "${operation.name}"`,
        {
          hint: "create each input once and use the expression again",
        },
      );
    }
    byName.set(operation.name!, operation);
  }
}

function checkFeed({ operation, shape }: Expression, value: TensorValue | undefined): void {
  const name = operation.name!;
  if (!value) {
    throw new KirchhoffError("TENSOR_MISSING_INPUT", `the program's input "${name}" was not given`, {
      expected: `a tensor [${shape.join(", ")}]`,
      hint: "add it to the feeds of this run",
    });
  }
  const fits =
    value.shape.length === shape.length &&
    shape.every((size, axis) => typeof size === "string" || size === value.shape[axis]) &&
    value.data.length === value.shape.reduce((a, b) => a * b, 1);
  if (!fits) {
    throw new KirchhoffError("TENSOR_INPUT_MISMATCH", `the program's input "${name}" has another shape`, {
      found: `[${value.shape.join(", ")}] with ${value.data.length} numbers`,
      expected: `[${shape.join(", ")}]`,
      hint: "feed what the program was built for",
    });
  }
}
