import type { RawVector } from "./protocol.js";

const BINARY = [66, 105, 110, 97, 114, 121, 58, 10]; // "Binary:\n"
const NEWLINE = 10;
const decoder = new TextDecoder();

/** One plot of an ngspice raw file (binary form), by where it lies in the file. */
export interface RawPlot {
  readonly title: string;
  /** Variable names as written, `v(out)`, `i(v1)`; shared between plots of equal headers. */
  readonly names: readonly string[];
  readonly points: number;
  readonly complex: boolean;
  /** Where the data starts in the file; point by point, variable by variable, doubles. */
  readonly dataOffset: number;
}

interface Header {
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
  readonly points: number;
  readonly complex: boolean;
}

/** Reads the plots of raw files; remembers headers, so that equal ones (all but title, date, command) are parsed once. */
export class RawFileReader {
  #known: Header[] = [];

  /** Every plot of a file, in order; a torn end is left out. */
  *plots(file: Uint8Array): Generator<RawPlot> {
    let at = 0;
    while (at < file.length) {
      const titleEnd = file.indexOf(NEWLINE, at);
      const dateEnd = file.indexOf(NEWLINE, titleEnd + 1);
      if (titleEnd < 0 || dateEnd < 0) return;
      const title = decoder
        .decode(file.subarray(at, titleEnd))
        .replace(/^Title:\s*/, "")
        .trim();
      const header = this.#header(file, dateEnd + 1);
      if (!header) return;
      const dataOffset = dateEnd + 1 + header.bytes.length;
      const { names, points, complex } = header;
      at = dataOffset + names.length * points * (complex ? 16 : 8);
      if (at > file.length) return;
      yield { title, names, points, complex, dataOffset };
    }
  }

  #header(file: Uint8Array, start: number): Header | undefined {
    const known = this.#known.find(({ bytes }) => startsWith(file, start, bytes));
    if (known) return known;
    const end = findBinary(file, start);
    if (end < 0) return undefined;
    const bytes = file.slice(start, end);
    const header = { bytes, ...parseHeader(decoder.decode(bytes)) };
    this.#known = [header, ...this.#known.slice(0, 63)];
    return header;
  }
}

/** A plot's data, a vector a variable. */
export function readVectors(file: Uint8Array, plot: RawPlot): RawVector[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const width = plot.complex ? 2 : 1;
  return plot.names.map((name, variable) => {
    const data = new Float64Array(plot.points * width);
    for (let point = 0; point < plot.points; point++) {
      for (let part = 0; part < width; part++) {
        const index = (point * plot.names.length + variable) * width + part;
        data[point * width + part] = view.getFloat64(plot.dataOffset + index * 8, true);
      }
    }
    return { name, complex: plot.complex, data };
  });
}

function parseHeader(text: string): { names: string[]; points: number; complex: boolean } {
  const lines = text.split("\n");
  const field = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? "";
  const first = lines.indexOf("Variables:") + 1;
  const count = Number(field("No. Variables"));
  const names = lines.slice(first, first + count).map((line) => line.trim().split(/\s+/)[1] ?? "");
  return { names, points: Number(field("No. Points")), complex: field("Flags").includes("complex") };
}

function startsWith(file: Uint8Array, start: number, bytes: Uint8Array): boolean {
  if (start + bytes.length > file.length) return false;
  for (let i = bytes.length - 1; i >= 0; i--) if (file[start + i] !== bytes[i]) return false;
  return true;
}

function findBinary(file: Uint8Array, start: number): number {
  for (let at = file.indexOf(BINARY[0]!, start); at >= 0; at = file.indexOf(BINARY[0]!, at + 1)) {
    if (file[at - 1] === NEWLINE && BINARY.every((byte, i) => file[at + i] === byte))
      return at + BINARY.length;
  }
  return -1;
}
