import { type DegreeProfile, universalProfile } from "../core/index.js";
import { schemeFromJSON } from "../graph/index.js";
import { buildModel } from "../nn/index.js";
import { type Expression, type TensorValue, toOnnx } from "../tensor/index.js";
import { type Checkpoint, packTensors } from "./checkpoint.js";
import { prepareModel } from "./prepared-model.js";

/** One tensor that a program takes or gives; a size is a number, or the name of one that every run decides. */
export interface PortDescription {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

/** Rows of exactly `width` summands, or (padded) of at most so many. */
export interface ClassDescription {
  readonly width: number | null;
  readonly padded: boolean;
}

/** What somebody needs to feed an exported network: the JSON file beside it (docs/training.md, "Exported networks"). */
export interface ExportDescription {
  readonly format: 1;
  readonly network: Checkpoint["card"]["network"];
  readonly scheme: Checkpoint["card"]["scheme"];
  /** What each column of the features holds. */
  readonly columns: readonly string[];
  /** The classes of every row table, in the order of their numbers; a `width` of null takes rows of any width. */
  readonly classes: readonly ClassDescription[];
  /** The classes of tables that have others, by the table's name. */
  readonly otherClasses?: Readonly<Record<string, readonly ClassDescription[]>>;
  readonly inputs: readonly PortDescription[];
  readonly outputs: readonly PortDescription[];
}

/**
 * The forward program of a checkpoint as an ONNX model for any batch of graphs, weights within, and the description of its inputs.
 *
 * Throws CHECKPOINT_MISMATCH.
 */
export function exportOnnx({ card, tensors }: Pick<Checkpoint, "card" | "tensors">): {
  readonly onnx: Uint8Array;
  readonly description: ExportDescription;
} {
  const scheme = schemeFromJSON(card.scheme);
  const network = prepareModel(card, "any");
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const [parameters, buffers] = packTensors(tensors, [model.parameters, model.buffers]);
  const fixed = { parameters: vector(parameters!), buffers: vector(buffers!) };
  const { otherClasses } = network;
  const { onnx, inputs } = toOnnx({ predictions: model.result }, { fixed });
  return {
    onnx,
    description: {
      format: 1,
      network: card.network,
      scheme: card.scheme,
      columns: scheme.columns,
      classes: describeClasses(universalProfile),
      ...(otherClasses && {
        otherClasses: Object.fromEntries(
          Object.entries(otherClasses).map(([table, profile]) => [table, describeClasses(profile)]),
        ),
      }),
      inputs: inputs.map((expression) =>
        port(expression.operation.name!, expression, describeInput(expression.operation.name!)),
      ),
      outputs: [
        port(
          "predictions",
          model.result,
          card.targets
            ? `for each graph ${card.targets.map(({ name }) => name).join(", ")}, standardised as the card says`
            : "predicted voltage of each entry of outputNodes, in volts",
        ),
      ],
    },
  };
}

function describeClasses(profile: DegreeProfile): ClassDescription[] {
  return profile.map(({ width, padded }) => ({ width: Number.isFinite(width) ? width : null, padded }));
}

const vector = (data: Float32Array): TensorValue => ({ type: "float32", shape: [data.length], data });

function port(name: string, { type, shape }: Expression, description: string): PortDescription {
  return { name, type, shape, description };
}

const plainInputs: Readonly<Record<string, string>> = {
  embeddedZeros: "0 for each row that the head looks at",
  "graphs/group": "graph of each row that the head looks at",
  features: "features of each row, columns as in `columns`",
  outputNodes: "rows of the nets that are predicted",
  drive:
    "volts of the voltage source and amperes of the current source that each terminal belongs to, 0 elsewhere",
  isReference: "1 for terminals on ground or on a net that voltage sources tie to it, 0 elsewhere",
  referenceVolts: "volts of those terminals, 0 elsewhere",
  outputIsReference: "1 for predicted nets that are ground or that voltage sources tie to it, 0 elsewhere",
  outputReferenceVolts: "volts of those nets, 0 elsewhere",
};

/** What an input holds, from its name: row tables are `table/class/slot`, `table/class/indices`, `table/class/mask`. */
function describeInput(name: string): string {
  const plain = plainInputs[name];
  if (plain) return plain;
  const [, table, place] = /^(\w+(?:\/transpose)?)\/(.*)$/.exec(name) ?? [];
  if (table === undefined || place === undefined) return name;
  if (place === "restore") return `place of each row of ${table} among the rows ordered by class`;
  const [classNumber, part] = place.split("/");
  if (part === "mask")
    return `${table}, class ${classNumber}: 1 where an index counts, 0 where it is padding`;
  if (part === "indices")
    return `${table}, class ${classNumber}: indices of each row's summands, padded with 0`;
  return `${table}, class ${classNumber}: index of summand ${part} of each row (any row, where the class has none)`;
}
