import { type DegreeProfile, rowTable, transposeLists } from "../../core/index.js";
import { type DeviceBatch, deviceSlots } from "../../graph/index.js";
import {
  concat,
  directedTable,
  type Expression,
  input,
  type RowTableInput,
  rowTableFeeds,
  symmetricTable,
  type TensorValue,
} from "../../tensor/index.js";
import { profileOf, type Topologies } from "../topologies.js";

/** What a Norton network is fed: features of devices, known voltages, and which slots share a net. */
export interface NortonInputs {
  readonly quadFeatures: Expression;
  readonly pairFeatures: Expression;
  readonly pairDrive: Expression;
  readonly isReference: Expression;
  readonly referenceVolts: Expression;
  readonly outputIsReference: Expression;
  readonly outputReferenceVolts: Expression;
  readonly coSlots: RowTableInput;
  /** Where a net is so large that its terminals meet in groups. */
  readonly groups?: {
    readonly members: RowTableInput;
    readonly others: RowTableInput;
    readonly ofSlot: RowTableInput;
  };
  readonly outputSlots: RowTableInput;
}

const noneOrOne: DegreeProfile = [0, 1].map((width) => ({ width, padded: false }));
const noneOrMany: DegreeProfile = [
  { width: 0, padded: false },
  { width: Number.POSITIVE_INFINITY, padded: true },
];

/** The inputs of a Norton network for these topologies, `features` numbers a terminal, and what they are fed for a batch. */
export function nortonInputs(
  topologies: Topologies,
  features: number,
): { readonly inputs: NortonInputs; feeds(batch: DeviceBatch): Record<string, TensorValue> } {
  const profiles = {
    coSlots: profileOf(topologies, (topology) => deviceSlots(topology).coSlots),
    outputSlots: profileOf(topologies, (topology) => deviceSlots(topology).outputSlots),
  };
  const hasGroups =
    topologies === "any" || topologies.some((each) => deviceSlots(each).groups.offsets.length > 1);
  const table = (name: string, rows: string, source: string, profile: DegreeProfile, back: DegreeProfile) =>
    directedTable(name, { rows, source, profile, restore: true }, back);
  const inputs: NortonInputs = {
    quadFeatures: input("quadFeatures", ["quads", features]),
    pairFeatures: input("pairFeatures", ["pairSlots", features]),
    pairDrive: input("pairDrive", ["pairSlots", 1]),
    // In two inputs, which tell the program how many slots are of which size.
    isReference: concat(
      ["quad", "pair"].map((size) => input(`${size}IsReference`, [`${size}Slots`, 1])),
      0,
      "slots",
    ),
    referenceVolts: input("referenceVolts", ["slots", 1]),
    outputIsReference: input("outputIsReference", ["outputs"]),
    outputReferenceVolts: input("outputReferenceVolts", ["outputs"]),
    coSlots: table("coSlots", "slots", "slots", profiles.coSlots, profiles.coSlots),
    ...(hasGroups && {
      groups: {
        members: table("groups", "groups", "slots", noneOrMany, noneOrOne),
        others: symmetricTable("otherGroups", "groups", noneOrMany, { restore: true }),
        ofSlot: table("groupOfSlot", "slots", "groups", noneOrOne, noneOrMany),
      },
    }),
    outputSlots: table("outputSlots", "outputs", "slots", profiles.outputSlots, noneOrOne),
  };
  const feeds = (batch: DeviceBatch): Record<string, TensorValue> => {
    const { quads, pairs } = batch;
    const slots = 4 * quads + 2 * pairs;
    const column = (data: Float32Array, width = 1): TensorValue => ({
      type: "float32",
      shape: [data.length / width, width],
      data,
    });
    const vector = (data: Float32Array): TensorValue => ({ type: "float32", shape: [data.length], data });
    const both = (
      name: string,
      lists: DeviceBatch["coSlots"],
      sources: number,
      there: DegreeProfile,
      back: DegreeProfile,
    ) => ({
      ...rowTableFeeds(name, rowTable(lists, there)),
      ...rowTableFeeds(`${name}/transpose`, rowTable(transposeLists(lists, sources), back)),
    });
    const groups = batch.groups.offsets.length - 1;
    return {
      quadFeatures: column(batch.quadFeatures, features),
      pairFeatures: column(batch.pairFeatures, features),
      pairDrive: column(batch.pairDrive),
      quadIsReference: column(batch.isReference.subarray(0, 4 * quads)),
      pairIsReference: column(batch.isReference.subarray(4 * quads)),
      referenceVolts: column(batch.referenceVolts),
      outputIsReference: vector(batch.outputIsReference),
      outputReferenceVolts: vector(batch.outputReferenceVolts),
      ...both("coSlots", batch.coSlots, slots, profiles.coSlots, profiles.coSlots),
      ...(hasGroups && {
        ...both("groups", batch.groups, slots, noneOrMany, noneOrOne),
        ...rowTableFeeds("otherGroups", rowTable(batch.otherGroups, noneOrMany)),
        ...both("groupOfSlot", batch.groupOfSlot, groups, noneOrOne, noneOrMany),
      }),
      ...both("outputSlots", batch.outputSlots, slots, profiles.outputSlots, noneOrOne),
    };
  };
  return { inputs, feeds };
}
