import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { KirchhoffError } from "../../core/index.js";
import { CircuitEncoder } from "../../train/index.js";
import type { CliContext } from "../index.js";

/** The encoder that comes with Kirchhoff. */
export const packagedEncoder = fileURLToPath(new URL("../../../models/dice.safetensors", import.meta.url));

/** The encoder that a flag names, or the one that comes with Kirchhoff. Throws CLI_NO_ENCODER and what opening throws. */
export function openEncoder(model: string | undefined, { cwd }: CliContext): Promise<CircuitEncoder> {
  if (model === undefined && !existsSync(packagedEncoder)) {
    throw new KirchhoffError("CLI_NO_ENCODER", "no encoder comes with this version of Kirchhoff", {
      hint: "pretrain one (kirchhoff pretrain dice --out runs/dice) and name it: --model runs/dice",
    });
  }
  return CircuitEncoder.open(model === undefined ? packagedEncoder : resolve(cwd, model), { threads: 1 });
}
