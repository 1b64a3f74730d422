import { isDeepStrictEqual } from "node:util";
import { KirchhoffError } from "../core/index.js";

/**
 * Throws unless what lies at a path may be taken for a cell of an experiment: asked for by `resume` (else BENCH_CELL_EXISTS), and made
 * with the same settings (else BENCH_CELL_DIFFERS, which names those that differ).
 */
export function expectSameCell(path: string, known: object, wanted: object, resume: boolean): void {
  if (!resume) {
    throw new KirchhoffError("BENCH_CELL_EXISTS", `${path} is there already`, {
      hint: "repeat the command with --resume to keep what is finished, or choose another folder with --out",
    });
  }
  const [found, expected] = [plain(known), plain(wanted)];
  const differing = [...new Set([...Object.keys(found), ...Object.keys(expected)])].filter(
    (key) => !isDeepStrictEqual(found[key], expected[key]),
  );
  if (differing.length === 0) return;
  const text = (settings: Record<string, unknown>) =>
    differing.map((key) => `${key} ${JSON.stringify(settings[key]) ?? "none"}`).join(", ");
  throw new KirchhoffError("BENCH_CELL_DIFFERS", `${path} was made with other settings`, {
    ...{ found: text(found), expected: text(expected) },
    hint: "choose another folder with --out, or repeat the settings of the first run",
  });
}

/** As a file keeps it: without what is undefined. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
