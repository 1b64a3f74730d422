import { createHash, randomUUID } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { makeFolder } from "../core/node/index.js";

/** Results by content: the same deck, analysis and simulator version give the same numbers, so they are computed once. */
export interface SimulationCache {
  get(key: string): Float64Array | undefined;
  set(key: string, vector: Float64Array): void;
  /** Writes what is still in memory. */
  flush(): void;
  close(): void;
  readonly size: number;
}

const KEY_BYTES = 32;
/** Key, count of numbers, checksum of the numbers. */
const HEADER_BYTES = KEY_BYTES + 8;
const FLUSH_BYTES = 1 << 20;
const SUFFIX = ".results";

/** The key of a result: sha-256 over deck, what is computed of it (as JSON), simulator and version, in hex. */
export function cacheKey(deck: string, steps: readonly object[], simulator: string, version: string): string {
  return createHash("sha256")
    .update(JSON.stringify([simulator, version, steps]))
    .update(deck)
    .digest("hex");
}

/**
 * Opens a cache folder. Each process appends to a shard file of its own, so any number may share the folder; a record torn by a
 * crash fails its checksum and is computed again.
 */
export function openSimulationCache(folder: string): SimulationCache {
  makeFolder(folder);
  const vectors = new Map<string, Float64Array>();
  for (const name of readdirSync(folder)) {
    if (name.endsWith(SUFFIX)) readShard(readFileSync(join(folder, name)), vectors);
  }
  let file: number | undefined;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = () => {
    if (pendingBytes === 0) return;
    file ??= openSync(join(folder, `${randomUUID()}${SUFFIX}`), "ax");
    const bytes = Buffer.concat(pending);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    pending = [];
    pendingBytes = 0;
  };
  return {
    get: (key) => vectors.get(key),
    set(key, vector) {
      if (vectors.has(key)) return;
      const kept = vector.slice();
      vectors.set(key, kept);
      const record = encode(key, kept);
      pending.push(record);
      pendingBytes += record.length;
      if (pendingBytes >= FLUSH_BYTES) flush();
    },
    flush,
    close() {
      flush();
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
    get size() {
      return vectors.size;
    },
  };
}

function encode(key: string, vector: Float64Array): Buffer {
  const data = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(key, "hex");
  header.writeUInt32LE(vector.length, KEY_BYTES);
  header.writeUInt32LE(crc32(data), KEY_BYTES + 4);
  return Buffer.concat([header, data]);
}

function readShard(bytes: Buffer, vectors: Map<string, Float64Array>): void {
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const dataAt = at + HEADER_BYTES;
    const end = dataAt + bytes.readUInt32LE(at + KEY_BYTES) * 8;
    if (end > bytes.length) return;
    const data = Uint8Array.from(bytes.subarray(dataAt, end));
    if (crc32(data) !== bytes.readUInt32LE(at + KEY_BYTES + 4)) return;
    vectors.set(bytes.toString("hex", at, at + KEY_BYTES), new Float64Array(data.buffer));
    at = end;
  }
}
