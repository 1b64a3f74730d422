import { fileURLToPath } from "node:url";
import { CircuitEncoder } from "../../train/index.js";
import { embedFiles, readingBar } from "../similar/embed-circuits.js";
import { netlistFiles } from "../similar/find-circuits.js";
import { type Neighbour, nearestCircuits } from "../similar/nearest-circuits.js";
import { packagedEncoder } from "../similar/open-encoder.js";
import type { Narrator } from "./narrator.js";

/** The circuits of a folder that are most like one that the encoder has not learned from. */
export interface LikenessTest {
  /** As the user would name it. */
  readonly circuit: string;
  readonly devices: number;
  readonly folder: string;
  /** Circuits in the folder. */
  readonly candidates: number;
  readonly nearest: readonly Neighbour[];
}

const folder = "circuits";
/** One of the 15 circuits that paper B tests on. */
const circuit = `${folder}/logic-gates.sp:nand_3in`;
const shown = 5;

/** Searches the catalogue for circuits like one that the encoder that comes with Kirchhoff has never seen. */
export async function findLike(narrator: Narrator): Promise<LikenessTest> {
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const files = netlistFiles([folder], cwd);
  const encoder = await CircuitEncoder.open(packagedEncoder, { threads: 1 });
  try {
    const progress = narrator.progress(readingBar.label, files.length, readingBar.unit);
    const { circuits } = await embedFiles(encoder, files, { cwd, progress });
    const asked = circuits.find(({ name }) => name === circuit)!;
    return {
      ...{ circuit, folder, devices: asked.graph.devices, candidates: circuits.length - 1 },
      nearest: nearestCircuits(asked, circuits, shown),
    };
  } finally {
    await encoder.release();
  }
}
