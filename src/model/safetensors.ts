import { KirchhoffError } from "../core/index.js";

/** A named tensor's numbers, row-major. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The content of a safetensors file: float32 tensors by name, in the order of their data, and string metadata. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Longest header that a reader accepts, as the format's own library does. */
const mostHeaderBytes = 100_000_000;
const metadataKey = "__metadata__";

/** Writes a safetensors file: header length (8 bytes), JSON header padded to 8 bytes, data without gaps. */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = { [metadataKey]: metadata };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(text, 8);
  let next = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), next);
    next += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of float32 tensors; every offset is checked against the shapes and the file's length.
 *
 * `source` names the file in errors. Throws CHECKPOINT_TRUNCATED and CHECKPOINT_INVALID.
 */
export function decodeSafetensors(file: Uint8Array, source: string): Safetensors {
  const { header, data } = readHeader(file, source);
  const { [metadataKey]: metadata = {}, ...entries } = header;
  if (!isStringRecord(metadata)) throw invalid(source, "its metadata are not strings");
  const tensors = new Map<string, StoredTensor>();
  let end = 0;
  for (const [name, entry] of Object.entries(entries).sort(byOffset)) {
    if (!isEntry(entry)) throw invalid(source, `the entry of tensor "${name}" is malformed`);
    const [from, to] = entry.data_offsets;
    const size = entry.shape.reduce((product, length) => product * length, 1);
    if (entry.dtype !== "F32") throw invalid(source, `tensor "${name}" is ${entry.dtype}`, "F32");
    if (from !== end || to - from !== 4 * size) {
      throw invalid(
        source,
        `tensor "${name}" does not lie where its shape says`,
        `bytes ${end} to ${end + 4 * size}`,
      );
    }
    end = to;
    if (end > data.length) break;
    tensors.set(name, { shape: entry.shape, data: floats(data.subarray(from, to)) });
  }
  if (end > data.length) throw truncated(source, data.length, end);
  if (end < data.length) throw invalid(source, `${data.length - end} bytes follow the last tensor`);
  return { tensors, metadata };
}

/** The bytes of all tensors' data: what follows the header. Throws CHECKPOINT_TRUNCATED and CHECKPOINT_INVALID. */
export function safetensorsData(file: Uint8Array, source: string): Uint8Array {
  return readHeader(file, source).data;
}

function readHeader(file: Uint8Array, source: string): { header: Record<string, unknown>; data: Uint8Array } {
  if (file.length < 8) throw truncated(source, file.length, 8);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > mostHeaderBytes) throw invalid(source, "its first bytes are not the length of a header");
  const start = 8 + Number(length);
  if (file.length < start) throw truncated(source, file.length, start);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(8, start)));
  } catch (cause) {
    throw invalid(source, "its header is not JSON", undefined, cause);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw invalid(source, "its header is not a JSON object");
  }
  return { header: header as Record<string, unknown>, data: file.subarray(start) };
}

/** A copy, for a tensor's data need not begin where a float may. */
function floats(bytes: Uint8Array): Float32Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new Float32Array(copy.buffer);
}

function byOffset([, a]: [string, unknown], [, b]: [string, unknown]): number {
  return isEntry(a) && isEntry(b)
    ? a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
    : 0;
}

function isEntry(value: unknown): value is HeaderEntry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<HeaderEntry>;
  return typeof dtype === "string" && isCounts(shape) && isCounts(offsets) && offsets.length === 2;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function isStringRecord(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => typeof each === "string")
  );
}

function truncated(source: string, found: number, expected: number): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_TRUNCATED", `${source} does not have its full length`, {
    found: `${found} bytes`,
    expected: `${expected} bytes`,
    hint: "copy the file again, or use another checkpoint of the run",
  });
}

function invalid(source: string, found: string, expected?: string, cause?: unknown): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_INVALID", `${source} is not a safetensors file that can be read`, {
    found,
    ...(expected !== undefined && { expected }),
    ...(cause !== undefined && { cause }),
    hint: "name a checkpoint that Kirchhoff wrote (.safetensors)",
  });
}
