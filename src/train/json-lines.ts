import { type FileHandle, open, readFile } from "node:fs/promises";

/** A file of one JSON value a line that only grows. */
export class JsonLines {
  readonly #file: FileHandle;
  readonly #durable: boolean;

  private constructor(file: FileHandle, durable: boolean) {
    this.#file = file;
    this.#durable = durable;
  }

  /**
   * Opens the file or makes it; a line that a crash cut short is closed, so that the next one stands alone. Lines of a `durable`
   * file are on the disk, not only with the system, when `append` is done.
   */
  static async open(path: string, { durable }: { readonly durable: boolean }): Promise<JsonLines> {
    const file = await open(path, "a+");
    const { size } = await file.stat();
    if (size > 0) {
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
      if (buffer.toString() !== "\n") await file.appendFile("\n");
    }
    return new JsonLines(file, durable);
  }

  async append(value: object): Promise<void> {
    await this.#file.appendFile(`${JSON.stringify(value)}\n`);
    if (this.#durable) await this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** The values of a file of JSON lines, without lines that a crash cut short; none where there is no file. */
export async function readJsonLines<Value>(path: string): Promise<Value[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as Value];
    } catch {
      return [];
    }
  });
}
