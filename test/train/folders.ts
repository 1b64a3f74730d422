import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { decodeSafetensors } from "../../src/model/index.js";

/** A folder of its own that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kirchhoff-train-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The numbers of every tensor of a run's checkpoint, the optimiser's state included. */
export async function weightsIn(run: string, name: "best" | "last"): Promise<Record<string, number[]>> {
  const path = join(run, "checkpoints", `${name}.safetensors`);
  const { tensors } = decodeSafetensors(await readFile(path), path);
  return Object.fromEntries([...tensors].map(([tensor, { data }]) => [tensor, Array.from(data)]));
}
