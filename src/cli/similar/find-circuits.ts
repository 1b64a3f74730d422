import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError } from "../../core/index.js";
import {
  type Elaboration,
  formatDiagnostic,
  parseNetlist,
  readNetlist,
  readSubcircuit,
  subcircuitHeaders,
} from "../../netlist/index.js";
import { nodeFiles, readDeck } from "../../netlist/node-files/index.js";

/** A circuit that a file holds. */
export interface FoundCircuit {
  /** The file, and after a colon the subcircuit where the circuit is one. */
  readonly name: string;
  readonly circuit: Circuit;
}

/** Splits `file.sp:subcircuit`, where there is no file of the whole name. */
export function fileAndCircuit(path: string, cwd: string): { readonly file: string; readonly only?: string } {
  const colon = path.lastIndexOf(":");
  if (colon <= 0 || existsSync(resolve(cwd, path))) return { file: path };
  return { file: path.slice(0, colon), only: path };
}

/** A file that holds no circuit that can be read. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

const netlistNames = /\.(sp|spi|spice|cir|ckt|net|netlist|cdl|subckt)$/i;

/**
 * The netlist files that paths name: files as they are, of folders all files below with a usual ending, links left out; by name. Throws
 * NETLIST_FILE_NOT_FOUND.
 */
export function netlistFiles(paths: readonly string[], cwd: string): string[] {
  return paths.flatMap((path) => {
    const full = resolve(cwd, path);
    if (!existsSync(full)) {
      throw new KirchhoffError("NETLIST_FILE_NOT_FOUND", `${path} does not exist`);
    }
    if (!statSync(full).isDirectory()) return [path];
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && netlistNames.test(entry.name))
      .map((entry) => join(path, relative(full, join(entry.parentPath, entry.name))))
      .sort();
  });
}

/**
 * The circuits of a netlist: what stands at its top level, or, where no device but voltage sources does, each subcircuit that it defines.
 * Includes are read from `roots` alone (default: the file's own folder). A file that cannot be read is told of, not thrown.
 */
export function circuitsIn(
  file: string,
  { cwd, roots = [] }: { readonly cwd: string; readonly roots?: readonly string[] | undefined },
): FoundCircuit[] | SkippedFile {
  try {
    const path = resolve(cwd, file);
    const { text } = readDeck(path);
    const files = nodeFiles((roots.length > 0 ? roots : [dirname(path)]).map((root) => resolve(cwd, root)));
    const options = { file, files };
    const whole = readNetlist(text, options);
    const parts = holdsDevices(whole.circuit)
      ? [{ name: file, ...whole }]
      : subcircuitHeaders(parseNetlist(text, { file })).map(({ name }) => ({
          name: `${file}:${name}`,
          ...readSubcircuit(text, name, options),
        }));
    const reason = [whole, ...parts].map(firstError).find((each) => each !== undefined);
    if (reason !== undefined) return { file, reason };
    return parts
      .filter(({ circuit }) => holdsDevices(circuit))
      .map(({ name, circuit }) => ({ name, circuit }));
  } catch (error) {
    if (!(error instanceof KirchhoffError)) throw error;
    return { file, reason: `${error.code} ${error.message.split("\n", 1)[0]}` };
  }
}

const holdsDevices = ({ devices }: Circuit): boolean => devices.some(({ kind }) => kind !== "voltage-source");

function firstError({ diagnostics }: Elaboration): string | undefined {
  const first = diagnostics.find(({ severity }) => severity === "error");
  return first && formatDiagnostic(first).split("\n", 1)[0];
}
