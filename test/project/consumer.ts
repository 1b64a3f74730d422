import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./sources.js";

/** A temporary folder of a program that has this package installed, as npm would link it; the caller removes it. */
export function consumerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-consumer-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@types"), { recursive: true });
  symlinkSync(root, join(modules, "kirchhoff"), "junction");
  for (const name of readdirSync(join(root, "node_modules/@types"))) {
    symlinkSync(join(root, "node_modules/@types", name), join(modules, "@types", name), "junction");
  }
  return folder;
}

/** Checks TypeScript files of a consumer's folder; what the compiler complains about, or nothing. */
export function typeErrors(folder: string, files: readonly string[]): string {
  const options = [
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--strict",
    "--types",
    "node",
    "--noEmit",
    "--skipLibCheck",
  ];
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  try {
    return execFileSync(process.execPath, [compiler, ...options, ...files], {
      cwd: folder,
      encoding: "utf8",
    });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}
