import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";

/** Versions of what computes: `kirchhoff`, `node`, `onnxruntime`. */
export async function versions(): Promise<Record<string, string>> {
  const runtime = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  return {
    kirchhoff: await versionIn(new URL("../../package.json", import.meta.url)),
    node: process.versions.node,
    onnxruntime: await versionIn(runtime),
  };
}

async function versionIn(manifest: URL | string): Promise<string> {
  return (JSON.parse(await readFile(manifest, "utf8")) as { version: string }).version;
}

/** The git commit of a folder, and whether files differ from it; undefined outside a repository or without git. */
export async function gitCommit(
  folder: string,
): Promise<{ readonly commit: string; readonly dirty: boolean } | undefined> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: folder, timeout: 5000 })).stdout.trim();
  try {
    const commit = await git("rev-parse", "HEAD");
    return { commit, dirty: (await git("status", "--porcelain", "--untracked-files=no")) !== "" };
  } catch {
    return undefined;
  }
}
