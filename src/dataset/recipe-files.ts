import { createHash } from "node:crypto";
import { z } from "zod";
import { registerCircuit } from "../circuit/index.js";
import { nearestWord } from "../core/index.js";
import type { FileProvider } from "../netlist/index.js";
import type { Distribution } from "./distribution.js";
import { type NetlistCircuit, netlistCircuit, readIncludes, UnknownNetlistName } from "./netlist-circuit.js";
import { isTestbenchName, type RecipeTestbench } from "./testbench.js";

/** Reads files that a recipe names, for {@link loadRecipe}. */
export interface RecipeFiles {
  /** The text of a file by its path as the recipe states it. Throws where there is none. */
  text(path: string): string;
  /** Where a netlist's includes are looked for, by the netlist's path as the recipe states it. */
  includes(netlist: string): FileProvider;
}

/** A circuit of a recipe that is a netlist of the user's own. */
interface StatedNetlist {
  readonly netlist: string;
  readonly name?: string | undefined;
  readonly parameters: Readonly<Record<string, Distribution>>;
  readonly outputs?: readonly string[] | undefined;
}

interface Stated {
  readonly circuits: readonly (string | StatedNetlist)[];
  readonly netlists: Readonly<Record<string, NetlistCircuit>>;
  readonly testbench?: RecipeTestbench | string | undefined;
}

type Resolved<T> = Omit<T, keyof Stated> & {
  readonly circuits: readonly string[];
  readonly netlists: Readonly<Record<string, NetlistCircuit>>;
  readonly testbench?: RecipeTestbench | undefined;
};

/** A recipe with the files that it names read into it, and its own circuits known by their names. */
export function resolveFiles<T extends Stated>(
  stated: T,
  files: RecipeFiles | undefined,
  context: z.RefinementCtx,
): Resolved<T> {
  const netlists: Record<string, NetlistCircuit> = {};
  for (const [name, netlist] of Object.entries(stated.netlists)) {
    registerCircuit(netlistCircuit(name, netlist));
    netlists[name] = netlist;
  }
  const circuits = stated.circuits.map((each, i) => {
    if (typeof each === "string") return each;
    if (!files) {
      context.addIssue({ code: "custom", path: ["circuits", i], message: "a netlist needs a recipe file" });
      return z.NEVER;
    }
    const netlist = readNetlistFile(each, files);
    const name = contentName(each, netlist);
    try {
      registerCircuit(netlistCircuit(name, netlist));
      netlists[name] = netlist;
      return name;
    } catch (error) {
      if (!(error instanceof UnknownNetlistName)) throw error;
      const key = error.what === "parameters" ? error.found : (each.outputs ?? []).indexOf(error.found);
      const guess = nearestWord(error.found.toLowerCase(), error.known);
      const expected = `one of ${error.known.slice(0, 20).join(", ")}${error.known.length > 20 ? " …" : ""}`;
      context.addIssue({
        code: "custom",
        path: ["circuits", i, error.what, key],
        message: error.message,
        params: { expected, ...(guess && { guess }) },
      });
      return z.NEVER;
    }
  });
  const testbench = resolveTestbench(stated.testbench, files, context);
  return { ...stated, circuits, netlists, ...(testbench && { testbench }) } as Resolved<T>;
}

function resolveTestbench(
  stated: RecipeTestbench | string | undefined,
  files: RecipeFiles | undefined,
  context: z.RefinementCtx,
): RecipeTestbench | undefined {
  if (isTestbenchName(stated) || typeof stated !== "string") return stated;
  if (files && /\.(ya?ml|json)$/i.test(stated)) return { file: stated, text: files.text(stated) };
  context.addIssue({
    code: "custom",
    path: ["testbench"],
    message: "there is no such testbench",
    params: { expected: "op-amp, op-amp-loop, or a testbench file (.yaml)" },
  });
  return z.NEVER;
}

/** The netlist with all that it includes. */
function readNetlistFile(
  { netlist, parameters, outputs }: StatedNetlist,
  files: RecipeFiles,
): NetlistCircuit {
  const text = files.text(netlist);
  const included = readIncludes(netlist, text, files.includes(netlist));
  return { file: netlist, text, files: included, parameters, ...(outputs && { outputs }) };
}

/** `ota@1f3a9c02`: circuits of one name are equal. */
function contentName({ netlist, name }: StatedNetlist, content: NetlistCircuit): string {
  const stem = netlist.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
  return `${name ?? stem.toLowerCase().replace(/[^a-z0-9_-]+/g, "-")}@${hash}`;
}
