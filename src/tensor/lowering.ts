import { KirchhoffError } from "../core/index.js";
import { type DoubleEmitter, doubleKernels } from "./double.js";
import type { Expression, Operation } from "./expression.js";
import type { ElementType, OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from "./onnx.js";

/** Turns operations, in topological order, into an ONNX graph: equal operations once, composites replaced by their bodies. */
export class Lowering {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxConstant[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #names = new Map<Expression, string>();
  readonly #seen = new Map<string, readonly string[]>();
  readonly #order: readonly Operation[];
  readonly #precision: "float32" | "float64";
  #counter = 0;

  constructor(order: readonly Operation[], precision: "float32" | "float64") {
    this.#order = order;
    this.#precision = precision;
  }

  graph(outputs: Readonly<Record<string, Expression>>): OnnxGraph {
    for (const operation of this.#order) this.#lower(operation);
    const results = Object.entries(outputs).map(([name, expression]) => {
      if (this.#inputs.some((input) => input.name === name)) {
        throw new KirchhoffError("TENSOR_DUPLICATE_INPUT", `an input and an output are called "${name}"`, {
          hint: "give the output another name, such as next…",
        });
      }
      this.#nodes.push({ type: "Identity", inputs: [this.#name(expression)], outputs: [name] });
      return this.#value(name, expression);
    });
    this.#reduceEarly();
    return {
      name: "kirchhoff",
      inputs: this.#inputs,
      outputs: results,
      constants: this.#constants,
      nodes: this.#nodes,
    };
  }

  /**
   * Makes the runtime compute sums over rows in the order in which they were built, each as soon as its operands are there.
   *
   * ONNX Runtime orders nodes depth first, from the last node that nobody consumes to the first. By itself it leaves the sums
   * (gradients of weights) to the end, which keeps all their operands in memory and out of the cache. Nodes that ask for a sum's
   * shape, last for the first sum, turn that order round.
   */
  #reduceEarly(): void {
    const sums = this.#order.filter(sumsOverRows).sort((a, b) => b.id - a.id);
    for (const { outputs } of sums) {
      this.#nodes.push({ type: "Shape", inputs: [this.#name(outputs[0]!)], outputs: [this.#fresh()] });
    }
  }

  #lower(operation: Operation): void {
    const names = this.#own(operation) ?? this.#direct(operation);
    operation.outputs.forEach((output, i) => {
      this.#names.set(output, names[i]!);
    });
  }

  /** The names of the outputs of an operation of one of our own kinds. */
  #own(operation: Operation): readonly string[] | undefined {
    switch (operation.kind) {
      case "Input":
        this.#inputs.push(this.#value(operation.name!, operation.outputs[0]!));
        return [operation.name!];
      case "Constant":
        return [this.#constant(operation.outputs[0]!, operation.values!)];
      case "Composite":
        return operation.composite!.body.map((expression) => this.#name(expression));
      case "SizeOf":
        return [this.#sizeAsFloat(operation.name!)];
      case "SizeVector":
        return [this.#sizeAsVector(operation.name!)];
      case "OnesRow":
        return [this.#onesRow(operation.name!)];
      default:
        return this.#precision === "float64" ? this.#double(operation) : undefined;
    }
  }

  #direct({ kind, inputs, attributes, domain, outputs }: Operation): readonly string[] {
    const toDouble = kind === "Cast" && this.#precision === "float64" && attributes.to === 1;
    const node = {
      type: kind,
      inputs: inputs.map((x) => (x ? this.#name(x) : "")),
      attributes: toDouble ? { to: 11 } : attributes,
      ...(domain ? { domain } : {}),
    };
    return this.#emit(node, outputs.length);
  }

  /** Adds a node unless an equal one is there; gives the names of its outputs. */
  #emit(node: Omit<OnnxNode, "outputs">, count = 1): readonly string[] {
    const key = JSON.stringify([node.type, node.domain, node.inputs, node.attributes, count]);
    const known = this.#seen.get(key);
    if (known) return known;
    const outputs = Array.from({ length: count }, () => this.#fresh());
    this.#nodes.push({ ...node, outputs });
    this.#seen.set(key, outputs);
    return outputs;
  }

  #constant({ type, shape }: Pick<Expression, "type" | "shape">, values: ArrayLike<number>): string {
    const real = this.#type(type);
    const small = values.length <= 64 ? JSON.stringify([real, shape, Array.from(values)]) : undefined;
    const known = small === undefined ? undefined : this.#seen.get(small);
    if (known) return known[0]!;
    const name = this.#fresh();
    this.#constants.push({
      name,
      type: real,
      shape: shape as readonly number[],
      data: encodeNumbers(values, real),
    });
    if (small !== undefined) this.#seen.set(small, [name]);
    return name;
  }

  /** Shape of whichever input has the named size, or else of a result so far, as an int64 vector of one element. */
  #sizeAsVector(size: string): string {
    for (const input of this.#order) {
      const axis = input.kind === "Input" ? input.outputs[0]!.shape.indexOf(size) : -1;
      if (axis >= 0) {
        return this.#emit({
          type: "Shape",
          inputs: [input.name!],
          attributes: { start: axis, end: axis + 1 },
        })[0]!;
      }
    }
    for (const [{ shape }, name] of this.#names) {
      const axis = shape.indexOf(size);
      if (axis < 0) continue;
      return this.#emit({ type: "Shape", inputs: [name], attributes: { start: axis, end: axis + 1 } })[0]!;
    }
    throw new KirchhoffError("TENSOR_UNKNOWN_SIZE", `no input of the program has the size "${size}"`, {
      hint: "give the program an input with an axis of that name; sizes are read from inputs",
    });
  }

  #sizeAsFloat(size: string): string {
    const to = this.#precision === "float64" ? 11 : 1;
    const asFloat = this.#emit({ type: "Cast", inputs: [this.#sizeAsVector(size)], attributes: { to } })[0]!;
    return this.#emit({ type: "Squeeze", inputs: [asFloat] })[0]!;
  }

  #onesRow(size: string): string {
    const one = this.#constant({ type: "int64", shape: [1] }, [1]);
    const shape = this.#emit({
      type: "Concat",
      inputs: [one, this.#sizeAsVector(size)],
      attributes: { axis: 0 },
    })[0]!;
    const unit = this.#constant({ type: "float32", shape: [1, 1] }, [1]);
    return this.#emit({ type: "Expand", inputs: [unit, shape] })[0]!;
  }

  #double({ kind, inputs, attributes }: Operation): readonly string[] | undefined {
    const node: DoubleEmitter["node"] = (type, from, attributes = {}) =>
      this.#emit({ type, inputs: from, attributes })[0]!;
    const lastAxis = () => this.#constant({ type: "int64", shape: [1] }, [-1]);
    return doubleKernels[kind]?.(
      {
        node,
        scalar: (value) => this.#constant({ type: "float32", shape: [] }, [value]),
        rowMean: (x) => node("ReduceMean", [x, lastAxis()], { keepdims: 1 }),
      },
      inputs.map((x) => this.#name(x!)),
      attributes,
    );
  }

  #name(expression: Expression): string {
    return this.#names.get(expression)!;
  }

  #value(name: string, { type, shape }: Expression): OnnxValue {
    return { name, type: this.#type(type), shape };
  }

  #type(type: ElementType): ElementType {
    return type === "float32" ? this.#precision : type;
  }

  #fresh(): string {
    return `#${this.#counter++}`;
  }
}

function encodeNumbers(values: ArrayLike<number>, type: ElementType): Uint8Array {
  const array = {
    float32: () => Float32Array.from(values),
    float64: () => Float64Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(Array.from(values, (v) => BigInt(v))),
    bool: () => Uint8Array.from(values),
  }[type]();
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Whether an operation is a product that contracts a size which only a run decides. */
function sumsOverRows({ kind, inputs, attributes }: Operation): boolean {
  if (kind === "MatMul") return typeof inputs[0]!.shape.at(-1) === "string";
  return kind === "Gemm" && typeof inputs[0]!.shape[attributes.transA ? 0 : 1] === "string";
}
