import { type DegreeProfile, rowTable, transposeLists } from "../../core/index.js";
import {
  batchTerminals,
  type CircuitGraph,
  type FeatureScheme,
  type TerminalBatch,
  terminalRelations,
} from "../../graph/index.js";
import {
  directedTable,
  type Expression,
  input,
  type RowTableInput,
  rowTableFeeds,
  symmetricTable,
  type TensorValue,
} from "../../tensor/index.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";

/** Voltages that need no predicting: 1 where there is one, and its volts. */
interface KnownVoltage {
  readonly mask: Expression;
  readonly volts: Expression;
}

/** What the network reads of a batch of circuits, terminal by terminal. */
export interface TerminalInputs {
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

/** The inputs of the network for these topologies, and how graphs are fed to them. */
export function terminalInputs(
  scheme: FeatureScheme,
  topologies: Topologies,
): {
  readonly inputs: TerminalInputs;
  readonly feeds: PreparedNetwork["feeds"];
  readonly otherClasses?: PreparedNetwork["otherClasses"];
} {
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
  const feeds = (graphs: readonly CircuitGraph[]): Record<string, TensorValue> => {
    const batch = batchTerminals(graphs, scheme);
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
  return { inputs, feeds, ...(hasGroups && { otherClasses: groupClasses }) };
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
