import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kirchhoff-dataset-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file of a folder with the SHA-256 of its bytes, for comparing folders. */
export async function contents(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).sort();
  const bytes = await Promise.all(files.map((file) => readFile(join(folder, file))));
  return Object.fromEntries(
    files.map((file, i) => [file, createHash("sha256").update(bytes[i]!).digest("hex")]),
  );
}
