import { createHash, randomUUID } from "node:crypto";
import { closeSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../core/node/index.js";
import { encodeRecord, type RecordPlace, Shard } from "./cache-shard.js";

/** Results by content: the same deck, analysis and simulator version give the same numbers, so they are computed once. */
export interface SimulationCache {
  get(key: string): Float64Array | undefined;
  set(key: string, vector: Float64Array): void;
  /** Writes what is still in memory. */
  flush(): void;
  close(): void;
  readonly size: number;
}

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
 * crash fails its checksum and is computed again. In memory are the keys, about 200 bytes each, and what is not yet written, up to
 * 1 MB; the numbers are read from disk. Where they cannot be written (a full disk, say), a warning says so once and the
 * results of this process are no longer kept.
 */
export function openSimulationCache(folder: string): SimulationCache {
  makeFolder(folder);
  const places = new Map<string, RecordPlace>();
  const shards: Shard[] = [];
  const open = (path: string) => {
    const shard = new Shard(path);
    shards.push(shard);
    return shard;
  };
  for (const name of readdirSync(folder)) {
    if (name.endsWith(SUFFIX)) open(join(folder, name)).scan(0, (key, place) => places.set(key, place));
  }
  let own: { file: number; shard: Shard; written: number } | undefined;
  let pending = new Map<string, Float64Array>();
  let pendingBytes = 0;
  let isBroken = false;
  const write = () => {
    const path = join(folder, `${randomUUID()}${SUFFIX}`);
    own ??= { file: openSync(path, "ax"), shard: open(path), written: 0 };
    const bytes = Buffer.concat([...pending].map(([key, vector]) => encodeRecord(key, vector)));
    for (let at = 0; at < bytes.length; ) at += writeSync(own.file, bytes, at);
    own.written = own.shard.scan(own.written, (key, place) => places.set(key, place));
  };
  const flush = () => {
    if (pending.size === 0) return;
    try {
      write();
    } catch (error) {
      isBroken = true;
      process.emitWarning(`simulation results are no longer kept in ${folder}: ${(error as Error).message}`);
    }
    pending = new Map();
    pendingBytes = 0;
  };
  return {
    get(key) {
      const waiting = pending.get(key);
      if (waiting) return waiting;
      const place = places.get(key);
      const vector = place?.shard.read(place);
      if (!vector) places.delete(key);
      return vector;
    },
    set(key, vector) {
      if (isBroken || places.has(key) || pending.has(key)) return;
      pending.set(key, vector.slice());
      pendingBytes += vector.byteLength;
      if (pendingBytes >= FLUSH_BYTES) flush();
    },
    flush,
    close() {
      flush();
      if (own) closeSync(own.file);
      own = undefined;
      for (const shard of shards) shard.close();
    },
    get size() {
      return places.size + pending.size;
    },
  };
}
