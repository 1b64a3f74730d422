import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import type { FileAnswer, FileProvider } from "../index.js";

/** Larger files are refused: no netlist is. */
const MAXIMUM_BYTES = 1 << 29;

/**
 * A provider that reads from the file system, below the given folders alone: a path that leaves them, by `..`, from the root or
 * through a symbolic link, is `outside-roots`. Relative paths start at the file that includes, then at each root.
 * Throws `NETLIST_ROOT_NOT_FOUND`.
 */
export function nodeFiles(roots: readonly string[]): FileProvider {
  const realRoots = roots.map((root) => {
    try {
      return realpathSync(root);
    } catch (cause) {
      throw new KirchhoffError("NETLIST_ROOT_NOT_FOUND", "an include root does not exist", {
        found: root,
        cause,
      });
    }
  });
  const isInside = (path: string) =>
    realRoots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
  return {
    read(path, from) {
      const bases = [realFolder(dirname(resolve(from))), ...realRoots];
      const candidates = isAbsolute(path) ? [path] : bases.map((base) => resolve(base, path));
      let worst: FileAnswer = { status: "missing" };
      for (const candidate of candidates) {
        const real = realPath(candidate);
        if (!isInside(real ?? resolve(candidate))) worst = { status: "outside-roots" };
        else if (real !== undefined) return readInside(real);
      }
      return worst;
    },
  };
}

function realFolder(folder: string): string {
  return realPath(folder) ?? folder;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function readInside(path: string): FileAnswer {
  const shown = relative(process.cwd(), path);
  try {
    const { size } = statFile(path);
    if (size > MAXIMUM_BYTES) return { status: "unreadable", detail: `${size} bytes are too many` };
    return {
      status: "found",
      file: shown.startsWith("..") ? path : shown,
      text: decodeNetlist(readFileSync(path)).text,
    };
  } catch (error) {
    return { status: "unreadable", detail: error instanceof Error ? error.message : String(error) };
  }
}

function statFile(path: string): { size: number } {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error("not a regular file");
  return stats;
}

/** A file's text, and the encoding that gives its bytes back. */
export interface DecodedNetlist {
  readonly text: string;
  readonly encoding: "utf8" | "latin1";
}

/** Bytes as text: UTF-8, its byte order mark kept, or Latin-1 where they are no UTF-8, so that none is lost. */
export function decodeNetlist(bytes: Uint8Array): DecodedNetlist {
  try {
    return {
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: "utf8",
    };
  } catch {
    return { text: Buffer.from(bytes).toString("latin1"), encoding: "latin1" };
  }
}

/** Reads a deck. Throws `NETLIST_FILE_NOT_FOUND` and `NETLIST_FILE_UNREADABLE`. */
export function readDeck(path: string): DecodedNetlist {
  try {
    statFile(path);
    const bytes = readFileSync(path);
    if (bytes.includes(0)) throw new Error("it holds zero bytes, which no text does");
    return decodeNetlist(bytes);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing) throw new KirchhoffError("NETLIST_FILE_NOT_FOUND", `${path} does not exist`, { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new KirchhoffError("NETLIST_FILE_UNREADABLE", `${path} cannot be read: ${why}`, { cause });
  }
}
