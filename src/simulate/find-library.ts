import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { KirchhoffError } from "../core/index.js";

/** The environment variable that names libngspice, before anything else is tried. */
export const libraryVariable = "KIRCHHOFF_LIBNGSPICE";

const NAME = /^(lib)?ngspice(-\d+)?(\.so(\.\d+)*|(\.\d+)?\.dylib|\.dll)$/;
const folders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/opt/ngspice/lib",
  ],
  darwin: ["/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"],
  win32: ["C:\\Spice64_dll\\dll-vs", "C:\\Spice64_dll\\bin", "C:\\Program Files\\ngspice\\bin"],
};

/**
 * The path of libngspice, or undefined where none is installed: what KIRCHHOFF_LIBNGSPICE names, else the linker's cache, else
 * the usual folders. Throws SIMULATION_LIBRARY_PATH where the variable names no file.
 */
export async function findNativeLibrary(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const named = environment[libraryVariable];
  if (named) {
    if (existsSync(named)) return named;
    throw new KirchhoffError("SIMULATION_LIBRARY_PATH", `${libraryVariable} names no file`, {
      found: named,
      expected: "the path of libngspice (libngspice.so.0, libngspice.dylib, ngspice.dll)",
      hint: `correct or unset ${libraryVariable}`,
    });
  }
  return (await fromLinkerCache()) ?? fromFolders();
}

async function fromLinkerCache(): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  for (const command of ["/sbin/ldconfig", "/usr/sbin/ldconfig", "ldconfig"]) {
    try {
      const { stdout } = await promisify(execFile)(command, ["-p"]);
      return /libngspice\.so\S* .*=> (\S+)/.exec(stdout)?.[1];
    } catch {
      // Not here; the next place may have it, and without any the folders are searched.
    }
  }
  return undefined;
}

function fromFolders(): string | undefined {
  for (const folder of folders[process.platform] ?? []) {
    if (!existsSync(folder)) continue;
    const name = readdirSync(folder).find((file) => NAME.test(file));
    if (name) return join(folder, name);
  }
  return undefined;
}

/** How to install native ngspice on a platform. */
export function nativeInstallHint(platform: NodeJS.Platform = process.platform): string {
  if (platform === "darwin") return "brew install libngspice";
  if (platform === "win32") {
    return `download the ngspice shared library (ngspice-*_dll_64.7z) from ngspice.sourceforge.io and set ${libraryVariable} to its ngspice.dll`;
  }
  return "sudo apt install libngspice0 (Debian, Ubuntu), sudo dnf install libngspice (Fedora), sudo pacman -S ngspice (Arch)";
}
