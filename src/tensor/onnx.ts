import protobuf from "protobufjs/light.js";

/** ONNX element types that programs use (onnx.proto, `TensorProto.DataType`). */
export const elementType = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } as const;
export type ElementType = keyof typeof elementType;

/** A size known when the program is built, or the name of one that each run decides. */
export type OnnxDimension = number | string;

export type OnnxAttribute = number | { readonly float: number } | string | readonly number[];

export interface OnnxNode {
  readonly type: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly OnnxDimension[];
}

/** A constant of the program; `data` are little-endian bytes, row-major. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}

/** The part of onnx.proto (IR version 10) that we write: field name -> [type, number, rule]. */
const messages = {
  ModelProto: {
    ir_version: ["int64", 1],
    producer_name: ["string", 2],
    graph: ["GraphProto", 7],
    opset_import: ["OperatorSetIdProto", 8, "repeated"],
  },
  OperatorSetIdProto: { domain: ["string", 1], version: ["int64", 2] },
  GraphProto: {
    node: ["NodeProto", 1, "repeated"],
    name: ["string", 2],
    initializer: ["TensorProto", 5, "repeated"],
    input: ["ValueInfoProto", 11, "repeated"],
    output: ["ValueInfoProto", 12, "repeated"],
  },
  NodeProto: {
    input: ["string", 1, "repeated"],
    output: ["string", 2, "repeated"],
    op_type: ["string", 4],
    attribute: ["AttributeProto", 5, "repeated"],
    domain: ["string", 7],
  },
  AttributeProto: {
    name: ["string", 1],
    f: ["float", 2],
    i: ["int64", 3],
    s: ["bytes", 4],
    ints: ["int64", 8, "repeated"],
    type: ["int32", 20],
  },
  TensorProto: {
    dims: ["int64", 1, "repeated"],
    data_type: ["int32", 2],
    name: ["string", 8],
    raw_data: ["bytes", 9],
  },
  ValueInfoProto: { name: ["string", 1], type: ["TypeProto", 2] },
  TypeProto: { tensor_type: ["TensorTypeProto", 1] },
  TensorTypeProto: { elem_type: ["int32", 1], shape: ["TensorShapeProto", 2] },
  TensorShapeProto: { dim: ["DimensionProto", 1, "repeated"] },
  DimensionProto: { dim_value: ["int64", 1], dim_param: ["string", 2] },
} as const;

const root = new protobuf.Root();
for (const [message, fields] of Object.entries(messages)) {
  const type = new protobuf.Type(message);
  for (const [name, [kind, id, rule]] of Object.entries(fields) as [string, [string, number, string?]][]) {
    type.add(new protobuf.Field(name, id, kind, rule));
  }
  root.add(type);
}
const modelType = root.lookupType("ModelProto");

/** Serialises a graph as an ONNX model file (opset 20, plus ONNX Runtime's contributed operators). */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const model = modelType.create({
    ir_version: 10,
    producer_name: "kirchhoff",
    opset_import: [
      { domain: "", version: 20 },
      { domain: "com.microsoft", version: 1 },
    ],
    graph: {
      name: graph.name,
      node: graph.nodes.map((node) => ({
        input: node.inputs,
        output: node.outputs,
        op_type: node.type,
        domain: node.domain ?? "",
        attribute: Object.entries(node.attributes ?? {}).map(([name, value]) => encodeAttribute(name, value)),
      })),
      initializer: graph.constants.map((constant) => ({
        dims: constant.shape,
        data_type: elementType[constant.type],
        name: constant.name,
        raw_data: constant.data,
      })),
      input: graph.inputs.map(encodeValue),
      output: graph.outputs.map(encodeValue),
    },
  });
  return modelType.encode(model).finish();
}

function encodeValue({ name, type, shape }: OnnxValue): object {
  const dim = shape.map((size) => (typeof size === "number" ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: elementType[type], shape: { dim } } } };
}

function encodeAttribute(name: string, value: OnnxAttribute): object {
  if (typeof value === "number") return { name, i: value, type: 2 };
  if (typeof value === "string") return { name, s: Uint8Array.from(value, (c) => c.charCodeAt(0)), type: 3 };
  if ("float" in value) return { name, f: value.float, type: 1 };
  return { name, ints: value, type: 7 };
}
