import { fileURLToPath } from "node:url";
import { CircuitEncoder } from "../../train/index.js";
import { embedFiles, readingBar } from "../similar/embed-circuits.js";
import { netlistFiles } from "../similar/find-circuits.js";
import { type Neighbour, nearestCircuits } from "../similar/nearest-circuits.js";
import { packagedEncoder } from "../similar/open-encoder.js";
import type { Narrator } from "./narrator.js";

/** The circuits that are most like one that no encoder has seen. */
export interface LikenessTest {
  /** As the user would name it. */
  readonly file: string;
  readonly devices: number;
  readonly folder: string;
  /** Circuits in the folder. */
  readonly candidates: number;
  readonly nearest: readonly Neighbour[];
}

const query = "examples/circuits/five-transistor-ota.sp";
const folder = "circuits";
const shown = 5;

/** Searches the catalogue for circuits like an amplifier of the examples, with the encoder that comes with Kirchhoff. */
export async function findLike(narrator: Narrator): Promise<LikenessTest> {
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const files = netlistFiles([query, folder], cwd);
  const encoder = await CircuitEncoder.open(packagedEncoder, { threads: 1 });
  try {
    const progress = narrator.progress(readingBar.label, files.length, readingBar.unit);
    const [asked, ...candidates] = (await embedFiles(encoder, files, { cwd, progress })).circuits;
    return {
      ...{ file: query, folder, devices: asked!.graph.devices, candidates: candidates.length },
      nearest: nearestCircuits(asked!, candidates, shown),
    };
  } finally {
    await encoder.release();
  }
}
