import { parquetReadObjects, type SchemaElement } from "hyparquet";
import { ByteWriter, parquetWrite } from "hyparquet-writer";
import { deviceColumns, deviceNumbers, deviceRegions, readDevices } from "./device-columns.js";
import type { Recipe, SplitName } from "./recipe.js";
import type { DatasetRow, LabelledRow } from "./row.js";

/** A list of doubles that is never null, as Parquet nests it. */
function listOfDoubles(name: string): SchemaElement[] {
  return [
    { name, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "DOUBLE", repetition_type: "REQUIRED" },
  ];
}

/** A list of texts that is never null. */
function listOfTexts(name: string): SchemaElement[] {
  return [
    { name, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    text("element", "REQUIRED"),
  ];
}

function text(name: string, repetition: "REQUIRED" | "OPTIONAL"): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: repetition };
}

/** One column: its place in the schema, and what it holds of a row. */
interface Column {
  readonly schema: readonly SchemaElement[];
  readonly plain?: boolean;
  read(row: DatasetRow): unknown;
}

/** What a recipe adds to the columns that every dataset has. */
export type ShardLayout = Pick<Recipe, "measures" | "devices">;

const reasonOf = (measure: string) => `${measure}-reason`;

/** The columns of a shard, as `docs/datasets.md` describes them. */
function columnsOf({ measures, devices }: ShardLayout): Column[] {
  return [
    { schema: [{ name: "index", type: "INT32", repetition_type: "REQUIRED" }], read: (row) => row.index },
    { schema: [text("split", "REQUIRED")], read: (row) => row.split },
    { schema: [text("circuit", "REQUIRED")], read: (row) => row.circuitName },
    { schema: listOfDoubles("values"), plain: true, read: (row) => Array.from(row.values) },
    { schema: [text("status", "REQUIRED")], read: (row) => row.status },
    { schema: [text("reason", "OPTIONAL")], read: (row) => (row.status === "failed" ? row.reason : null) },
    { schema: [text("message", "OPTIONAL")], read: (row) => (row.status === "failed" ? row.message : null) },
    {
      schema: listOfDoubles("labels"),
      plain: true,
      read: (row) => (row.status === "ok" ? Array.from(row.labels) : []),
    },
    ...measures.flatMap(measureColumns),
    ...(devices ? deviceColumnPair : []),
  ];
}

/** A measure is null where it is invalid or the row failed; its reason is null where it is valid. */
function measureColumns(measure: string): Column[] {
  return [
    {
      schema: [{ name: measure, type: "DOUBLE", repetition_type: "OPTIONAL" }],
      plain: true,
      read: (row) => (row.status === "ok" && !(measure in row.invalid) ? row.measures[measure] : null),
    },
    {
      schema: [text(reasonOf(measure), "OPTIONAL")],
      read: (row) => (row.status === "ok" ? (row.invalid[measure] ?? null) : null),
    },
  ];
}

const deviceColumnPair: readonly Column[] = [
  {
    schema: listOfDoubles("devices"),
    plain: true,
    read: (row) => (row.status === "ok" ? deviceNumbers(deviceColumns(row.circuitName), row.devices) : []),
  },
  {
    schema: listOfTexts("regions"),
    read: (row) => (row.status === "ok" ? deviceRegions(deviceColumns(row.circuitName), row.devices) : []),
  },
];

/** The columns as they are read; those of measures by their own names. */
interface ShardRecord {
  readonly index: number;
  readonly split: SplitName;
  readonly circuit: string;
  readonly values: number[];
  readonly status: "ok" | "failed";
  readonly reason: string | null;
  readonly message: string | null;
  readonly labels: number[];
  readonly devices?: number[];
  readonly regions?: string[];
  readonly [measure: string]: unknown;
}

/** The bytes of one Parquet shard; equal rows give equal bytes. */
export function encodeShard(rows: readonly DatasetRow[], layout: ShardLayout): Uint8Array {
  const writer = new ByteWriter();
  const columns = columnsOf(layout);
  parquetWrite({
    writer,
    schema: [{ name: "row", num_children: columns.length }, ...columns.flatMap(({ schema }) => schema)],
    createdBy: "kirchhoff",
    codec: "UNCOMPRESSED",
    rowGroupSize: Math.max(rows.length, 1),
    columnData: columns.map(({ schema, plain, read }) => ({
      name: schema[0]!.name,
      data: rows.map(read),
      ...(plain && { encoding: "PLAIN" as const }),
    })),
  });
  return writer.getBytes();
}

/** The rows of a shard's bytes; throws whatever the Parquet reader throws on bytes that are no shard. */
export async function decodeShard(bytes: Uint8Array, layout: ShardLayout): Promise<DatasetRow[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const records = (await parquetReadObjects({ file })) as unknown as ShardRecord[];
  return records.map((record) => {
    const { index, split, circuit, values, status, reason, message } = record;
    const row = { index, split, circuitName: circuit, values: Float64Array.from(values) };
    return status === "ok"
      ? { status, ...row, ...readLabels(record, layout) }
      : { status, ...row, reason: reason ?? "unknown", message: message ?? "" };
  });
}

function readLabels(record: ShardRecord, layout: ShardLayout): Omit<LabelledRow, keyof DatasetRow> {
  const measures: Record<string, number> = {};
  const invalid: Record<string, string> = {};
  for (const name of layout.measures) {
    measures[name] = (record[name] as number | null) ?? Number.NaN;
    const reason = record[reasonOf(name)] as string | null;
    if (reason !== null) invalid[name] = reason;
  }
  const numbers = Float64Array.from(record.devices ?? []);
  const regions = record.regions ?? [];
  return {
    labels: Float64Array.from(record.labels),
    measures,
    invalid,
    /** Made when asked for: there are many. */
    get devices() {
      return numbers.length > 0 ? readDevices(deviceColumns(record.circuit), numbers, regions) : {};
    },
  };
}
