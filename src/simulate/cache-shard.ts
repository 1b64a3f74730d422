import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

const KEY_BYTES = 32;
/** Key, count of numbers, checksum of the numbers. */
const HEADER_BYTES = KEY_BYTES + 8;

/** Where a vector lies in a shard. */
export interface RecordPlace {
  readonly shard: Shard;
  readonly offset: number;
  /** Numbers. */
  readonly length: number;
  readonly checksum: number;
}

/** One file of records, only ever appended to. */
export class Shard {
  readonly #path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Tells the place of every whole record after `start` bytes; gives where the last one ends. */
  scan(start: number, found: (key: string, place: RecordPlace) => void): number {
    const file = this.#open();
    const size = fstatSync(file).size;
    const header = Buffer.alloc(HEADER_BYTES);
    let at = start;
    while (at + HEADER_BYTES <= size) {
      readSync(file, header, 0, HEADER_BYTES, at);
      const length = header.readUInt32LE(KEY_BYTES);
      const offset = at + HEADER_BYTES;
      if (offset + 8 * length > size) break;
      const checksum = header.readUInt32LE(KEY_BYTES + 4);
      found(header.toString("hex", 0, KEY_BYTES), { shard: this, offset, length, checksum });
      at = offset + 8 * length;
    }
    return at;
  }

  /** A vector, undefined where its bytes are not those that were written. */
  read({ offset, length, checksum }: RecordPlace): Float64Array | undefined {
    const vector = new Float64Array(length);
    const bytes = Buffer.from(vector.buffer);
    try {
      if (readSync(this.#open(), bytes, 0, bytes.length, offset) < bytes.length) return undefined;
    } catch {
      return undefined;
    }
    return crc32(bytes) === checksum ? vector : undefined;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): number {
    this.#file ??= openSync(this.#path, "r");
    return this.#file;
  }
}

/** A vector as a record. */
export function encodeRecord(key: string, vector: Float64Array): Buffer {
  const data = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(key, "hex");
  header.writeUInt32LE(vector.length, KEY_BYTES);
  header.writeUInt32LE(crc32(data), KEY_BYTES + 4);
  return Buffer.concat([header, data]);
}
