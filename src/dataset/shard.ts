import { parquetReadObjects, type SchemaElement } from "hyparquet";
import { ByteWriter, parquetWrite } from "hyparquet-writer";
import type { SplitName } from "./recipe.js";
import type { DatasetRow } from "./row.js";

/** A list of doubles that is never null, as Parquet nests it. */
function listOfDoubles(name: string): SchemaElement[] {
  return [
    { name, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "DOUBLE", repetition_type: "REQUIRED" },
  ];
}

function text(name: string, repetition: "REQUIRED" | "OPTIONAL"): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: repetition };
}

const schema: SchemaElement[] = [
  { name: "row", num_children: 8 },
  { name: "index", type: "INT32", repetition_type: "REQUIRED" },
  text("split", "REQUIRED"),
  text("circuit", "REQUIRED"),
  ...listOfDoubles("values"),
  text("status", "REQUIRED"),
  text("reason", "OPTIONAL"),
  text("message", "OPTIONAL"),
  ...listOfDoubles("labels"),
];

/** The columns of a shard, as `docs/datasets.md` describes them. */
interface ShardRecord {
  readonly index: number;
  readonly split: SplitName;
  readonly circuit: string;
  readonly values: number[];
  readonly status: "ok" | "failed";
  readonly reason: string | null;
  readonly message: string | null;
  readonly labels: number[];
}

/** The bytes of one Parquet shard; equal rows give equal bytes. */
export function encodeShard(rows: readonly DatasetRow[]): Uint8Array {
  const writer = new ByteWriter();
  const column = <T>(name: string, read: (row: DatasetRow) => T) => ({ name, data: rows.map(read) });
  parquetWrite({
    writer,
    schema,
    createdBy: "kirchhoff",
    codec: "UNCOMPRESSED",
    rowGroupSize: Math.max(rows.length, 1),
    columnData: [
      column("index", (row) => row.index),
      column("split", (row) => row.split),
      column("circuit", (row) => row.circuitName),
      { ...column("values", (row) => Array.from(row.values)), encoding: "PLAIN" },
      column("status", (row) => row.status),
      column("reason", (row) => (row.status === "failed" ? row.reason : null)),
      column("message", (row) => (row.status === "failed" ? row.message : null)),
      {
        ...column("labels", (row) => (row.status === "ok" ? Array.from(row.labels) : [])),
        encoding: "PLAIN",
      },
    ],
  });
  return writer.getBytes();
}

/** The rows of a shard's bytes; throws whatever the Parquet reader throws on bytes that are no shard. */
export async function decodeShard(bytes: Uint8Array): Promise<DatasetRow[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const records = (await parquetReadObjects({ file })) as unknown as ShardRecord[];
  return records.map(({ index, split, circuit, values, status, reason, message, labels }) => {
    const row = { index, split, circuitName: circuit, values: Float64Array.from(values) };
    return status === "ok"
      ? { status, ...row, labels: Float64Array.from(labels) }
      : { status, ...row, reason: reason ?? "unknown", message: message ?? "" };
  });
}
