import { join } from "node:path";
import { JsonLines, readJsonLines } from "../../train/index.js";
import type { YieldSample } from "../trust/yield.js";
import { guardDisk } from "./guard-disk.js";

/** A line of yield.jsonl: one chip, and the key of the design that it is of. */
type SampleLine = YieldSample & { readonly of: string };

/** The Monte-Carlo samples of a run's design, which survive a crash and are not simulated twice. */
export class SampleJournal {
  /** Those that are there, by number. */
  readonly known: ReadonlyMap<number, YieldSample>;
  readonly #folder: string;
  readonly #key: string;
  #lines: JsonLines | undefined;

  private constructor(folder: string, key: string, known: ReadonlyMap<number, YieldSample>) {
    this.#folder = folder;
    this.#key = key;
    this.known = known;
  }

  /** Those in a run's folder that have this key. */
  static async open(folder: string, key: string): Promise<SampleJournal> {
    const lines = await readJsonLines<SampleLine>(pathIn(folder));
    const own = lines.filter(({ of }) => of === key);
    return new SampleJournal(
      folder,
      key,
      new Map(own.map(({ of: _, ...sample }) => [sample.sample, sample])),
    );
  }

  /** Keeps a sample. Throws SIZE_DISK_FULL. */
  async append(sample: YieldSample): Promise<void> {
    await guardDisk(this.#folder, async () => {
      this.#lines ??= await JsonLines.open(pathIn(this.#folder), { durable: false });
      await this.#lines.append({ of: this.#key, ...sample });
    });
  }

  async close(): Promise<void> {
    await this.#lines?.close();
  }
}

const pathIn = (folder: string) => join(folder, "yield.jsonl");
