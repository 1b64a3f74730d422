import { KirchhoffError } from "../../core/index.js";
import { isDiskFull } from "../../core/node/index.js";

/** Writes into a run's folder. Throws SIZE_DISK_FULL where there is no room. */
export async function guardDisk(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new KirchhoffError("SIZE_DISK_FULL", `there is no room to go on writing ${folder}`, {
      hint: `free some space, then: kirchhoff size --resume ${folder}`,
      cause: error,
    });
  }
}
