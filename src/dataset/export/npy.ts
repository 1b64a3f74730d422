import { closeSync, openSync, writeSync } from "node:fs";

/** Types of the arrays that are written, by numpy's descriptors. */
const descriptors = { float32: "<f4", int64: "<i8", bool: "|b1" } as const;
const bytesEach = { float32: 4, int64: 8, bool: 1 } as const;
export type NpyType = keyof typeof descriptors;

const bufferedElements = 1 << 16;

/** A numpy array file (format 1.0, row-major) of a shape that is known beforehand, written piece by piece. */
export class NpyFile {
  readonly #file: number;
  readonly #type: NpyType;
  readonly #dataStart: number;
  readonly #writers: NpyWriter[] = [];

  constructor(path: string, type: NpyType, shape: readonly number[]) {
    this.#file = openSync(path, "wx");
    this.#type = type;
    const header = headerOf(type, shape);
    this.#dataStart = header.length;
    writeSync(this.#file, header, 0, header.length, 0);
  }

  /** Writes elements one after another from element `first` on. */
  writerFrom(first: number): NpyWriter {
    const position = this.#dataStart + first * bytesEach[this.#type];
    const writer = new NpyWriter(this.#file, this.#type, position);
    this.#writers.push(writer);
    return writer;
  }

  close(): void {
    for (const writer of this.#writers) writer.flush();
    closeSync(this.#file);
  }
}

/** A place in an {@link NpyFile}. */
export class NpyWriter {
  readonly #file: number;
  readonly #type: NpyType;
  readonly #bytes: Buffer;
  #position: number;
  #filled = 0;

  constructor(file: number, type: NpyType, position: number) {
    this.#file = file;
    this.#type = type;
    this.#position = position;
    this.#bytes = Buffer.alloc(bufferedElements * bytesEach[type]);
  }

  /** Integers are at least 0. */
  append(values: Iterable<number>): void {
    const size = bytesEach[this.#type];
    for (const value of values) {
      if (this.#filled === this.#bytes.length) this.flush();
      if (this.#type === "float32") this.#bytes.writeFloatLE(value, this.#filled);
      else if (this.#type === "bool") this.#bytes.writeUInt8(value, this.#filled);
      else {
        this.#bytes.writeUInt32LE(value % 2 ** 32, this.#filled);
        this.#bytes.writeUInt32LE(Math.floor(value / 2 ** 32), this.#filled + 4);
      }
      this.#filled += size;
    }
  }

  flush(): void {
    for (let from = 0; from < this.#filled; ) {
      const written = writeSync(this.#file, this.#bytes, from, this.#filled - from, this.#position);
      from += written;
      this.#position += written;
    }
    this.#filled = 0;
  }
}

function headerOf(type: NpyType, shape: readonly number[]): Buffer {
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descriptors[type]}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const bytes = Math.ceil((10 + text.length + 1) / 64) * 64;
  const header = Buffer.alloc(bytes, " ");
  header.write("\x93NUMPY\x01\x00", "latin1");
  header.writeUInt16LE(bytes - 10, 8);
  header.write(text, 10, "latin1");
  header.write("\n", bytes - 1);
  return header;
}
