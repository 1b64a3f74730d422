import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Paths below `folder` that end in `suffix`, relative to the root, sorted. */
export function filesUnder(folder: string, suffix: string): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** The text of a file given relative to the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Every file that belongs to the project: what git tracks, or everything where there is no git. */
export function projectFiles(): string[] {
  if (existsSync(join(root, ".git"))) {
    const listed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
    return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  }
  return filesUnder(".", "").filter((path) => !/^(node_modules|dist|runs|data)\//.test(path));
}

/** One import of a source file. */
export interface Import {
  readonly file: string;
  /** As written: `../core/index.js`, `node:fs`, `zod`. */
  readonly specifier: string;
  /** The file within the project, relative to the root, where the specifier is relative. */
  readonly target?: string;
  readonly typeOnly: boolean;
  /** Loaded when it is called for (`import()`, a worker), not when the file is. */
  readonly lazy: boolean;
}

const eager = [
  /^\s*(?:import|export)\s+(?<type>type\s)?[^"';]*?from\s+"(?<specifier>[^"]+)"/gm,
  /^\s*import\s+"(?<specifier>[^"]+)"/gm,
];
const lazy = [/\bimport\(\s*"(?<specifier>[^"]+)"\s*\)/g, /\bnew URL\(\s*"(?<specifier>\.[^"]+\.js)"/g];

/** The imports of a TypeScript file: static, dynamic, re-exports, and workers by URL. */
export function importsOf(file: string): Import[] {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, "");
  return [...eager, ...lazy].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ groups }) => {
      const specifier = groups?.specifier ?? "";
      const common = { file, specifier, typeOnly: groups?.type !== undefined, lazy: lazy.includes(pattern) };
      if (!specifier.startsWith(".")) return common;
      const target = relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, ".ts");
      return { ...common, target };
    }),
  );
}
